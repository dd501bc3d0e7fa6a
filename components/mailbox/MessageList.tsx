'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { type Action, movesFor } from '@/components/actions/actions';
import type { Marker } from '@/components/search/engine';
import { useSteady } from '@/components/shell/useSteady';
import { classes } from '@/components/ui/classes';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord, View } from '@/lib/store/schema';
import { accountColour } from './avatar';
import { MessageRow, rowId } from './MessageRow';
import type { MessageWindow, WindowSnapshot } from './messageWindow';
import { RowSkeleton } from './RowShapes';
import { StickyDate, useDateGroup } from './StickyDate';
import { SwipeGround } from './SwipeGround';
import type { Move, Selected } from './useCursor';
import { type SwipeSide, useSwipe } from './useSwipe';

export interface ListHandle {
  reveal: (index: number) => void;
  focus: () => void;
}

interface Props {
  folder: View;
  only: string | null;
  /** The search whose results these are. */
  q: string | null;
  marker: Marker | null;
  list: MessageWindow;
  snapshot: WindowSnapshot;
  cursor: number | null;
  compact: boolean;
  rowHeight: number;
  accounts: readonly AccountRecord[];
  now: number;
  handle: RefObject<ListHandle | null>;
  /** Chosen for being dealt with together. */
  chosen: ReadonlySet<number>;
  onOpen: (id: number) => void;
  onCheck: (id: number, range: boolean) => void;
  /** Chooses what stands between where choosing began, or else `from`, and `to`. */
  onSpan: (from: number | null, to: number) => void;
  onAll: () => void;
  onAction: (action: Action, id: number) => void;
  /** Arrow keys, Home, End, Page Up and Down, with Shift choosing on the way: where to from row `from` (-1: none selected). */
  onMove: (to: Move) => Promise<Selected | null>;
}

/** The rows, as many as can be seen. The grid has the focus; the selected row is its active descendant. */
export function MessageList({
  folder,
  only,
  q,
  marker,
  list,
  snapshot,
  cursor,
  compact,
  rowHeight,
  accounts,
  now,
  handle,
  chosen,
  onOpen,
  onCheck,
  onSpan,
  onAll,
  onAction,
  onMove,
}: Props) {
  const t = useTranslations('list');
  // Rows are drawn again when something about them changed, not for every message that is opened.
  const [open, check, act] = [useSteady(onOpen), useSteady(onCheck), useSteady(onAction)];
  const span = useSteady(onSpan);
  const scroller = useRef<HTMLDivElement>(null);
  const total = snapshot.total ?? 0;
  // No getItemKey: a new function measures all the rows again, and all are equally high. React gets the keys below.
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const top = virtual.scrollOffset ?? 0;
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight));
  const first = Math.min(Math.floor(top / rowHeight), Math.max(0, total - 1));

  useEffect(() => {
    list.show(first, first + page, top < rowHeight / 2);
  }, [list, first, page, top, rowHeight]);

  // Rows have another height now: measure again, and keep the first row where it was.
  const height = useRef(rowHeight);
  useLayoutEffect(() => {
    if (height.current === rowHeight) return;
    const ratio = rowHeight / height.current;
    height.current = rowHeight;
    virtual.measure();
    if (scroller.current) scroller.current.scrollTop *= ratio;
  }, [rowHeight, virtual]);

  // Mail came in above what is being read: follow it, in the same frame as the new rows.
  const seen = useRef(snapshot.version);
  useLayoutEffect(() => {
    if (seen.current === snapshot.version) return;
    seen.current = snapshot.version;
    if (snapshot.moved !== 0 && scroller.current) scroller.current.scrollTop += snapshot.moved * rowHeight;
  }, [snapshot, rowHeight]);

  useImperativeHandle(handle, () => ({
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  const press = (event: KeyboardEvent) => {
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.shiftKey || event.key.toLowerCase() !== 'a') return;
      event.preventDefault();
      onAll();
      return;
    }
    const moves: Record<string, Move> = {
      ArrowDown: (from) => from + 1,
      ArrowUp: (from) => from - 1,
      PageDown: (from) => from + page,
      PageUp: (from) => from - page,
      Home: () => 0,
      End: (_, last) => last,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const moved = onMove(move);
    if (event.shiftKey) void moved.then((found) => found && span(cursor, found.id));
  };

  // To the right the first place that it can go to, to the left into Trash.
  const swipeMove = (record: MessageRecord, side: SwipeSide) => {
    const moves = movesFor([record.folder]);
    return side === 'end' ? moves[0] : moves.find((move) => move === 'delete');
  };
  const { swipe, handlers } = useSwipe((id, side) => {
    const record = list.row(list.indexOf(id));
    const move = record && swipeMove(record, side);
    if (move) onAction(move, id);
  });

  const lost = cursor === null || !items.some(({ index }) => list.row(index)?.id === cursor);
  const several = accounts.length > 1;
  const groupOf = useDateGroup(now);
  return (
    <>
      <StickyDate group={groupOf(list.row(first)?.date)} />
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table */}
      <div
        ref={scroller}
        role="grid"
        aria-label={t('title')}
        aria-rowcount={total}
        aria-colcount={2}
        aria-readonly
        aria-multiselectable
        aria-activedescendant={lost ? undefined : rowId(cursor)}
        tabIndex={0}
        onKeyDown={press}
        {...handlers}
        onMouseDown={(event) => {
          // The focus stays with the grid; a row's link would take it away, and the arrow keys with it.
          if (event.button !== 0) return;
          event.preventDefault();
          event.currentTarget.focus({ preventScroll: true });
        }}
        className={classes(
          'group/grid min-h-0 flex-1 overflow-x-hidden touch-pan-y overflow-y-auto overscroll-contain [overflow-anchor:none]',
          // The focus is to be seen on the selected row; on the whole list where none is.
          lost ? 'focus-inside' : 'outline-none',
        )}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className="relative" style={{ height: total * rowHeight }}>
          {items.map(({ index, start }) => {
            const record = list.row(index);
            const group = groupOf(record?.date);
            const above = groupOf(list.row(index - 1)?.date);
            const swiped = swipe !== null && swipe.id === record?.id ? swipe : null;
            const swipedTo = swiped && record ? swipeMove(record, swiped.side) : undefined;
            const account = several && accounts.find(({ id }) => id === record?.account);
            return (
              <div
                key={record?.id ?? `row-${index}`}
                role="presentation"
                data-message={record?.id}
                className="absolute inset-x-0 top-0"
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                {swiped && swipedTo && <SwipeGround swipe={swiped} move={swipedTo} />}
                {record ? (
                  <MessageRow
                    record={record}
                    folder={folder}
                    only={only}
                    q={q}
                    marker={marker}
                    index={index}
                    selected={record.id === cursor}
                    checked={chosen.size > 0 ? chosen.has(record.id) : null}
                    compact={compact}
                    account={account ? accountMark(account) : null}
                    group={index > 0 && above !== null && above !== group ? group : null}
                    now={now}
                    onOpen={open}
                    onCheck={check}
                    onAction={act}
                  />
                ) : (
                  <RowSkeleton compact={compact} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

/** One object for one account, so that rows are not drawn again for nothing. */
const marks = new Map<string, { name: string; colour: string }>();

function accountMark({ id, name, colour }: AccountRecord): { name: string; colour: string } {
  const key = `${id} ${name} ${colour}`;
  const found = marks.get(key) ?? { name, colour: accountColour(colour) };
  marks.set(key, found);
  return found;
}
