import { onChange } from '@/lib/store/changes';
import { nextWaking, wakeDue } from '@/lib/store/snooze';

/** A machine that slept has its timers late, and its clock may be set: it looks at least so often, ms. */
const atMost = 60_000;
/** Changes that come close together are looked at once, ms. */
const soon = 500;

/**
 * Brings snoozed mail back at its time, what was due while Postbag was closed at once. Runs in the leader.
 *
 * @param failed told what went wrong; it is tried again
 * @returns the way out
 */
export function keepWaking(failed: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let ended = false;
  const look = async () => {
    dueAt = Number.POSITIVE_INFINITY;
    let wait = atMost;
    try {
      let next = await nextWaking();
      // It writes: mail that arrives would wait for it, and nearly always there is nothing due.
      if (next !== null && next <= Date.now()) {
        await wakeDue(Date.now());
        next = await nextWaking();
      }
      if (next !== null) wait = Math.min(atMost, Math.max(0, next - Date.now()));
    } catch (error) {
      failed(error);
    }
    if (!ended) later(wait);
  };
  const later = (ms: number) => {
    // Mail that keeps arriving must not put it off again and again.
    if (Date.now() + ms >= dueAt) return;
    dueAt = Date.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
  };
  const stop = onChange(({ kind }) => {
    if (kind === 'messages' && !ended) later(soon);
  });
  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
