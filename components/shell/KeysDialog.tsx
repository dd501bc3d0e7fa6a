'use client';

import { useTranslations } from 'next-intl';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { useKeySwitch } from '@/components/settings/keys';
import { Modal } from '@/components/ui/Modal';
import { KeyTable } from './KeyTable';

/** All keys that work, and where they are switched off. */
export function KeysDialog(props: { onClose: () => void }) {
  return (
    <OrganisingTexts>
      <Keys {...props} />
    </OrganisingTexts>
  );
}

function Keys({ onClose }: { onClose: () => void }) {
  const t = useTranslations('keys');
  const [keys] = useKeySwitch();
  return (
    <Modal title={t('title')} onClose={onClose}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('title')}
        className="focus-inside -mx-2 min-h-0 overflow-y-auto rounded-lg px-2"
      >
        <p className="mb-4 text-sm text-pretty text-ink-3">{t(keys === 'on' ? 'noteOn' : 'noteOff')}</p>
        <KeyTable />
      </section>
    </Modal>
  );
}
