'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { onChange } from '@/lib/store/changes';
import { othersOf } from '@/lib/store/conversations';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';
import { ConversationPart } from './ConversationPart';
import { unreadFirst } from './unreadFirst';

interface Props {
  record: MessageRecord;
  accounts: readonly AccountRecord[];
  /** The list shows conversations: what is unread in this one is opened with it. */
  unreadOpen: boolean;
}

/** So many are opened by themselves; each has a frame of its own. */
const openAtMost = 20;

/** The other messages of the open message's conversation, what is unread first, from whatever folder. */
export function Conversation({ record, accounts, unreadOpen }: Props) {
  const t = useTranslations('conversation');
  const others = useOthers(record);
  const [open, setOpen] = useState<ReadonlySet<number> | null>(null);
  if (others.length === 0) return null;
  const unread = unreadOpen ? others.filter((other) => other.unread).slice(0, openAtMost) : [];
  const shown = open ?? new Set(unread.map(({ id }) => id));
  const toggle = (id: number) => {
    const next = new Set(shown);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <section aria-label={t('region')} className="mt-8 border-t border-line pt-4">
      <header className="mb-2 flex items-center gap-2">
        <h3 className="min-w-0 flex-1 text-sm font-semibold text-ink-2">
          {t('title', { count: others.length })}
        </h3>
        {shown.size < others.length && (
          <Button kind="quiet" onClick={() => setOpen(new Set(others.map(({ id }) => id)))}>
            {t('expand')}
          </Button>
        )}
        {shown.size > 0 && (
          <Button kind="quiet" onClick={() => setOpen(new Set())}>
            {t('collapse')}
          </Button>
        )}
      </header>
      <ul className="grid grid-cols-1 gap-2">
        {others.map((other) => (
          <ConversationPart
            key={other.id}
            record={other}
            account={accounts.find(({ id }) => id === other.account)}
            elsewhere={other.folder === record.folder ? null : other.folder}
            open={shown.has(other.id)}
            onToggle={() => {
              // What was opened by being unread stays open when it has been read.
              toggle(other.id);
            }}
            onRead={() => open === null && setOpen(shown)}
          />
        ))}
      </ul>
    </section>
  );
}

function useOthers(record: MessageRecord): MessageRecord[] {
  const [others, setOthers] = useState<MessageRecord[]>([]);
  const { id, thread, folder } = record;
  useEffect(() => {
    let alive = true;
    const read = () =>
      void othersOf(record).then(
        (found) =>
          alive &&
          setOthers((before) =>
            unreadFirst(
              found,
              before.map(({ id }) => id),
            ),
          ),
        () => {},
      );
    read();
    const stop = onChange(({ kind }) => (kind === 'messages' || kind === 'message') && read());
    return () => {
      alive = false;
      stop();
    };
  }, [id, thread, folder]);
  return others;
}
