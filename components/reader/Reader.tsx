'use client';

import { Forward, Reply, ReplyAll } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Command } from '@/components/shell/keymap';
import { classes } from '@/components/ui/classes';
import { setUnread } from '@/lib/store/messages';
import type { AccountRecord, MessageRecord } from '@/lib/store/schema';
import { Attachments } from './Attachments';
import { Body } from './Body';
import { Correspondents } from './Correspondents';
import { htmlToText } from './htmlToText';
import { RemoteNote } from './RemoteNote';
import { SourceDialog } from './Source';
import { Toolbar } from './Toolbar';
import { useOpened } from './useOpened';
import { useReaderActions } from './useReaderActions';

export type ReaderCommands = Partial<Record<Command, () => void>>;

interface Props {
  record: MessageRecord;
  accounts: readonly AccountRecord[];
  /** Filled with what the open message can do, for the keys. */
  commands: RefObject<ReaderCommands>;
  onBack: () => void;
  onPrevious: () => void;
  onNext: () => void;
}

/** One open message. */
export function Reader({ record, accounts, commands, onBack, onPrevious, onNext }: Props) {
  const t = useTranslations();
  const opened = useOpened(record);
  const [original, setOriginal] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const ready = opened.state === 'ready' ? opened : null;
  const own = useMemo(() => accounts.flatMap(({ address, username }) => [address, username]), [accounts]);
  const text = ready ? (ready.message.text ?? htmlToText(ready.message.html ?? '')) : record.envelope.preview;
  const actions = useReaderActions(record, text, own);
  useEffect(() => {
    commands.current = { ...actions };
    return () => {
      commands.current = {};
    };
  }, [actions, commands]);

  // Once for each opening: whoever marks it as unread while it is open means it.
  useEffect(() => {
    if (record.unread) void setUnread(record.id, false);
    scroller.current?.scrollTo(0, 0);
  }, [record.id]);

  const { subject } = record.envelope;
  const account = accounts.find(({ id }) => id === record.account);
  return (
    <div className="flex h-full min-h-0 flex-col bg-raised">
      <Toolbar
        unread={record.unread}
        onUnread={actions.unread}
        onOriginal={() => setOriginal(true)}
        onBack={onBack}
        onPrevious={onPrevious}
        onNext={onNext}
      />
      <div ref={scroller} className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto">
        <article
          aria-label={t('reader.title')}
          aria-busy={opened.state === 'opening'}
          className="w-full max-w-[54rem] px-8.5 pt-5.5 pb-7 max-lg:px-6 max-sm:flex-1 max-sm:px-4 max-sm:pt-4"
        >
          <h2
            dir="auto"
            className="mb-3.5 text-left text-xl rtl:text-right leading-tight font-bold tracking-tight text-pretty text-shy max-sm:text-[1.25rem]"
          >
            {subject || t('list.noSubject')}
          </h2>
          <Correspondents key={record.id} record={record} own={account?.address ?? ''} />
          {ready?.html && <RemoteNote remote={ready.html.remote} />}
          <div className="mt-5">
            <Body key={record.id} record={record} opened={opened} />
          </div>
          {ready && <Attachments attachments={ready.message.attachments.filter(({ inline }) => !inline)} />}
        </article>
        <Answers actions={actions} />
      </div>
      {original && <SourceDialog record={record} onClose={() => setOriginal(false)} />}
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
