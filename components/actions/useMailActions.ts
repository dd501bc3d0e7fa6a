'use client';

import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { ShownList } from '@/components/mailbox/shownList';
import { inTurn } from '@/components/shell/optional';
import { listOf } from '@/components/shell/route';
import { backToList, here, navigate } from '@/components/shell/useRoute';
import { type Action, type Asking, atOnce, changeFor, deedOf, isAsking, leaves } from './actions';
import { done, erased, failed, nothing, working } from './done';

/** What changes the store comes behind the first screen: nobody moves mail before seeing it. */
const many = () => import('./many');

interface Surroundings {
  /** The list that rows stand in. */
  shown: ShownList;
  /** The selected row. */
  cursor: number | null;
  /** Messages that are chosen for being dealt with together: they go before the open and the selected one. */
  chosen: ReadonlySet<number>;
  /** Ends when all are chosen that were asked for: who is quick means them, too. */
  asked: RefObject<Promise<unknown>>;
  /** The next owner of the selection when these messages leave the list. */
  heir: (leaving: ReadonlySet<number>) => Promise<number | null>;
  setCursor: (id: number | null) => void;
  /** The reader covers the list: there is no next message to be seen beside it. */
  phone: boolean;
  /** Asks before messages are removed for good. */
  onErase: (ids: readonly number[]) => void;
  /** Asks where to, which labels, or until when. */
  onAsk: (what: Asking, ids: readonly number[]) => void;
}

export interface MailActions {
  /** Does it to these messages; without ids to the chosen ones, else the open one, else the selected one. */
  run: (action: Action, ids?: readonly number[]) => void;
  /** Removes messages from this device for good: somebody has been asked. */
  erase: (ids: readonly number[]) => Promise<void>;
}

/** What people do with messages, from wherever they do it: toolbar, row, key, swipe. */
export function useMailActions(surroundings: Surroundings): MailActions {
  const current = useRef(surroundings);
  current.current = surroundings;
  useEffect(() => void inTurn(many).catch(() => {}), []);
  return useMemo(() => {
    // One after the other: a key pressed twice must not find the same message twice.
    let queue: Promise<unknown> = Promise.resolve();
    const run = (action: Action, ids?: readonly number[]) => {
      queue = queue.then(() => act(current, action, ids)).catch(failed);
    };
    const erase = (ids: readonly number[]) => {
      const erased = queue.then(() => eraseAll(current, ids));
      queue = erased.catch(failed);
      return erased;
    };
    return { run, erase };
  }, []);
}

async function act(
  current: RefObject<Surroundings>,
  action: Action,
  given: readonly number[] | undefined,
): Promise<void> {
  if (!given) await current.current.asked.current;
  const { shown, cursor, chosen, onErase, onAsk } = current.current;
  const open = here().message;
  const target = open ?? cursor;
  const rows = given ?? (chosen.size > 0 ? [...chosen] : target === null ? [] : [target]);
  const { changeMany, marksOf } = await many();
  // What is done to a conversation is done to all of its messages that are in this folder, or were found.
  const ids = await shown.members(rows);
  if (isAsking(action)) {
    if (ids.length > 0) onAsk(action, ids);
    return;
  }
  const marks = await marksOf(ids);
  const change = changeFor(action, marks);
  if (!change) {
    if (action === 'delete' && marks.length > 0) onErase(ids);
    return;
  }
  const { folder, q } = here();
  if (leaves(q === null ? folder : 'search', change)) await goOn(current, ids);
  if (ids.length > atOnce) working(ids.length);
  const { changed, left, error, undo } = await changeMany(ids, change, (sofar) => working(ids.length, sofar));
  // A folder that was made on the way can be taken back, even where nothing came into it.
  if (left && changed === 0 && !change.undone) nothing('copiedSome', left);
  else if (left) done('copiedSome', changed, undo, left);
  else if (changed > 0) done(deedOf(change), changed, undo);
  if (error) throw error;
}

async function eraseAll(current: RefObject<Surroundings>, ids: readonly number[]): Promise<void> {
  const { removeMany } = await many();
  await goOn(current, ids);
  if (ids.length > atOnce) working(ids.length);
  const { removed, left } = await removeMany(ids, (sofar) => working(ids.length, sofar));
  erased(removed, left);
}

/** These are about to leave the list: the selection, and the reader, go to the next message. */
async function goOn({ current }: RefObject<Surroundings>, ids: readonly number[]): Promise<void> {
  const open = here().message;
  const leaving = new Set(ids);
  const next = await current.heir(leaving);
  current.setCursor(next);
  if (open === null || !leaving.has(open)) return;
  if (current.phone || next === null) backToList();
  else navigate({ ...listOf(here()), message: next }, 'replace');
}
