'use client';

import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { mediumDate } from '@/components/mailbox/dates';
import { nameOfPlace, usePlaces } from '@/components/places/usePlaces';
import { listOf, routeHref } from '@/components/shell/route';
import { here, navigate } from '@/components/shell/useRoute';
import { Avatar } from '@/components/ui/Avatar';
import { classes } from '@/components/ui/classes';
import { undirected } from '@/lib/mail/letters';
import { setUnread } from '@/lib/store/marks';
import type { AccountRecord } from '@/lib/store/records/account';
import { isPlace } from '@/lib/store/records/places';
import type { Folder, MessageRecord } from '@/lib/store/schema';
import { AboveBody } from './AboveBody';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Correspondents } from './Correspondents';
import { Letters } from './LateLetters';
import { MessageBoundary } from './MessageBoundary';
import { ReadingDialogs } from './ReadingDialogs';
import { useReading } from './useReading';
import { sentBy } from './warnings';

interface Props {
  record: MessageRecord;
  account: AccountRecord | undefined;
  /** Where it lies, if that is another folder than that of the message that is read. */
  elsewhere: Folder | null;
  open: boolean;
  onToggle: () => void;
  /** It is open, and counts as read from now on. */
  onRead: () => void;
}

/** One message of a conversation beside the one that is read: a line, or all of it. */
export function ConversationPart({ record, account, elsewhere, open, onToggle, onRead }: Props) {
  const t = useTranslations();
  const places = usePlaces();
  const locale = useLocale();
  const { envelope, unread, date } = record;
  const [sender] = envelope.from;
  // What was stored before may turn its letters round still.
  const name = undirected(sender?.name || sender?.address || '') || t('list.noSender');
  return (
    <li className="rounded-xl border border-line">
      <h4>
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-h-12 w-full items-center gap-3 rounded-xl px-3 py-2 text-start hover:bg-hover"
        >
          <Avatar who={sender} />
          <span className="min-w-0 flex-1">
            <bdi className={classes('block truncate', unread ? 'font-semibold' : 'text-ink-2')}>
              {unread && <span className="sr-only">{t('conversation.unread')} </span>}
              {name}
            </bdi>
            {!open && <bdi className="block truncate text-sm text-ink-3">{undirected(envelope.preview)}</bdi>}
          </span>
          {elsewhere !== null && (
            <bdi className="max-w-32 shrink-0 truncate text-xs text-ink-3">
              {t('conversation.inFolder', {
                folder: isPlace(elsewhere)
                  ? (nameOfPlace(places, elsewhere) ?? '')
                  : t(`folders.${elsewhere}`),
              })}
            </bdi>
          )}
          <time dateTime={new Date(date).toISOString()} className="shrink-0 text-xs text-ink-3 tabular-nums">
            {mediumDate(date, locale)}
          </time>
          <ChevronDown aria-hidden className={classes('size-4 shrink-0 text-ink-3', open && 'rotate-180')} />
        </button>
      </h4>
      {open && (
        <MessageBoundary record={record}>
          <Whole name={name} record={record} account={account} onRead={onRead} />
        </MessageBoundary>
      )}
    </li>
  );
}

/** @param name of who wrote it: only the message that is read is the "Message" */
function Whole({
  name,
  record,
  account,
  onRead,
}: Pick<Props, 'record' | 'account' | 'onRead'> & { name: string }) {
  const t = useTranslations();
  const reading = useReading(record, account, 'beside');
  const { opened, message, authentication, files } = reading;
  const [details, setDetails] = useState(false);
  useEffect(() => {
    if (!record.unread) return;
    onRead();
    void setUnread(record.id, false);
  }, [record.id]);
  const route = { ...listOf(here()), message: record.id };
  return (
    <article aria-label={name} className="px-3 pb-4">
      <Correspondents
        // Who wrote it and when stands in the line above.
        brief
        record={record}
        own={account?.address ?? ''}
        sentBy={message ? sentBy(record, message) : ''}
        authentication={authentication ?? null}
        turned={message?.turned}
        open={details}
        onOpen={setDetails}
      />
      <AboveBody
        record={record}
        reading={reading}
        account={account}
        onDetails={() => setDetails(true)}
        // What is done is done to the message that is read.
        onAction={null}
      />
      <div className="mt-4">
        <Body
          record={record}
          opened={opened}
          onRetry={reading.retry}
          onOriginal={() => reading.setOriginal(true)}
          onLayout={reading.refresh}
          asks={reading.asks}
          sender={reading.sender}
        />
        {message?.letters && (
          <Letters letters={message.letters} drawn={reading.letters} asks={reading.asks} />
        )}
      </div>
      <div ref={files}>
        {message && (
          <Attachments
            attachments={message.attachments.filter((part) => !reading.shown.has(part))}
            archive={record.envelope.subject || t('list.noSubject')}
          />
        )}
      </div>
      <a
        href={routeHref(route)}
        className="mt-3 inline-flex min-h-11 items-center font-semibold text-accent"
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          navigate(route, 'replace');
        }}
      >
        {t('conversation.open')}
      </a>
      <ReadingDialogs record={record} reading={reading} />
    </article>
  );
}
