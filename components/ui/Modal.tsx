'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes';
import { iconButton } from './IconButton';
import { useLayer } from './useLayer';

interface Props {
  title: string;
  /** `alertdialog` for questions before something that cannot be undone. */
  role?: 'dialog' | 'alertdialog';
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** An open dialog: mount it to show it. On a phone it rises from the bottom edge. */
export function Modal({ title, role = 'dialog', wide = false, onClose, children }: Props) {
  const t = useTranslations('app');
  const { own } = useLayer(onClose);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-black/40" />
        <Dialog.Content
          {...own}
          role={role}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The first thing to press is not always the right one: the dialog itself, or what it names.
            event.preventDefault();
            const content = event.currentTarget as HTMLElement;
            (content.querySelector<HTMLElement>('[data-first]') ?? content).focus();
          }}
          className={classes(
            'fixed z-40 flex animate-rise flex-col bg-raised shadow-card outline-none',
            'max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[88dvh] max-sm:rounded-t-2xl max-sm:pb-[env(safe-area-inset-bottom)]',
            'sm:top-1/2 sm:left-1/2 sm:max-h-[min(85dvh,56rem)] sm:-translate-1/2 sm:rounded-2xl sm:border sm:border-line',
            wide ? 'sm:w-[min(56rem,calc(100vw-3rem))]' : 'sm:w-[min(28rem,calc(100vw-3rem))]',
          )}
        >
          <header className="flex items-start gap-3 py-4 ps-6 pe-3.5">
            <Dialog.Title className="min-w-0 flex-1 pt-1 text-lg leading-snug font-bold tracking-tight text-shy">
              {title}
            </Dialog.Title>
            <Dialog.Close aria-label={t('close')} className={iconButton}>
              <X aria-hidden />
            </Dialog.Close>
          </header>
          <div className="flex min-h-0 flex-1 flex-col overflow-auto px-6 pb-6">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
