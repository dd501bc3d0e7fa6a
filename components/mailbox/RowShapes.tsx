import { FileWarning, Paperclip, Pin, Star } from 'lucide-react';
import { late } from '@/components/places/late';
import type { Marker } from '@/components/search/engine';
import { Marked } from '@/components/search/Marked';
import { Avatar } from '@/components/ui/Avatar';
import { classes } from '@/components/ui/classes';
import type { ListRow } from '@/lib/store/conversations';

const Labels = late('Labels');

export interface ShapeProps {
  record: ListRow;
  sender: string;
  subject: string;
  preview: string;
  when: string;
  colour: string | null;
  marker: Marker | null;
}

export function ComfortableShape({ record, sender, subject, preview, when, colour, marker }: ShapeProps) {
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
        <Marked text={sender} marker={marker} whose={record.envelope.from[0]?.address} />
      </bdi>
      <When when={when} unread={unread} />
      <bdi
        className={classes(
          'col-span-2 truncate text-left rtl:text-right',
          unread ? 'font-semibold text-ink' : 'text-ink-2',
        )}
      >
        <Marked text={subject} marker={marker} />
      </bdi>
      <span className="col-span-2 flex items-center gap-2">
        <bdi className="min-w-0 flex-1 truncate text-left text-sm text-ink-3 rtl:text-right">
          <Marked text={preview || '\u00a0'} marker={marker} />
        </bdi>
        <Marks record={record} />
      </span>
    </div>
  );
}

export function CompactShape({ record, sender, subject, preview, when, colour, marker }: ShapeProps) {
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
        <Marked text={sender} marker={marker} whose={record.envelope.from[0]?.address} />
      </bdi>
      <span className="min-w-0 flex-1 truncate text-ink-3">
        <bdi className={unread ? 'font-semibold text-ink' : 'text-ink-2'}>
          <Marked text={subject} marker={marker} />
        </bdi>
        {preview && (
          <bdi className="ms-2">
            <Marked text={preview} marker={marker} />
          </bdi>
        )}
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

function Marks({ record }: { record: ListRow }) {
  const { attachments, parsed, starred, pinned, labels, conversation } = record;
  return (
    <span className="flex items-center justify-end gap-1.5 text-ink-3">
      {conversation && (
        <span
          aria-hidden
          className="rounded-full bg-line px-1.5 text-2xs font-semibold tabular-nums text-ink-2"
        >
          {conversation.count}
        </span>
      )}
      {labels && <Labels row labels={labels} />}
      {pinned && <Pin aria-hidden className="size-3.5 text-accent" />}
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
