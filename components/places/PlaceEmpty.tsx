'use client';

import { useTranslations } from 'next-intl';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { navigate } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { isLabel } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';
import { nameOfPlace, usePlaces } from './usePlaces';

/** An empty folder of the user's own, label or Snoozed says what it is for; one that was deleted says so. */
export function PlaceEmpty({ view }: { view: View }) {
  return (
    <OrganisingTexts>
      <Empty view={view} />
    </OrganisingTexts>
  );
}

function Empty({ view }: { view: View }) {
  const t = useTranslations('places');
  const places = usePlaces();
  if (view === 'snoozed') return <EmptyState title={t('emptySnoozedTitle')} text={t('emptySnoozedText')} />;
  if (!places) return null;
  if (nameOfPlace(places, view) === null)
    return (
      <EmptyState title={t('missingTitle')} text={t('missingText')}>
        <Button onClick={() => navigate({})}>{t('toInbox')}</Button>
      </EmptyState>
    );
  return isLabel(view) ? (
    <EmptyState title={t('emptyLabelTitle')} text={t('emptyLabelText')} />
  ) : (
    <EmptyState title={t('emptyFolderTitle')} text={t('emptyFolderText')} />
  );
}
