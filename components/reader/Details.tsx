'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { fullDate } from '@/components/mailbox/dates';
import { sizeText } from '@/components/ui/sizes';
import type { Authentication } from '@/lib/mail/authentication';
import { revealed, undirected } from '@/lib/mail/letters';
import type { Mailbox, Turned } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';

/** More than this are counted, not listed: nobody reads five hundred names, and each costs time. */
const maxListed = 500;
const maxLetters = 2_000;

interface Props {
  record: MessageRecord;
  /** Who sent it for its author, where that is somebody else; empty otherwise. */
  sentBy: string;
  /** What the receiving server found out. */
  authentication: Authentication | null;
  /** What came with characters that turn letters round: it is told with them, by their numbers. */
  turned: Turned | undefined;
}

/** Everything that the head of a message says about its way. */
export function Details({ record: { envelope, date, size }, sentBy, authentication, turned }: Props) {
  const t = useTranslations('reader');
  const locale = useLocale();
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-xl border border-line bg-paper/60 px-4 py-3 text-sm">
      {turned?.subject !== undefined && (
        <Item label={t('subject')}>
          <bdi>{revealed(turned.subject).slice(0, maxLetters)}</bdi>
        </Item>
      )}
      {turned?.sender === undefined ? (
        <Mailboxes label={t('from')} mailboxes={envelope.from} />
      ) : (
        <Item label={t('from')}>
          <bdi>{revealed(turned.sender).slice(0, maxLetters)}</bdi>
        </Item>
      )}
      {sentBy && (
        <Item label={t('sentBy')}>
          <bdi>{sentBy}</bdi>
        </Item>
      )}
      <Mailboxes label={t('replyTo')} mailboxes={envelope.replyTo} />
      <Mailboxes label={t('to')} mailboxes={envelope.to} />
      <Mailboxes label={t('cc')} mailboxes={envelope.cc} />
      <Item label={t('date')}>{fullDate(date, locale)}</Item>
      <Item label={t('size')}>{sizeText(size, locale)}</Item>
      {authentication && <Checked authentication={authentication} />}
    </dl>
  );
}

/** "mx.example: SPF passed, DKIM passed (bank.com), DMARC passed" */
function Checked({ authentication: { server, spf, dkim, dmarc } }: { authentication: Authentication }) {
  const t = useTranslations('reader');
  const results = [
    ...(spf ? [`SPF ${t(`verdict.${spf}`)}`] : []),
    ...dkim
      .slice(0, 4)
      .map(
        ({ verdict, domain }) => `DKIM ${t(`verdict.${verdict}`)}${domain && ` (${domain.slice(0, 100)})`}`,
      ),
    ...(dmarc ? [`DMARC ${t(`verdict.${dmarc}`)}`] : []),
  ];
  if (results.length === 0) return null;
  return <Item label={t('checkedBy')}>{t('checked', { server, results: results.join(', ') })}</Item>;
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 text-shy">{children}</dd>
    </>
  );
}

function Mailboxes({ label, mailboxes }: { label: string; mailboxes: readonly Mailbox[] }) {
  const t = useTranslations('reader');
  if (mailboxes.length === 0) return null;
  return (
    <Item label={label}>
      <ul tabIndex={mailboxes.length > 6 ? 0 : undefined} className="focus-inside max-h-40 overflow-auto">
        {mailboxes.slice(0, maxListed).map(({ name, address }, index) => (
          <li key={index}>
            {name && <bdi>{undirected(name)}</bdi>}{' '}
            <bdi className={name ? 'text-ink-3' : undefined}>
              {undirected(name ? `<${address}>` : address)}
            </bdi>
          </li>
        ))}
        {mailboxes.length > maxListed && (
          <li>{t('moreRecipients', { count: mailboxes.length - maxListed })}</li>
        )}
      </ul>
    </Item>
  );
}
