import { leaderLock } from './channel';
import { beatEvery, takesOver } from './succession';

/** What standing for the lead needs to know of its tab and of the leader. */
export interface Candidate {
  readonly visible: boolean;
  /** When the leader was last heard, ms since 1970. */
  readonly heardAt: number;
}

/** The lock went to another worker while this one held it. */
export class LeadTaken extends Error {
  override name = 'LeadTaken';
}

/**
 * Waits for the leader's lock, or takes it by force from a leader that has fallen silent, and leads with it. Resolves
 * when `lead` resolves, so that the lock is free again; rejects with what `lead` rejects with, with LeadTaken when the lock
 * was taken away (`lead` is told by the signal), and with the signal's reason when waiting was given up.
 */
export async function standForLead(
  candidate: Candidate,
  waiting: AbortSignal,
  lead: (taken: AbortSignal) => Promise<void>,
): Promise<void> {
  const taken = new AbortController();
  const patience = new AbortController();
  let leading = false;
  const watch = setInterval(() => {
    if (takesOver(candidate.visible, candidate.heardAt, Date.now())) patience.abort();
  }, beatEvery);
  const hold = async () => {
    clearInterval(watch);
    leading = true;
    await lead(taken.signal);
  };
  try {
    try {
      const signal = AbortSignal.any([waiting, patience.signal]);
      await navigator.locks.request(leaderLock, { signal }, hold);
    } catch (error) {
      waiting.throwIfAborted();
      if (leading || !patience.signal.aborted) throw error;
      await navigator.locks.request(leaderLock, { steal: true }, hold);
    }
  } catch (error) {
    // The lock's promise is rejected with an AbortError when somebody stole it; `lead` itself goes on and must be told.
    const stolen = leading && error instanceof DOMException && error.name === 'AbortError';
    const reason = stolen ? new LeadTaken('another tab took the lead') : error;
    taken.abort(reason);
    throw reason;
  } finally {
    clearInterval(watch);
  }
}
