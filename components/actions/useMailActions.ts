'use client';

import { type RefObject, useMemo, useRef } from 'react';
import { listOf } from '@/components/shell/route';
import { backToList, here, navigate } from '@/components/shell/useRoute';
import { changeMessages, restoreMessages } from '@/lib/store/marks';
import { getMessages } from '@/lib/store/messages';
import { type Action, changeFor, deedOf, leaves } from './actions';
import { done, failed } from './done';

interface Surroundings {
  /** The selected row. */
  cursor: number | null;
  /** The next owner of the selection when these messages leave the list. */
  heir: (leaving: ReadonlySet<number>) => Promise<number | null>;
  setCursor: (id: number | null) => void;
  /** The reader covers the list: there is no next message to be seen beside it. */
  phone: boolean;
}

export interface MailActions {
  /** Does it to these messages; without ids to the open one, else to the selected one. */
  run: (action: Action, ids?: readonly number[]) => void;
}

/** What people do with messages, from wherever they do it: toolbar, row, key, swipe. */
export function useMailActions(surroundings: Surroundings): MailActions {
  const current = useRef(surroundings);
  current.current = surroundings;
  return useMemo(() => {
    // One after the other: a key pressed twice must not find the same message twice.
    let queue: Promise<unknown> = Promise.resolve();
    const run = (action: Action, ids?: readonly number[]) => {
      queue = queue.then(() => act(current, action, ids)).catch(failed);
    };
    return { run };
  }, []);
}

async function act(
  current: RefObject<Surroundings>,
  action: Action,
  given: readonly number[] | undefined,
): Promise<void> {
  const { cursor, heir, setCursor, phone } = current.current;
  const open = here().message;
  const target = open ?? cursor;
  const ids = given ?? (target === null ? [] : [target]);
  const change = changeFor(action, await getMessages(ids));
  if (!change) return;
  const view = here().folder;
  if (leaves(view, change)) {
    const leaving = new Set(ids);
    const next = await heir(leaving);
    setCursor(next);
    if (open !== null && leaving.has(open)) {
      if (phone || next === null) backToList();
      else navigate({ ...listOf(here()), message: next }, 'replace');
    }
  }
  const changed = await changeMessages(ids, change);
  if (changed.before.length === 0) return;
  done(deedOf(change), changed.before.length, () => restoreMessages(changed));
}
