'use client';

import { useLocale, useTranslations } from 'next-intl';
import { decodeWords } from 'postal-mime';
import { type ReactNode, useEffect, useState } from 'react';
import { fullDate } from '@/components/mailbox/dates';
import type { Letter, OpenedMessage } from '@/lib/mail/types';
import { Attachments } from './Attachments';
import { Letters } from './Letters';
import { wordsOf } from './lettersIn';
import { messageOpener } from './opener';
import type { SanitisedMessage } from './sanitise';

interface Props {
  bytes: Uint8Array<ArrayBuffer>;
  /** Its source, as long as it is not opened, and where it cannot be. */
  children: ReactNode;
}

/** What came as a file is never drawn: it is read for what it says. */
const undrawn: ReadonlyMap<Letter, SanitisedMessage> = new Map();

const heads = ['from', 'to', 'cc', 'date', 'subject'] as const;

/** A message that came as a file: who wrote it, its words, and its own files. Its HTML is not drawn: it is read for what it says. */
export function MailView({ bytes, children }: Props) {
  const t = useTranslations('attachments');
  const locale = useLocale();
  const [opened, setOpened] = useState<OpenedMessage | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    messageOpener()
      .open(bytes.slice(), ending.signal)
      .then(
        (found) => !ending.signal.aborted && setOpened(found),
        // Its source stays.
        () => {},
      );
    return () => ending.abort();
  }, [bytes]);
  if (!opened) return children;
  const head = (name: string) =>
    opened.headers.find((one) => one.name.toLowerCase() === name)?.value.slice(0, 2_000) ?? '';
  return (
    <>
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {heads
          .filter((name) => head(name) !== '')
          .map((name) => (
            <Line
              key={name}
              name={t(`mail.${name}`)}
              text={name === 'date' ? dateText(head(name), locale) : decodeWords(head(name))}
            />
          ))}
      </dl>
      <p dir="auto" className="break-words whitespace-pre-wrap">
        {wordsOf(opened)}
      </p>
      {opened.letters && <Letters letters={opened.letters} drawn={undrawn} asks={null} />}
      <Attachments attachments={opened.attachments} archive={decodeWords(head('subject'))} />
    </>
  );
}

/** As dates are written here; as it stands where it is none. */
function dateText(written: string, locale: string): string {
  // Cut: opened brackets that are never closed take quadratic time.
  const date = Date.parse(written.slice(0, 100).replace(/\([^)]*\)/g, ''));
  return Number.isNaN(date) ? written : fullDate(date, locale);
}

function Line({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 text-shy">
        <bdi>{text}</bdi>
      </dd>
    </>
  );
}
