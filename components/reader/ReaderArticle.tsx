'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useRef, useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { Labels } from '@/components/places/Labels';
import { useFoundMarks } from '@/components/search/useFoundMarks';
import { AfterPaint } from '@/components/shell/AfterPaint';
import { unturned } from '@/lib/mail/letters';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { AboveBody } from './AboveBody';
import { AlsoIn } from './AlsoIn';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Conversation } from './Conversation';
import { Correspondents } from './Correspondents';
import { FrameDeck } from './FrameDeck';
import { Letters } from './LateLetters';
import type { Reading } from './useReading';
import { sentBy } from './warnings';

interface Props {
  record: MessageRecord;
  reading: Reading;
  account: AccountRecord | undefined;
  accounts: readonly AccountRecord[];
  heading: RefObject<HTMLHeadingElement | null>;
  /** It is on the screen as far as it will be. */
  settled: boolean;
  /** Nothing is read: an empty frame stays for the next message. */
  closed: boolean;
  beside: () => readonly MessageRecord[];
  /** The list shows conversations. */
  grouped: boolean;
  onAction: ((action: Action) => void) | null;
}

/** The message itself, from its subject to the rest of its conversation. */
export function ReaderArticle({
  record,
  reading,
  account,
  accounts,
  heading,
  settled,
  closed,
  beside,
  grouped,
  onAction,
}: Props) {
  const t = useTranslations();
  const { opened, message, html, authentication, files } = reading;
  const article = useRef<HTMLElement>(null);
  useFoundMarks(article, settled ? record.id : null);
  const [detailsOf, setDetailsOf] = useState<number | null>(null);
  if (closed && detailsOf !== null) setDetailsOf(null);
  // What was stored before has them still.
  const subject = unturned(record.envelope.subject) || t('list.noSubject');
  return (
    <article
      ref={article}
      aria-label={t('reader.title')}
      aria-busy={opened.state === 'opening'}
      className="w-full max-w-[54rem] px-8.5 pt-5.5 pb-7 max-lg:px-6 max-sm:flex-1 max-sm:px-4 max-sm:pt-4"
    >
      {!closed && (
        <>
          <h2
            ref={heading}
            tabIndex={-1}
            dir="auto"
            className="outline-none mb-3.5 text-left text-xl rtl:text-right leading-tight font-bold tracking-tight text-pretty text-shy max-sm:text-[1.25rem]"
          >
            {subject}
          </h2>
          {record.labels && (
            <div className="mb-3 flex flex-wrap gap-1.5">
              <Labels labels={record.labels} />
            </div>
          )}
          <Correspondents
            key={record.id}
            record={record}
            own={account?.address ?? ''}
            sentBy={message ? sentBy(record, message) : ''}
            authentication={authentication ?? null}
            turned={message?.turned}
            open={detailsOf === record.id}
            onOpen={(open) => setDetailsOf(open ? record.id : null)}
          />
          {accounts.length > 1 && opened.state !== 'opening' && (
            <AfterPaint key={`also ${record.id}`}>
              <AlsoIn record={record} accounts={accounts} />
            </AfterPaint>
          )}
          <AboveBody
            record={record}
            reading={reading}
            account={account}
            onDetails={() => setDetailsOf(record.id)}
            onAction={onAction}
          />
        </>
      )}
      <div className="mt-5">
        {/* Above what stands in its place meanwhile: frames that move have to be drawn anew. */}
        <FrameDeck
          record={record}
          html={html}
          settled={settled}
          closed={closed}
          asks={reading.asks}
          beside={beside}
        />
        {!closed && !html && (
          <Body
            key={record.id}
            record={record}
            opened={opened}
            onRetry={reading.retry}
            onOriginal={() => reading.setOriginal(true)}
            onLayout={reading.refresh}
            asks={reading.asks}
            sender={reading.sender}
          />
        )}
        {!closed && message?.letters && (
          <Letters
            key={`letters ${record.id}`}
            letters={message.letters}
            drawn={reading.letters}
            asks={reading.asks}
          />
        )}
      </div>
      {!closed && (
        <>
          <div ref={files}>
            {message && (
              <Attachments
                key={record.id}
                attachments={message.attachments.filter((part) => !reading.shown.has(part))}
                archive={subject}
              />
            )}
          </div>
          {settled && record.thread !== undefined && (
            <AfterPaint key={`conversation ${record.id}`}>
              <Conversation record={record} accounts={accounts} unreadOpen={grouped} />
            </AfterPaint>
          )}
        </>
      )}
    </article>
  );
}
