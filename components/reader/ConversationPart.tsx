'use client';

import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import { mediumDate } from '@/components/mailbox/dates';
import { listOf, routeHref } from '@/components/shell/route';
import { here, navigate } from '@/components/shell/useRoute';
import { Avatar } from '@/components/ui/Avatar';
import { classes } from '@/components/ui/classes';
import type { LinkTrouble } from '@/lib/mail/linkTrouble';
import { setUnread } from '@/lib/store/marks';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Correspondents } from './Correspondents';
import { LinkDialog } from './LinkDialog';
import { LinksDialog } from './LinksDialog';
import { RemoteNote } from './RemoteNote';
import { SourceDialog } from './Source';
import type { Link } from './sanitise';
import { useAuthentication } from './useAuthentication';
import { useKnown } from './useKnown';
import { useOpened } from './useOpened';
import { useRemoteImages } from './useRemoteImages';
import { Warnings } from './Warnings';
import { sentBy, troubleOf, warningsFor } from './warnings';

interface Props {
  record: MessageRecord;
  account: AccountRecord | undefined;
  open: boolean;
  onToggle: () => void;
  /** It is open, and counts as read from now on. */
  onRead: () => void;
}

/** One message of a conversation beside the one that is read: a line, or all of it. */
export function ConversationPart({ record, account, open, onToggle, onRead }: Props) {
  const t = useTranslations();
  const locale = useLocale();
  const { envelope, unread, date } = record;
  const [sender] = envelope.from;
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
              {sender?.name || sender?.address || t('list.noSender')}
            </bdi>
            {!open && <bdi className="block truncate text-sm text-ink-3">{envelope.preview}</bdi>}
          </span>
          <time dateTime={new Date(date).toISOString()} className="shrink-0 text-xs text-ink-3 tabular-nums">
            {mediumDate(date, locale)}
          </time>
          <ChevronDown aria-hidden className={classes('size-4 shrink-0 text-ink-3', open && 'rotate-180')} />
        </button>
      </h4>
      {open && <Whole record={record} account={account} onRead={onRead} />}
    </li>
  );
}

function Whole({ record, account, onRead }: Pick<Props, 'record' | 'account' | 'onRead'>) {
  const t = useTranslations();
  const { opened, retry, refresh } = useOpened(record, true);
  const message = opened.state === 'ready' || opened.state === 'heavy' ? opened.message : null;
  const html = opened.state === 'ready' ? opened.html : null;
  const authentication = useAuthentication(record, message);
  const known = useKnown();
  const remote = html?.remote ?? null;
  const trusted = authentication !== undefined && authentication?.dmarc !== 'fail';
  const images = useRemoteImages(record, account, remote, trusted, refresh);
  const links = html?.links ?? [];
  const warnings = useMemo(
    () => (message ? warningsFor(record, message, links, known) : []),
    [record, message, links, known],
  );
  const [details, setDetails] = useState(false);
  const [asked, setAsked] = useState<{ trouble: LinkTrouble; href: string } | null>(null);
  const [listed, setListed] = useState(false);
  const [original, setOriginal] = useState(false);
  const files = useRef<HTMLDivElement>(null);
  const sender = record.envelope.from[0]?.address ?? '';
  const asks = (link: Link) => {
    const trouble = troubleOf(link, sender, authentication?.dmarc === 'pass');
    if (trouble) setAsked({ trouble, href: link.href });
    return trouble !== null;
  };
  useEffect(() => {
    if (!record.unread) return;
    onRead();
    void setUnread(record.id, false);
  }, [record.id]);
  const subject = record.envelope.subject || t('list.noSubject');
  const route = { ...listOf(here()), message: record.id };
  return (
    <article aria-label={t('reader.title')} className="px-3 pb-4">
      <Correspondents
        record={record}
        own={account?.address ?? ''}
        sentBy={message ? sentBy(record, message) : ''}
        authentication={authentication ?? null}
        open={details}
        onOpen={setDetails}
      />
      <Warnings
        warnings={warnings}
        onDetails={() => setDetails(true)}
        onLinks={() => setListed(true)}
        onFiles={() => files.current?.scrollIntoView({ block: 'center' })}
      />
      {remote && <RemoteNote remote={remote} images={images} />}
      <div className="mt-4">
        <Body
          record={record}
          opened={opened}
          onRetry={retry}
          onOriginal={() => setOriginal(true)}
          onLayout={refresh}
          asks={asks}
          sender={sender}
        />
      </div>
      <div ref={files}>
        {message && (
          <Attachments
            attachments={message.attachments.filter((part) => !html?.shown.has(part))}
            archive={subject}
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
      {original && <SourceDialog record={record} onClose={() => setOriginal(false)} />}
      {asked && <LinkDialog {...asked} onClose={() => setAsked(null)} />}
      {listed && <LinksDialog links={links} onClose={() => setListed(false)} />}
    </article>
  );
}
