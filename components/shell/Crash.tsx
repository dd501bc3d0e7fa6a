'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Technical } from '@/components/ui/Technical';
import { Card, CardTitle } from './Card';

/** What a person sees when the interface itself fails. */
export function Crash({ error }: { error: Error }) {
  const t = useTranslations();
  return (
    <Card>
      <CardTitle>{t('errors.crashTitle')}</CardTitle>
      <p className="mb-5 text-md text-pretty text-ink-2">{t('errors.crashText')}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        {t('app.reload')}
      </Button>
      <Technical>{`${error.name}: ${error.message}`}</Technical>
    </Card>
  );
}

/** IndexedDB does not open: private window, blocked by another tab, or damaged. */
export function StoreProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTranslations();
  const outdated = error.name === 'StoreOutdated';
  return (
    <Card>
      <CardTitle>{t('errors.storeTitle')}</CardTitle>
      <p className="mb-5 text-md text-pretty text-ink-2">
        {t(outdated ? 'notices.outdated' : 'errors.storeText')}
      </p>
      <Button kind="primary" onClick={outdated ? () => location.reload() : onRetry}>
        {t(outdated ? 'app.reload' : 'app.tryAgain')}
      </Button>
      <Technical>{`${error.name}: ${error.message}`}</Technical>
    </Card>
  );
}
