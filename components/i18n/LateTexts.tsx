'use client';

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { wantsPseudo } from './locale';
import { type Catalogue, pseudoCatalogue } from './pseudo';

interface Props {
  /** Of a file beside this one, compiled by the build. */
  texts: Catalogue;
  children: ReactNode;
}

/** Adds texts that come with the code that shows them: nobody needs them to begin to read mail. */
export function LateTexts({ texts, children }: Props) {
  const locale = useLocale();
  const outer = useMessages();
  const messages = useMemo(
    () => ({ ...outer, ...(wantsPseudo() ? pseudoCatalogue(texts) : texts) }),
    [outer, texts],
  );
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      {children}
    </NextIntlClientProvider>
  );
}
