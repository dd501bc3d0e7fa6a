'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { iconButton } from './IconButton';
import { useLayer } from './useLayer';

/** A pane that slides in: from the start edge on a tablet, from the bottom on a phone. Mount it to show it. */
export function Drawer({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('app');
  const { own } = useLayer(onClose);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 animate-appear bg-black/40" />
        <Dialog.Content
          {...own}
          aria-describedby={undefined}
          className="fixed z-30 animate-rise bg-paper shadow-card outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[85dvh] max-sm:overflow-y-auto max-sm:rounded-t-2xl max-sm:pb-[env(safe-area-inset-bottom)] sm:inset-y-0 sm:start-0 sm:w-72"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
          <Dialog.Close aria-label={t('close')} className={`${iconButton} absolute end-2 top-2`}>
            <X aria-hidden />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
