'use client';

import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import { daysAgo, fullDate, mediumDate, timeOf } from '@/components/mailbox/dates';
import { Avatar } from '@/components/ui/Avatar';
import { classes } from '@/components/ui/classes';
import type { Authentication } from '@/lib/mail/authentication';
import { undirected } from '@/lib/mail/letters';
import type { Mailbox, Turned } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { Details } from './Details';

interface Props {
  record: MessageRecord;
  /** The address of the account that the message is in. */
  own: string;
  /** Who sent it for its author, where that is somebody else; empty otherwise. */
  sentBy: string;
  /** What the receiving server found out about the sender. */
  authentication: Authentication | null;
  turned: Turned | undefined;
  /** The details are shown. */
  open: boolean;
  onOpen: (open: boolean) => void;
  /** Without the name and the date, which stand elsewhere already. */
  brief?: boolean;
}

/** Who wrote to whom and when: folded to two lines, with everything behind them. */
export function Correspondents({ record, own, sentBy, authentication, turned, open, onOpen, brief }: Props) {
  const t = useTranslations('reader');
  const list = useTranslations('list');
  const locale = useLocale();
  const details = useId();
  const { envelope, date } = record;
  const [sender] = envelope.from;
  // What was stored before may turn its letters round still.
  const name = undirected(sender?.name || sender?.address || '') || list('noSender');
  const days = daysAgo(date, Date.now());
  const when =
    days === 0
      ? t('todayAt', { time: timeOf(date, locale) })
      : days === 1
        ? t('yesterdayAt', { time: timeOf(date, locale) })
        : mediumDate(date, locale);
  const address = (
    <>
      {sender?.name && sender.address && (
        <span className="text-ink-3">
          <bdi>{undirected(sender.address)}</bdi>
        </span>
      )}
      {sentBy && <span className="text-ink-3"> {t('via', { who: sentBy })}</span>}
    </>
  );
  const recipients = useRecipients(envelope.to.length > 0 ? envelope.to : envelope.cc, envelope, own);
  const toggle = (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={details}
      onClick={() => onOpen(!open)}
      className="-ms-1.5 inline-flex min-h-6.5 min-w-0 items-center gap-1 justify-self-start rounded-md px-1.5 text-ink-3 hover:bg-hover hover:text-ink max-sm:col-start-2 max-sm:-my-2 max-sm:min-h-11"
    >
      <span className="truncate">{recipients}</span>
      <ChevronDown
        aria-label={t('details')}
        className={classes('size-4 shrink-0 transition-transform duration-100', open && 'rotate-180')}
      />
    </button>
  );
  return (
    <>
      {brief ? (
        <div className="flex flex-wrap items-center gap-x-3 text-sm">
          <p className="min-w-0 text-shy">{address}</p>
          {toggle}
        </div>
      ) : (
        <div className="grid grid-cols-[2.75rem_1fr_auto] items-center gap-x-3.5 max-sm:grid-cols-[2.75rem_1fr]">
          <Avatar who={sender} className="row-span-2 size-11 text-md" />
          <p className="min-w-0 text-shy">
            <strong className="font-semibold">
              <bdi>{name}</bdi>
            </strong>{' '}
            {address}
          </p>
          <time
            dateTime={new Date(date).toISOString()}
            title={fullDate(date, locale)}
            className="text-sm whitespace-nowrap text-ink-3 tabular-nums max-sm:col-start-2"
          >
            {when}
          </time>
          {toggle}
        </div>
      )}
      <div id={details} hidden={!open}>
        {open && <Details record={record} sentBy={sentBy} authentication={authentication} turned={turned} />}
      </div>
    </>
  );
}

/** "to you and 2 others" */
function useRecipients(
  first: readonly Mailbox[],
  { to, cc }: { to: Mailbox[]; cc: Mailbox[] },
  own: string,
): string {
  const t = useTranslations('reader');
  const count = to.length + cc.length - 1;
  if (count < 0) return t('toNobody');
  const mine = [...to, ...cc].some(({ address }) => address.toLowerCase() === own.toLowerCase());
  if (mine) return count === 0 ? t('toYou') : t('toYouAnd', { count });
  const name = first[0]?.name || first[0]?.address || '';
  return count === 0 ? t('toName', { name }) : t('toNameAnd', { name, count });
}
