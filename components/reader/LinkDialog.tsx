'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import type { LinkTrouble } from '@/lib/mail/linkTrouble';
import { openOutside } from './frameEvents';

interface Props {
  trouble: LinkTrouble;
  href: string;
  onClose: () => void;
}

/** Where a suspicious link goes, before it is followed. */
export function LinkDialog({ trouble, href, onClose }: Props) {
  const t = useTranslations('warnings');
  const { shown, real, ascii, kind } = trouble;
  return (
    <Modal title={t('goesTitle')} role="alertdialog" onClose={onClose}>
      <p className="text-ink-2">{t(`link.${kind}`, { shown, real, count: 1 })}</p>
      <Address href={href} host={ascii} />
      {ascii !== real && kind !== 'mail' && (
        <p className="mb-4 text-sm text-ink-2">{t('goesLetters', { real, ascii })}</p>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button kind="primary" data-first onClick={onClose}>
          {t('stay')}
        </Button>
        <Button
          onClick={() => {
            openOutside(href);
            onClose();
          }}
        >
          {t('goAnyway')}
        </Button>
      </div>
    </Modal>
  );
}

/** The address as it is, its host emphasised. */
export function Address({ href, host }: { href: string; host: string }) {
  const address = href.slice(0, 500);
  // The real host is the last thing of its kind before the path: in front of it stands what only looks like one.
  const path = address.search(/[?#]|(?<![:/\\])[/\\](?![/\\])/);
  const head = path < 0 ? address : address.slice(0, path);
  const at = host === '' ? -1 : head.toLowerCase().lastIndexOf(host);
  return (
    <p
      dir="ltr"
      className="my-3 max-h-40 overflow-auto rounded-xl border border-line bg-paper p-3 font-mono text-xs leading-relaxed break-all"
    >
      {at < 0 ? (
        address
      ) : (
        <>
          {address.slice(0, at)}
          <strong className="rounded-sm bg-warn-soft px-0.5 font-bold text-warn">
            {address.slice(at, at + host.length)}
          </strong>
          {address.slice(at + host.length)}
        </>
      )}
    </p>
  );
}
