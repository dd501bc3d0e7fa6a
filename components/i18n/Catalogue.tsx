'use client';

import { NextIntlClientProvider } from 'next-intl';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import en from './en.json';
import { formattingLocale, wantsPseudo } from './locale';
import { pseudoCatalogue } from './pseudo';

const never = () => () => {};

/** Gives every string of the interface to what stands inside. Bundled: no locale is ever loaded over the network. */
export function Catalogue({ children }: { children: ReactNode }) {
  const pseudo = useSyncExternalStore(never, wantsPseudo, () => false);
  const locale = useSyncExternalStore(never, browserLocale, () => 'en');
  const timeZone = useSyncExternalStore(never, browserTimeZone, () => 'UTC');
  // Compiled by the build: the types of the file's messages hold for the keys alone.
  const messages = useMemo(() => (pseudo ? (pseudoCatalogue(en) as unknown as typeof en) : en), [pseudo]);
  return (
    <NextIntlClientProvider locale={locale as 'en'} timeZone={timeZone} messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}

function browserLocale(): string {
  return formattingLocale(navigator.languages);
}

function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
