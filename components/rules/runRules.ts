import { atOnce } from '@/components/actions/actions';
import { done, working } from '@/components/actions/done';
import { changeMany } from '@/components/actions/many';
import { outcomeOf } from '@/lib/rules/evaluate';
import type { Outcome, Rule } from '@/lib/rules/types';
import { readDeletions, wantDeletion, withdrawDeletion } from '@/lib/store/deletions';
import { getMessages } from '@/lib/store/messages';
import { changeOf } from '@/lib/store/rules';
import type { MessageRecord } from '@/lib/store/schema';
import type { Fitting } from './scan';

/**
 * Does to mail that is here what rules want of it: told, and undone, as one thing. Rejects where not all could be done; what
 * was can be undone all the same.
 *
 * @param undone told when it has been taken back
 */
export async function runRules(
  rules: readonly Rule[],
  fitting: readonly Fitting[],
  undone: () => void,
): Promise<void> {
  const count = fitting.reduce((sum, { ids }) => sum + ids.length, 0);
  const undos: (() => Promise<boolean>)[] = [];
  const asked: MessageRecord[] = [];
  let [changed, sofar] = [0, 0];
  let failure: unknown;
  if (count > atOnce) working(count);
  for (const { rules: which, ids } of fitting) {
    const outcome = outcomeAlways(rules.filter((_, index) => which.includes(index)));
    if (!outcome) continue;
    const { error, undo, ...marks } = await changeMany(ids, changeOf(outcome), (part) =>
      working(count, sofar + part),
    );
    undos.push(undo);
    failure = error;
    const before = asked.length;
    if (outcome.server && !failure) {
      try {
        await ask(ids, asked);
      } catch (reason) {
        failure = reason;
      }
    }
    changed += Math.max(marks.changed, asked.length - before);
    sofar += ids.length;
    if (failure) break;
  }
  if (changed > 0)
    done('ruled', changed, async () => {
      // First what cannot be brought back once it is done.
      if (asked.length > 0) await withdrawDeletion(asked);
      let back = asked.length > 0;
      for (const undo of undos) back = (await undo()) || back;
      undone();
      return back;
    });
  if (failure) throw failure;
}

/** Asks that messages leave their servers, but for those of which that was asked before: undoing this leaves them alone. */
async function ask(ids: readonly number[], asked: MessageRecord[]): Promise<void> {
  for (let at = 0; at < ids.length; at += atOnce) {
    const records = await getMessages(ids.slice(at, at + atOnce));
    const accounts = [...new Set(records.map(({ account }) => account))];
    const rows = (await Promise.all(accounts.map(readDeletions))).flat();
    const known = new Set(rows.filter(({ state }) => state !== 'kept').map(({ id }) => id));
    const leaving = records.filter(({ id }) => !known.has(id));
    if ((await wantDeletion(leaving, 'chosen')) > 0) asked.push(...leaving);
  }
}

/** What rules want of a message that all of them fit. */
function outcomeAlways(rules: readonly Rule[]): Outcome | null {
  const always: Pick<Rule, 'match' | 'conditions'> = {
    match: 'all',
    conditions: [{ kind: 'size', how: 'larger', octets: 0 }],
  };
  const message = { account: '', size: 1, attachments: false, headers: [], body: null };
  return outcomeOf(
    rules.map((rule) => ({ ...rule, ...always, on: true })),
    message,
  );
}
