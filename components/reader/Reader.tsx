'use client';

import { MoreHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Action, type Move, movesFor } from '@/components/actions/actions';
import { useGrouped } from '@/components/mailbox/useGrouped';
import { useDraft } from '@/components/rules/draft';
import { phoneWidth, useMedia } from '@/components/settings/theme';
import { afterPaint } from '@/components/shell/AfterPaint';
import type { Command, Keyless } from '@/components/shell/keymap';
import { optional } from '@/components/shell/optional';
import { here } from '@/components/shell/useRoute';
import { useSteady } from '@/components/shell/useSteady';
import { IconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { setUnread } from '@/lib/store/marks';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { Answers } from './Answers';
import { wordsOf } from './lettersIn';
import { MessageBoundary } from './MessageBoundary';
import { ReaderArticle } from './ReaderArticle';
import { ReadingDialogs } from './ReadingDialogs';
import { RecipientsDialog } from './RecipientsDialog';
import { Toolbar } from './Toolbar';
import { useDeeds } from './useDeeds';
import { type ReaderActions, useReaderActions } from './useReaderActions';
import { useReading } from './useReading';

const MoreMenu = lazyPopup(() => import('./MoreMenu').then(({ MoreMenu }) => MoreMenu));

export type ReaderCommands = Partial<Record<Command | Keyless, () => void>>;

export interface ReaderProps {
  record: MessageRecord;
  /** Another message is on its way to take the place of this one: it is looked at, and nothing is done with it. */
  stale: boolean;
  /** On a phone the list lies over it: it waits for the next message. */
  closed: boolean;
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

const isSeldom = (move: Move) => move === 'junk' || move === 'notJunk';

/** One open message. */
export function Reader({
  record,
  stale,
  closed,
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
  const account = accounts.find(({ id }) => id === record.account);
  const reading = useReading(record, account, closed ? 'closed' : 'read');
  const { opened, message } = reading;
  const away = stale || closed;
  const { folder, q } = here();
  const grouped = useGrouped(q === null ? folder : 'search');
  const scroller = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const phone = useMedia(phoneWidth);
  const own = useMemo(() => accounts.flatMap(({ address, username }) => [address, username]), [accounts]);
  // What a reply quotes: worked out when there is one.
  const { preview } = record.envelope;
  const text = useCallback(() => (message ? wordsOf(message) : preview), [message, preview]);
  const [tooMany, setTooMany] = useState<readonly string[] | null>(null);
  if (closed && tooMany !== null) setTooMany(null);
  const actions = useReaderActions(record, text, own, setTooMany);
  const deeds = useDeeds(record, reading);
  useEffect(() => {
    commands.current = away ? {} : { ...actions, ...deeds };
    return () => {
      commands.current = {};
    };
  }, [actions, deeds, commands, away]);

  // Once for each opening: whoever marks it as unread while it is open means it.
  useEffect(() => {
    if (away) return;
    // Also when the next one has been asked for by then.
    if (record.unread) afterPaint(() => void setUnread(record.id, false));
    // To ask has the page laid out, which it is before each frame anyway: until then the message's bytes are on their way.
    const frame = requestAnimationFrame(() => {
      if (scroller.current?.scrollTop) scroller.current.scrollTo(0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [record.id, away]);

  // On a phone the list below is put away and has lost the focus: who opened the message goes on with it.
  useEffect(() => {
    if (!phone || closed) return;
    return afterPaint(() => {
      if (!pane.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
    });
  }, [phone, closed]);

  // The frame that had the focus is about to go out of sight, and to lose it: who goes on by key hears of the next one.
  const shown = useRef(record.id);
  const framed = useRef(false);
  if (shown.current !== record.id) {
    shown.current = record.id;
    framed.current = document.activeElement?.tagName === 'IFRAME';
  }
  useEffect(() => {
    if (away || !framed.current) return;
    framed.current = false;
    heading.current?.focus({ preventScroll: true });
  }, [record.id, away]);

  const may = onAction !== null;
  // On a phone the lower edge has no room for what is seldom done.
  const [above, below] = useMemo(() => {
    const moves = may ? movesFor([record.folder]) : [];
    return phone ? [moves.filter(isSeldom), moves.filter((move) => !isSeldom(move))] : [moves, []];
  }, [may, phone, record.folder]);
  // Another message is about to take its place: whoever presses now means that one.
  const act = useSteady((action: Action) => !away && onAction?.(action));
  const answer = useSteady((command: keyof ReaderActions) => actions[command]());
  return (
    <div ref={pane} className="flex h-full min-h-0 flex-col bg-raised">
      <Toolbar
        record={record}
        moves={above}
        onAction={onAction && act}
        onOriginal={() => reading.setOriginal(true)}
        more={
          <MoreMenu
            key={closed ? 'closed' : 'open'}
            trigger={
              <IconButton label={t('reader.more')}>
                <MoreHorizontal aria-hidden />
              </IconButton>
            }
            record={record}
            message={message}
            deeds={deeds}
            onOrganise={onAction && act}
            onPrevious={onPrevious}
            onNext={onNext}
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
        <MessageBoundary record={record}>
          <ReaderArticle
            record={record}
            reading={reading}
            account={account}
            accounts={accounts}
            heading={heading}
            settled={opened.state !== 'opening' && !away}
            closed={closed}
            beside={beside}
            grouped={grouped}
            onAction={onAction && act}
          />
        </MessageBoundary>
        <Answers onAnswer={answer} moves={below} onMove={act} />
      </div>
      {makesRule && !closed && <RuleForm where="message" />}
      <ReadingDialogs record={record} reading={reading} />
      {tooMany && <RecipientsDialog recipients={tooMany} onClose={() => setTooMany(null)} />}
    </div>
  );
}
