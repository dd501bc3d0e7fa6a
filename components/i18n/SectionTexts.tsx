'use client';

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { wantsPseudo } from './locale';
import { pseudoCatalogue } from './pseudo';
import sections from './sections.json';

/** Adds the texts that only sections of the settings show, and that come with their code: nobody needs them to read mail. */
export function SectionTexts({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const outer = useMessages();
  const messages = useMemo(
    () => ({ ...outer, ...(wantsPseudo() ? (pseudoCatalogue(sections) as typeof sections) : sections) }),
    [outer],
  );
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
