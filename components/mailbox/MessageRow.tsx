'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import type { Action } from '@/components/actions/actions';
import type { Marker } from '@/components/search/engine';
import { classes } from '@/components/ui/classes';
import type { ListRow } from '@/lib/store/conversations';
import type { View } from '@/lib/store/schema';
import { rowDate } from './dates';
import { RowContents, type RowWords } from './RowContents';

export interface RowProps {
  record: ListRow;
  /** The list that the row stands in. */
  folder: View;
  only: string | null;
  q: string | null;
  /** Marks the words that were searched for. */
  marker: Marker | null;
  index: number;
  /** The keys' place: it is open, or would be. */
  selected: boolean;
  /** Chosen for being dealt with together with others; null while none is. */
  checked: boolean | null;
  compact: boolean;
  /** Shown when there are several accounts. */
  account: { name: string; colour: string } | null;
  /** Said on the line above: the first message of another day. */
  group: string | null;
  /** ms since 1970, moves on by the minute. */
  now: number;
  onOpen: (id: number) => void;
  onCheck: (id: number, range: boolean) => void;
  onAction: (action: Action, id: number) => void;
}

/** One message in the list. The link inside lets a middle click open it in a tab of its own. */
export const MessageRow = memo(function MessageRow({
  record,
  folder,
  only,
  q,
  marker,
  index,
  selected,
  checked,
  compact,
  account,
  group,
  now,
  onOpen,
  onCheck,
  onAction,
}: RowProps) {
  const { words, name } = useWords(record, now, account);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    <div
      role="row"
      id={rowId(record.id)}
      aria-rowindex={index + 1}
      aria-selected={checked ?? selected}
      aria-label={name}
      className={classes(
        'group relative h-full translate-x-[var(--swipe,0)] border-s-3',
        !compact &&
          'after:absolute after:end-0 after:start-15 after:bottom-0 after:border-b after:border-line/80',
        checked || selected ? 'bg-select' : 'bg-surface hover:bg-hover',
        selected
          ? 'border-accent group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent'
          : 'border-transparent',
      )}
    >
      {group !== null && !compact && (
        <span
          aria-hidden
          className="absolute start-3.25 top-0 z-1 -translate-y-1/2 rounded-full bg-surface pe-2.5 text-2xs font-semibold text-ink-3"
        >
          {group}
        </span>
      )}
      <RowContents
        record={record}
        folder={folder}
        only={only}
        q={q}
        marker={marker}
        checked={checked}
        compact={compact}
        colour={account?.colour ?? null}
        words={words}
        onOpen={onOpen}
        onCheck={onCheck}
        onAction={onAction}
      />
    </div>
  );
});

/** What stands in a row, and what it is called. */
function useWords(
  record: ListRow,
  now: number,
  account: RowProps['account'],
): { words: RowWords; name: string } {
  const t = useTranslations('list');
  const locale = useLocale();
  return useMemo(() => {
    const { envelope, unread, starred, attachments, date, parsed, conversation } = record;
    const sender =
      conversation?.people.join(', ') || envelope.from[0]?.name || envelope.from[0]?.address || t('noSender');
    const subject = envelope.subject || t('noSubject');
    const when = rowDate(date, now, locale);
    const name = [
      unread && t('rowUnread'),
      starred && t('rowStarred'),
      sender,
      subject,
      conversation && t('rowMessages', { count: conversation.count }),
      when,
      attachments && t('rowAttachment'),
      account && t('rowAccount', { account: account.name }),
    ];
    const preview = parsed ? envelope.preview : t('broken');
    return { words: { sender, subject, preview, when }, name: name.filter(Boolean).join(', ') };
  }, [record, now, account, t, locale]);
}

export const rowId = (id: number) => `message-${id}`;
