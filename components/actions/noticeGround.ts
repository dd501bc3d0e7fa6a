import { useEffect, useId, useSyncExternalStore } from 'react';
import { type Notice, useNotice } from './done';

/** What the notice can stand on; each lies over those before it. */
const grounds = ['page', 'settings', 'dialog'] as const;
export type NoticeGround = (typeof grounds)[number];

/** The grounds that are there, in the order in which they came. */
let open: readonly { id: string; on: NoticeGround }[] = [];
const listeners = new Set<() => void>();

function change(next: typeof open): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** A screen may come later than the dialog over it, when both were asked for by one address. */
function topmost(): string | null {
  const highest = Math.max(...open.map(({ on }) => grounds.indexOf(on)));
  return open.findLast(({ on }) => on === grounds[highest])?.id ?? null;
}

/** The notice, where this ground is the topmost; null: there is none, or it is told elsewhere. */
export function useNoticeOn(on: NoticeGround): Notice | null {
  const id = useId();
  useEffect(() => {
    change([...open, { id, on }]);
    return () => change(open.filter((ground) => ground.id !== id));
  }, [id, on]);
  const top = useSyncExternalStore(subscribe, topmost, () => null);
  const notice = useNotice();
  return top === id ? notice : null;
}
