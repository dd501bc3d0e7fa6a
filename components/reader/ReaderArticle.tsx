'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useMemo, useRef, useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { Labels } from '@/components/places/Labels';
import { useFoundMarks } from '@/components/search/useFoundMarks';
import { AfterPaint } from '@/components/shell/AfterPaint';
import { optional } from '@/components/shell/optional';
import { deliveriesOf } from '@/lib/mail/deliveryReport';
import { wrappingOf } from '@/lib/mail/envelopes';
import { unsubscribeOf } from '@/lib/mail/unsubscribe';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { AlsoIn } from './AlsoIn';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Conversation } from './Conversation';
import { Correspondents } from './Correspondents';
import { DamageNote } from './DamageNote';
import { DeliveryCard } from './DeliveryCard';
import { FrameDeck } from './FrameDeck';
import { HeaderOnly } from './HeaderOnly';
import { kindOf } from './kinds';
import { ListNote } from './ListNote';
import { RemoteNote } from './RemoteNote';
import type { Reading } from './useReading';
import { Warnings } from './Warnings';
import { WrappingNote } from './WrappingNote';
import { sentBy } from './warnings';

/** What reads calendars comes with the first invitation. */
const InvitationCard = optional(() =>
  import('./InvitationCard').then(({ InvitationCard }) => InvitationCard),
);

/** What the junk filter thought, where it thought anything. */
const JunkNote = optional(() => import('./JunkNote').then(({ JunkNote }) => JunkNote));

/** And what reads vCards with the first of those. */
const ContactCards = optional(() => import('./ContactCards').then(({ ContactCards }) => ContactCards));

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
  useFoundMarks(article);
  const [detailsOf, setDetailsOf] = useState<number | null>(null);
  if (closed && detailsOf !== null) setDetailsOf(null);
  const ways = useMemo(
    () => (message ? unsubscribeOf(message.headers, authentication ?? null) : null),
    [message, authentication],
  );
  const wrapping = useMemo(() => (message ? wrappingOf(message) : null), [message]);
  const deliveries = useMemo(() => (message ? deliveriesOf(message.attachments) : []), [message]);
  const calendar = message?.attachments.find(({ type }) => type === 'text/calendar');
  const card = message?.attachments.find(({ name, type }) => kindOf(name, type) === 'contact');
  const [sender] = record.envelope.from;
  const subject = record.envelope.subject || t('list.noSubject');
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
            open={detailsOf === record.id}
            onOpen={(open) => setDetailsOf(open ? record.id : null)}
          />
          {accounts.length > 1 && (
            <AfterPaint key={`also ${record.id}`}>
              <AlsoIn record={record} accounts={accounts} />
            </AfterPaint>
          )}
          {ways && (
            <ListNote
              key={`list ${record.id}`}
              ways={ways}
              sender={sender?.name || sender?.address || ''}
              account={account}
            />
          )}
          <Warnings
            warnings={reading.warnings}
            onDetails={() => setDetailsOf(record.id)}
            onLinks={() => reading.setListed(true)}
            onFiles={() => files.current?.scrollIntoView({ block: 'center' })}
          />
          <AfterPaint key={`junk ${record.id}`}>
            <JunkNote record={record} onAction={onAction} />
          </AfterPaint>
          {record.damaged !== undefined && <DamageNote record={record} account={account} />}
          {record.headerOf !== undefined && (
            <HeaderOnly
              key={`header ${record.id}`}
              record={record}
              octets={record.headerOf}
              account={account}
            />
          )}
          {wrapping && <WrappingNote wrapping={wrapping} />}
          {html && <RemoteNote remote={html.remote} images={reading.images} />}
        </>
      )}
      <div className="mt-5">
        {!closed && (
          <>
            {deliveries.length > 0 && <DeliveryCard deliveries={deliveries} />}
            {calendar && <InvitationCard key={`calendar ${record.id}`} attachment={calendar} />}
            {card && <ContactCards key={`contact ${record.id}`} attachment={card} />}
          </>
        )}
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
      </div>
      {!closed && (
        <>
          <div ref={files}>
            {message && (
              <Attachments
                key={record.id}
                attachments={message.attachments.filter((part) => !html?.shown.has(part))}
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
