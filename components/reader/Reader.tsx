'use client';

import { MoreHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { type Action, type Move, movesFor } from '@/components/actions/actions';
import { useGrouped } from '@/components/mailbox/useGrouped';
import { Labels } from '@/components/places/Labels';
import { useDraft } from '@/components/rules/draft';
import { phoneWidth, useMedia } from '@/components/settings/theme';
import type { Command } from '@/components/shell/keymap';
import { optional } from '@/components/shell/optional';
import { here } from '@/components/shell/useRoute';
import { IconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { deliveriesOf } from '@/lib/mail/deliveryReport';
import { wrappingOf } from '@/lib/mail/envelopes';
import type { LinkTrouble } from '@/lib/mail/linkTrouble';
import { unsubscribeOf } from '@/lib/mail/unsubscribe';
import { setUnread } from '@/lib/store/marks';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { AlsoIn } from './AlsoIn';
import { Answers } from './Answers';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Conversation } from './Conversation';
import { Correspondents } from './Correspondents';
import { DamageNote } from './DamageNote';
import { DeliveryCard } from './DeliveryCard';
import { HeaderOnly } from './HeaderOnly';
import { htmlToText } from './htmlToText';
import { kindOf } from './kinds';
import { LinkDialog } from './LinkDialog';
import { LinksDialog } from './LinksDialog';
import { ListNote } from './ListNote';
import { RecipientsDialog } from './RecipientsDialog';
import { RemoteNote } from './RemoteNote';
import { SourceDialog } from './Source';
import type { Link } from './sanitise';
import { Toolbar } from './Toolbar';
import { useAuthentication } from './useAuthentication';
import { useKnown } from './useKnown';
import { prepare, useOpened } from './useOpened';
import { useReaderActions } from './useReaderActions';
import { useRemoteImages } from './useRemoteImages';
import { Warnings } from './Warnings';
import { WrappingNote } from './WrappingNote';
import { sentBy, troubleOf, warningsFor } from './warnings';

/** What reads calendars comes with the first invitation. */
const InvitationCard = optional(() =>
  import('./InvitationCard').then(({ InvitationCard }) => InvitationCard),
);

/** What the junk filter thought, where it thought anything. */
const JunkNote = optional(() => import('./JunkNote').then(({ JunkNote }) => JunkNote));

/** And what reads vCards with the first of those. */
const ContactCards = optional(() => import('./ContactCards').then(({ ContactCards }) => ContactCards));

const MoreMenu = lazyPopup(() => import('./MoreMenu').then(({ MoreMenu }) => MoreMenu));

export type ReaderCommands = Partial<Record<Command, () => void>>;

export interface ReaderProps {
  record: MessageRecord;
  /** Another message is on its way to take the place of this one: it is looked at, and nothing is done with it. */
  stale: boolean;
  accounts: readonly AccountRecord[];
  /** Filled with what the open message can do, for the keys. */
  commands: RefObject<ReaderCommands>;
  /** Null while messages are chosen in the list: what is done is done to those. */
  onAction: ((action: Action) => void) | null;
  onBack: () => void;
  onPrevious: () => void;
  onNext: () => void;
  /** The messages beside it in the list: they are opened ahead. */
  beside: () => readonly MessageRecord[];
}

const RuleForm = optional(() => import('@/components/rules/RuleForm').then(({ RuleForm }) => RuleForm));

/** What is read comes first, ms. */
const prepareAfter = 60;

/** On a phone the lower edge has no room for these. */
const isSeldom = (move: Move) => move === 'junk' || move === 'notJunk';

/** One open message. */
export function Reader({
  record,
  stale,
  accounts,
  commands,
  onAction,
  onBack,
  onPrevious,
  onNext,
  beside,
}: ReaderProps) {
  const t = useTranslations();
  const makesRule = useDraft('message') !== null;
  const { opened, retry, refresh } = useOpened(record);
  const { folder, q } = here();
  const grouped = useGrouped(folder) && q === null;
  const [original, setOriginal] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const phone = useMedia(phoneWidth);
  const message = opened.state === 'ready' || opened.state === 'heavy' ? opened.message : null;
  const inPlace = opened.state === 'ready' ? opened.html?.shown : undefined;
  const account = accounts.find(({ id }) => id === record.account);
  const remote = opened.state === 'ready' ? (opened.html?.remote ?? null) : null;
  const authentication = useAuthentication(record, message);
  const images = useRemoteImages(
    record,
    account,
    remote,
    authentication !== undefined && authentication?.dmarc !== 'fail',
    refresh,
  );
  const ways = useMemo(
    () => (message ? unsubscribeOf(message.headers, authentication ?? null) : null),
    [message, authentication],
  );
  const own = useMemo(() => accounts.flatMap(({ address, username }) => [address, username]), [accounts]);
  const text = useMemo(
    () => (message ? (message.text ?? htmlToText(message.html ?? '')) : record.envelope.preview),
    [message, record.envelope.preview],
  );
  const [detailsOf, setDetailsOf] = useState<number | null>(null);
  const [listed, setListed] = useState(false);
  const [asked, setAsked] = useState<{ trouble: LinkTrouble; href: string } | null>(null);
  const files = useRef<HTMLDivElement>(null);
  const known = useKnown();
  const links = opened.state === 'ready' ? opened.html?.links : undefined;
  const warnings = useMemo(
    () => (message ? warningsFor(record, message, links ?? [], known) : []),
    [record, message, links, known],
  );
  const asks = (link: Link) => {
    const { href } = link;
    const trouble = troubleOf(link, record.envelope.from[0]?.address ?? '', authentication?.dmarc === 'pass');
    if (trouble) setAsked({ trouble, href });
    return trouble !== null;
  };
  const [tooMany, setTooMany] = useState<readonly string[] | null>(null);
  const actions = useReaderActions(record, text, own, setTooMany);
  useEffect(() => {
    commands.current = stale ? {} : { ...actions };
    return () => {
      commands.current = {};
    };
  }, [actions, commands, stale]);

  // When this one is on the screen, the next ones are got ready: one after the other, and never before it.
  const settled = opened.state !== 'opening' && !stale;
  useEffect(() => {
    if (!settled) return;
    const ending = new AbortController();
    const timer = setTimeout(async () => {
      for (const next of beside()) await prepare(next, ending.signal);
    }, prepareAfter);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [settled, record.id]);

  // Once for each opening: whoever marks it as unread while it is open means it.
  useEffect(() => {
    if (stale) return;
    if (record.unread) void setUnread(record.id, false);
    scroller.current?.scrollTo(0, 0);
  }, [record.id, stale]);

  // On a phone the list below is inert and has lost the focus: who opened the message goes on with it.
  useEffect(() => {
    if (phone && !pane.current?.contains(document.activeElement)) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [phone]);

  const { subject } = record.envelope;
  const wrapping = useMemo(() => (message ? wrappingOf(message) : null), [message]);
  const deliveries = useMemo(() => (message ? deliveriesOf(message.attachments) : []), [message]);
  const calendar = message?.attachments.find(({ type }) => type === 'text/calendar');
  const card = message?.attachments.find(({ name, type }) => kindOf(name, type) === 'contact');
  const moves = onAction ? movesFor([record.folder]) : [];
  // Another message is about to take its place: whoever presses now means that one.
  const act = (action: Action) => !stale && onAction?.(action);
  return (
    <div ref={pane} className="flex h-full min-h-0 flex-col bg-raised">
      <Toolbar
        record={record}
        moves={phone ? moves.filter(isSeldom) : moves}
        onAction={onAction && act}
        onOriginal={() => setOriginal(true)}
        more={
          <MoreMenu
            trigger={
              <IconButton label={t('reader.more')}>
                <MoreHorizontal aria-hidden />
              </IconButton>
            }
            record={record}
            opened={opened}
            onOriginal={() => setOriginal(true)}
            onOrganise={phone && onAction ? act : null}
          />
        }
        onBack={onBack}
        onPrevious={onPrevious}
        onNext={onNext}
      />
      <div
        ref={scroller}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto outline-none"
      >
        <article
          aria-label={t('reader.title')}
          aria-busy={opened.state === 'opening'}
          className="w-full max-w-[54rem] px-8.5 pt-5.5 pb-7 max-lg:px-6 max-sm:flex-1 max-sm:px-4 max-sm:pt-4"
        >
          <h2
            ref={heading}
            tabIndex={-1}
            dir="auto"
            className="outline-none mb-3.5 text-left text-xl rtl:text-right leading-tight font-bold tracking-tight text-pretty text-shy max-sm:text-[1.25rem]"
          >
            {subject || t('list.noSubject')}
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
          {accounts.length > 1 && <AlsoIn key={`also ${record.id}`} record={record} accounts={accounts} />}
          {ways && (
            <ListNote
              key={`list ${record.id}`}
              ways={ways}
              sender={record.envelope.from[0]?.name || record.envelope.from[0]?.address || ''}
              account={account}
            />
          )}
          <Warnings
            warnings={warnings}
            onDetails={() => setDetailsOf(record.id)}
            onLinks={() => setListed(true)}
            onFiles={() => files.current?.scrollIntoView({ block: 'center' })}
          />
          <JunkNote key={`junk ${record.id}`} record={record} onAction={onAction && act} />
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
          {remote && <RemoteNote remote={remote} images={images} />}
          <div className="mt-5">
            {deliveries.length > 0 && <DeliveryCard deliveries={deliveries} />}
            {calendar && <InvitationCard key={`calendar ${record.id}`} attachment={calendar} />}
            {card && <ContactCards key={`contact ${record.id}`} attachment={card} />}
            <Body
              key={record.id}
              record={record}
              opened={opened}
              onRetry={retry}
              onOriginal={() => setOriginal(true)}
              onLayout={refresh}
              asks={asks}
              sender={record.envelope.from[0]?.address ?? ''}
            />
          </div>
          <div ref={files}>
            {message && (
              <Attachments
                key={record.id}
                attachments={message.attachments.filter((part) => !inPlace?.has(part))}
                archive={subject || t('list.noSubject')}
              />
            )}
          </div>
          {record.thread !== undefined && (
            <Conversation
              key={`conversation ${record.id}`}
              record={record}
              accounts={accounts}
              unreadOpen={grouped}
            />
          )}
        </article>
        <Answers
          actions={actions}
          moves={phone ? moves.filter((move) => !isSeldom(move)) : []}
          onMove={act}
        />
      </div>
      {makesRule && <RuleForm where="message" />}
      {original && <SourceDialog record={record} onClose={() => setOriginal(false)} />}
      {asked && <LinkDialog {...asked} onClose={() => setAsked(null)} />}
      {listed && <LinksDialog links={links ?? []} onClose={() => setListed(false)} />}
      {tooMany && <RecipientsDialog recipients={tooMany} onClose={() => setTooMany(null)} />}
    </div>
  );
}
