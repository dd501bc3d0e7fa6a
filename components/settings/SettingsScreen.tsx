'use client';

import { ArrowLeft, ChevronRight, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { type MouseEvent, useEffect, useRef } from 'react';
import { late } from '@/components/places/late';
import { type Route, routeHref } from '@/components/shell/route';
import { backToSections, closeSettings, openSettings } from '@/components/shell/useRoute';
import { classes } from '@/components/ui/classes';
import { IconButton, iconButton } from '@/components/ui/IconButton';
import { useLayer } from '@/components/ui/useLayer';
import type { AccountRecord } from '@/lib/store/records/account';
import { SectionBody } from './SectionBody';
import { type Section, sectionOf, sections } from './sections';
import { phoneWidth, useMedia } from './theme';

const DoneNotice = late('DoneNotice');

interface Props {
  route: Route;
  accounts: readonly AccountRecord[];
}

/** All settings, over what is open: sections and one of them on a desktop; on a phone first the one, then the other. */
export function SettingsScreen({ route, accounts }: Props) {
  const t = useTranslations('settings');
  const phone = useMedia(phoneWidth);
  const chosen = sectionOf(route.settings ?? '');
  const shown = chosen ?? (phone ? null : sections[0]);
  const { content, own } = useLayer(closeSettings);
  const first = useRef(true);
  // Whoever goes to a section by keyboard or screen reader goes on there; the first focus is the dialog's.
  useEffect(() => {
    if (!first.current && phone) content.current?.focus();
    first.current = false;
  }, [shown?.id, phone]);

  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeSettings()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 animate-appear bg-black/40" />
        <Dialog.Content
          {...own}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.current?.focus();
          }}
          className={classes(
            'fixed z-30 flex animate-rise flex-col bg-raised outline-none max-sm:inset-0 max-sm:pt-[env(safe-area-inset-top)] max-sm:pb-[env(safe-area-inset-bottom)]',
            'sm:top-1/2 sm:left-1/2 sm:h-[min(46rem,calc(100dvh-3rem))] sm:w-[min(62rem,calc(100vw-3rem))] sm:-translate-1/2 sm:overflow-hidden sm:rounded-2xl sm:border sm:border-line sm:shadow-card',
          )}
        >
          <div className="flex min-h-0 flex-1">
            {!(phone && shown) && <SectionList route={route} shown={shown} phone={phone} />}
            {shown && (
              <section aria-labelledby="settings-section" className="flex min-w-0 flex-1 flex-col">
                <header className="flex shrink-0 items-center gap-1 border-b border-line py-2.5 pe-3.5 ps-6 max-sm:ps-2">
                  {phone && (
                    <IconButton label={t('backToSections')} onClick={backToSections}>
                      <ArrowLeft aria-hidden className="rtl:rotate-180" />
                    </IconButton>
                  )}
                  <Title id="settings-section" heading={phone}>
                    {t(`sections.${shown.id}`)}
                  </Title>
                  <Close />
                </header>
                <SectionBody key={shown.id} section={shown} route={route} accounts={accounts} />
              </section>
            )}
          </div>
          <DoneNotice on="settings" />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Title({ id, heading, children }: { id: string; heading: boolean; children: string }) {
  const look = 'min-w-0 flex-1 truncate text-lg font-bold tracking-tight';
  // On a phone the section is the whole screen, and its title names the dialog.
  return heading ? (
    <Dialog.Title asChild>
      <h3 className={look}>
        <span id={id}>{children}</span>
      </h3>
    </Dialog.Title>
  ) : (
    <h3 id={id} className={look}>
      {children}
    </h3>
  );
}

function Close() {
  const t = useTranslations('app');
  return (
    <Dialog.Close aria-label={t('close')} className={iconButton}>
      <X aria-hidden />
    </Dialog.Close>
  );
}

function SectionList({ route, shown, phone }: { route: Route; shown: Section | null; phone: boolean }) {
  const t = useTranslations('settings');
  const go = (id: string) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openSettings(id, route.account, phone ? 'push' : 'replace');
  };
  return (
    <div className="flex w-60 shrink-0 flex-col border-e border-line bg-paper max-sm:w-full max-sm:border-0 max-sm:bg-raised">
      <header className="flex shrink-0 items-center py-2.5 ps-5 pe-3.5">
        <Dialog.Title className="min-w-0 flex-1 py-1 text-lg font-bold tracking-tight">
          {t('title')}
        </Dialog.Title>
        {phone && <Close />}
      </header>
      <nav aria-label={t('title')} className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-2.5">
        <ul>
          {sections.map(({ id, icon: Icon }) => (
            <li key={id}>
              <a
                href={routeHref({ ...route, settings: id })}
                aria-current={shown?.id === id ? 'page' : undefined}
                onClick={go(id)}
                className={classes(
                  'focus-inside flex min-h-9 items-center gap-2.75 rounded-lg px-2.5 py-1.5 transition-colors duration-100 max-sm:min-h-12 pointer-coarse:min-h-11 [&_svg]:size-4.5 [&_svg]:shrink-0',
                  shown?.id === id
                    ? 'bg-soft font-semibold text-accent'
                    : 'text-ink-2 hover:bg-hover hover:text-ink',
                )}
              >
                <Icon aria-hidden />
                <span className="min-w-0 flex-1">{t(`sections.${id}`)}</span>
                <ChevronRight aria-hidden className="text-ink-3 sm:hidden rtl:rotate-180" />
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
