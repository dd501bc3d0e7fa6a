import { needs, outcomeOf } from '@/lib/rules/evaluate';
import { ruleMessage } from '@/lib/rules/read';
import type { Outcome } from '@/lib/rules/types';
import { onChange } from '@/lib/store/changes';
import { applyRules, readRules, unruledMessages } from '@/lib/store/rules';
import { endsLeadership } from './troubles';

/** So many messages at a time: as many as arrive in one batch. */
const atOnce = 50;
/** After a failure (no room), it tries again after so long, ms. */
const againAfter = 30_000;

/** Asks the rules about all mail that no rule has seen yet. @throws LeadershipLost, StorageFull */
export async function ruleArrived(epoch: number, now: () => number = Date.now): Promise<void> {
  for (;;) {
    const found = await unruledMessages(atOnce);
    if (found.length === 0) return;
    const rules = await readRules();
    const needed = needs(rules);
    const outcomes = new Map<number, Outcome | null>();
    for (const { record, raw } of found)
      outcomes.set(record.id, outcomeOf(rules, await ruleMessage(record, raw, needed)));
    await applyRules(epoch, outcomes, now());
  }
}

/**
 * Lets the rules see mail as it arrives, and what arrived before the last leader died. Runs in the leader.
 *
 * @param lost called when this worker must not go on
 * @returns the way out
 */
export function keepRuling(epoch: number, lost: (error: unknown) => void): () => void {
  let running = false;
  let again = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await ruleArrived(epoch);
      } while (again && !ended);
    } catch (error) {
      if (endsLeadership(error)) lost(error);
      else if (!ended) timer = setTimeout(() => void run(), againAfter);
    }
    running = false;
  };
  const stop = onChange((change) => {
    if (change.kind === 'messages' && change.unruled && !ended) void run();
  });
  void run();
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
