'use client';

import { useTranslations } from 'next-intl';
import { decodeWords } from 'postal-mime';
import { type ReactNode, useEffect, useState } from 'react';
import type { OpenedMessage } from '@/lib/mail/types';
import { Attachments } from './Attachments';
import { htmlToText } from './htmlToText';
import { messageOpener } from './opener';

interface Props {
  bytes: Uint8Array<ArrayBuffer>;
  /** Its source, as long as it is not opened, and where it cannot be. */
  children: ReactNode;
}

const heads = ['from', 'to', 'cc', 'date', 'subject'] as const;

/** A message that came as a file: who wrote it, its words, and its own files. Its HTML is not drawn: it is read for what it says. */
export function MailView({ bytes, children }: Props) {
  const t = useTranslations('attachments');
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
            <Line key={name} name={t(`mail.${name}`)} text={decodeWords(head(name))} />
          ))}
      </dl>
      <p dir="auto" className="break-words whitespace-pre-wrap">
        {opened.text ?? htmlToText(opened.html ?? '')}
      </p>
      <Attachments attachments={opened.attachments} archive={decodeWords(head('subject'))} />
    </>
  );
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
