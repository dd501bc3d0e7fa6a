'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import { useCopying } from '@/components/ui/useCopying';

interface Props {
  recipients: readonly string[];
  onClose: () => void;
}

/** The recipients that are too many for a `mailto:` address, to be copied. */
export function RecipientsDialog({ recipients, onClose }: Props) {
  const t = useTranslations('mailto');
  const { copied, copy } = useCopying();
  const list = recipients.join(', ');
  return (
    <Modal title={t('tooManyTitle')} onClose={onClose}>
      <p className="text-ink-2">{t('tooManyText', { count: recipients.length })}</p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('recipients')}
        className="focus-inside my-4 max-h-40 min-h-20 overflow-auto rounded-xl border border-line bg-paper p-3"
      >
        <p dir="ltr" className="font-mono text-xs leading-relaxed break-all select-text">
          {list}
        </p>
      </section>
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" data-first onClick={() => void copy(list)}>
          <Copy aria-hidden />
          {t('copy')}
        </Button>
        <p role="status" className="min-w-0 flex-1 text-sm text-ink-2">
          {copied && t(copied)}
        </p>
      </div>
    </Modal>
  );
}
