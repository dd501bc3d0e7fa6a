'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo } from 'react';
import type { Action } from '@/components/actions/actions';
import type { Marker } from '@/components/search/engine';
import { routeHref } from '@/components/shell/route';
import { classes } from '@/components/ui/classes';
import type { ListRow } from '@/lib/store/conversations';
import type { View } from '@/lib/store/schema';
import { rowDate } from './dates';
import { RowActions } from './RowActions';
import { RowCheck } from './RowCheck';
import { ComfortableShape, CompactShape } from './RowShapes';

interface Props {
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
}: Props) {
  const t = useTranslations('list');
  const locale = useLocale();
  const { envelope, unread, starred, attachments, date, parsed } = record;
  const sender =
    record.conversation?.people.join(', ') ||
    envelope.from[0]?.name ||
    envelope.from[0]?.address ||
    t('noSender');
  const subject = envelope.subject || t('noSubject');
  const preview = parsed ? envelope.preview : t('broken');
  const when = rowDate(date, now, locale);
  const name = [
    unread && t('rowUnread'),
    starred && t('rowStarred'),
    sender,
    subject,
    record.conversation && t('rowMessages', { count: record.conversation.count }),
    when,
    attachments && t('rowAttachment'),
    account && t('rowAccount', { account: account.name }),
  ];
  const Shape = compact ? CompactShape : ComfortableShape;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active row
    <div
      role="row"
      id={rowId(record.id)}
      aria-rowindex={index + 1}
      aria-selected={checked ?? selected}
      aria-label={name.filter(Boolean).join(', ')}
      className={classes(
        'group relative h-full translate-x-[var(--swipe,0)] border-s-3',
        !compact &&
          'after:absolute after:end-0 after:start-15 after:bottom-0 after:border-b after:border-line/80',
        checked && 'bg-select',
        selected
          ? 'border-accent bg-select group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent'
          : 'border-transparent bg-surface hover:bg-hover',
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
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" className="h-full">
        <a
          href={routeHref({ folder, only, q, message: record.id })}
          tabIndex={-1}
          draggable={false}
          className="block h-full outline-none"
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            if (event.shiftKey) onCheck(record.id, true);
            else onOpen(record.id);
          }}
        >
          <Shape
            record={record}
            sender={sender}
            subject={subject}
            preview={preview}
            when={when}
            colour={account?.colour ?? null}
            marker={marker}
          />
        </a>
      </div>
      <RowCheck
        label={t('rowSelect', { subject })}
        checked={checked}
        compact={compact}
        onCheck={(range) => onCheck(record.id, range)}
      />
      <RowActions record={record} compact={compact} onAction={(action) => onAction(action, record.id)} />
    </div>
  );
});

export const rowId = (id: number) => `message-${id}`;
