'use client';

import { FileWarning, Paperclip, Star } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo } from 'react';
import { routeHref } from '@/components/shell/route';
import { Avatar } from '@/components/ui/Avatar';
import { classes } from '@/components/ui/classes';
import type { MessageRecord, View } from '@/lib/store/schema';
import { rowDate } from './dates';

interface Props {
  record: MessageRecord;
  /** The list that the row stands in. */
  folder: View;
  only: string | null;
  index: number;
  selected: boolean;
  compact: boolean;
  /** Shown when there are several accounts. */
  account: { name: string; colour: string } | null;
  /** Said on the line above: the first message of another day. */
  group: string | null;
  /** ms since 1970, moves on by the minute. */
  now: number;
  onOpen: (id: number) => void;
}

/** One message in the list. The link inside lets a middle click open it in a tab of its own. */
export const MessageRow = memo(function MessageRow({
  record,
  folder,
  only,
  index,
  selected,
  compact,
  account,
  group,
  now,
  onOpen,
}: Props) {
  const t = useTranslations('list');
  const locale = useLocale();
  const { envelope, unread, starred, attachments, date, parsed } = record;
  const sender = envelope.from[0]?.name || envelope.from[0]?.address || t('noSender');
  const subject = envelope.subject || t('noSubject');
  const preview = parsed ? envelope.preview : t('broken');
  const when = rowDate(date, now, locale);
  const name = [
    unread && t('rowUnread'),
    starred && t('rowStarred'),
    sender,
    subject,
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
      aria-selected={selected}
      aria-label={name.filter(Boolean).join(', ')}
      className={classes(
        'group relative h-full border-s-3 transition-colors duration-75',
        !compact &&
          'after:absolute after:end-0 after:start-15 after:bottom-0 after:border-b after:border-line/80',
        selected
          ? 'border-accent bg-select group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent'
          : 'border-transparent hover:bg-hover',
      )}
    >
      {group !== null && !compact && (
        <span
          aria-hidden
          className="absolute start-15 top-0 z-1 -translate-y-1/2 rounded-full bg-surface pe-2.5 text-2xs font-semibold text-ink-3"
        >
          {group}
        </span>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <div role="gridcell" className="h-full">
        <a
          href={routeHref({ folder, only, message: record.id })}
          tabIndex={-1}
          draggable={false}
          className="block h-full outline-none"
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            onOpen(record.id);
          }}
        >
          <Shape
            record={record}
            sender={sender}
            subject={subject}
            preview={preview}
            when={when}
            colour={account?.colour ?? null}
          />
        </a>
      </div>
    </div>
  );
});

export const rowId = (id: number) => `message-${id}`;

interface ShapeProps {
  record: MessageRecord;
  sender: string;
  subject: string;
  preview: string;
  when: string;
  colour: string | null;
}

function ComfortableShape({ record, sender, subject, preview, when, colour }: ShapeProps) {
  const { unread } = record;
  return (
    <div className="grid h-full grid-cols-[2.25rem_minmax(0,1fr)_auto] content-center gap-x-3 ps-3 pe-4">
      <span className="relative row-span-3 self-start pt-0.5">
        <Avatar who={record.envelope.from[0]} />
        <AccountDot colour={colour} className="absolute -right-0.5 top-7 size-3 ring-2 ring-surface" />
      </span>
      <bdi
        className={classes(
          'truncate text-left rtl:text-right',
          unread ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        {sender}
      </bdi>
      <When when={when} unread={unread} />
      <bdi
        className={classes(
          'col-span-2 truncate text-left rtl:text-right',
          unread ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        {subject}
      </bdi>
      <span className="col-span-2 flex items-center gap-2">
        <bdi className="min-w-0 flex-1 truncate text-left text-sm text-ink-3 rtl:text-right">
          {preview || '\u00a0'}
        </bdi>
        <Marks record={record} />
      </span>
    </div>
  );
}

function CompactShape({ record, sender, subject, preview, when, colour }: ShapeProps) {
  const { unread } = record;
  return (
    <div className="flex h-full items-center gap-2.5 border-b border-line/60 ps-3 pe-4 text-sm">
      <span className={classes('size-2 shrink-0 rounded-full', unread ? 'bg-accent' : 'bg-transparent')} />
      <AccountDot colour={colour} className="size-2 shrink-0" />
      <bdi
        className={classes(
          'w-[30%] max-w-44 shrink-0 truncate text-left rtl:text-right',
          unread ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        {sender}
      </bdi>
      <span className="min-w-0 flex-1 truncate text-ink-3">
        <bdi className={unread ? 'font-semibold text-ink' : 'text-ink-2'}>{subject}</bdi>
        {preview && <bdi className="ms-2">{preview}</bdi>}
      </span>
      <Marks record={record} />
      <When when={when} unread={unread} />
    </div>
  );
}

function When({ when, unread }: { when: string; unread: boolean }) {
  return (
    <span
      className={classes(
        'pt-px text-end text-xs whitespace-nowrap tabular-nums',
        unread ? 'font-semibold text-accent' : 'text-ink-3',
      )}
    >
      {when}
    </span>
  );
}

function Marks({ record: { attachments, parsed, starred } }: { record: MessageRecord }) {
  return (
    <span className="flex items-center justify-end gap-1.5 text-ink-3">
      {!parsed && <FileWarning aria-hidden className="size-3.5 text-warn" />}
      {starred && <Star aria-hidden className="size-3.5 fill-star text-star" />}
      {attachments && <Paperclip aria-hidden className="size-3.5" />}
    </span>
  );
}

function AccountDot({ colour, className }: { colour: string | null; className: string }) {
  if (colour === null) return null;
  return (
    <span aria-hidden style={{ backgroundColor: colour }} className={classes('rounded-full', className)} />
  );
}

export function RowSkeleton({ compact }: { compact: boolean }) {
  if (compact) {
    return (
      <div className="flex h-full items-center gap-4 border-b border-line/60 ps-8 pe-4">
        <div className="skeleton h-3 w-24" />
        <div className="skeleton h-3 flex-1" />
      </div>
    );
  }
  return (
    <div className="grid h-full grid-cols-[2.25rem_1fr] content-center gap-x-3 gap-y-2 border-b border-line/70 ps-3.75 pe-4">
      <div className="skeleton row-span-3 size-9 rounded-full" />
      <div className="skeleton h-3 w-2/5" />
      <div className="skeleton h-3 w-4/5" />
      <div className="skeleton h-3 w-3/5" />
    </div>
  );
}
