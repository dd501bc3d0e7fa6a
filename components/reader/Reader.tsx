'use client';

import { Forward, Reply, ReplyAll } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { phoneWidth, useMedia } from '@/components/settings/theme';
import type { Command } from '@/components/shell/keymap';
import { classes } from '@/components/ui/classes';
import { setUnread } from '@/lib/store/messages';
import type { AccountRecord, MessageRecord } from '@/lib/store/schema';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Correspondents } from './Correspondents';
import { htmlToText } from './htmlToText';
import { RecipientsDialog } from './RecipientsDialog';
import { RemoteNote } from './RemoteNote';
import { SourceDialog } from './Source';
import { Toolbar } from './Toolbar';
import { useOpened } from './useOpened';
import { useReaderActions } from './useReaderActions';

export type ReaderCommands = Partial<Record<Command, () => void>>;

interface Props {
  record: MessageRecord;
  /** Another message is on its way to take the place of this one: it is looked at, and nothing is done with it. */
  stale: boolean;
  accounts: readonly AccountRecord[];
  /** Filled with what the open message can do, for the keys. */
  commands: RefObject<ReaderCommands>;
  onBack: () => void;
  onPrevious: () => void;
  onNext: () => void;
}

/** One open message. */
export function Reader({ record, stale, accounts, commands, onBack, onPrevious, onNext }: Props) {
  const t = useTranslations();
  const { opened, retry } = useOpened(record);
  const [original, setOriginal] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const phone = useMedia(phoneWidth);
  const message = opened.state === 'ready' || opened.state === 'heavy' ? opened.message : null;
  const inPlace = opened.state === 'ready' ? opened.html?.shown : undefined;
  const own = useMemo(() => accounts.flatMap(({ address, username }) => [address, username]), [accounts]);
  const text = useMemo(
    () => (message ? (message.text ?? htmlToText(message.html ?? '')) : record.envelope.preview),
    [message, record.envelope.preview],
  );
  const [tooMany, setTooMany] = useState<readonly string[] | null>(null);
  const actions = useReaderActions(record, text, own, setTooMany);
  useEffect(() => {
    commands.current = stale ? {} : { ...actions };
    return () => {
      commands.current = {};
    };
  }, [actions, commands, stale]);

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
  const account = accounts.find(({ id }) => id === record.account);
  return (
    <div ref={pane} className="flex h-full min-h-0 flex-col bg-raised">
      <Toolbar
        unread={record.unread}
        onUnread={actions.unread}
        onOriginal={() => setOriginal(true)}
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
          <Correspondents key={record.id} record={record} own={account?.address ?? ''} />
          {opened.state === 'ready' && opened.html && <RemoteNote remote={opened.html.remote} />}
          <div className="mt-5">
            <Body
              key={record.id}
              record={record}
              opened={opened}
              onRetry={retry}
              onOriginal={() => setOriginal(true)}
            />
          </div>
          {message && <Attachments attachments={message.attachments.filter((part) => !inPlace?.has(part))} />}
        </article>
        <Answers actions={actions} />
      </div>
      {original && <SourceDialog record={record} onClose={() => setOriginal(false)} />}
      {tooMany && <RecipientsDialog recipients={tooMany} onClose={() => setTooMany(null)} />}
    </div>
  );
}

/** Under the message; on a phone a bar at the lower edge, where the thumb is. */
function Answers({ actions }: { actions: ReturnType<typeof useReaderActions> }) {
  const t = useTranslations('reader');
  const buttons = [
    { command: 'reply', Icon: Reply },
    { command: 'replyAll', Icon: ReplyAll },
    { command: 'forward', Icon: Forward },
  ] as const;
  return (
    <div
      className={classes(
        'flex max-w-[54rem] flex-wrap gap-2.5 px-8.5 pb-8 max-lg:px-6',
        'max-sm:sticky max-sm:bottom-0 max-sm:flex-nowrap max-sm:justify-around max-sm:gap-1 max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:px-2 max-sm:pt-1 max-sm:pb-[max(0.25rem,env(safe-area-inset-bottom))]',
      )}
    >
      {buttons.map(({ command, Icon }) => (
        <button
          key={command}
          type="button"
          onClick={actions[command]}
          className={classes(
            'inline-flex h-9.5 items-center gap-2 rounded-[10px] border border-line bg-surface px-3.5 font-semibold transition-colors duration-100 hover:border-edge hover:bg-hover pointer-coarse:h-11',
            'max-sm:h-13 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:border-0 max-sm:bg-transparent max-sm:text-2xs max-sm:font-medium max-sm:text-ink-2',
          )}
        >
          <Icon aria-hidden className="size-4.5 max-sm:size-5.5" />
          {t(command)}
        </button>
      ))}
    </div>
  );
}
