import { fits, needs } from '@/lib/rules/evaluate';
import { ruleMessage } from '@/lib/rules/read';
import type { Rule } from '@/lib/rules/types';
import { everything, readStored, selectRecords } from '@/lib/store/copies';
import type { MessageRecord } from '@/lib/store/schema';

/** Messages that the same rules fit. */
export interface Fitting {
  /** Of the rules, in their order. */
  rules: readonly number[];
  ids: number[];
}

/** How far a scan is, and what it found so far. */
export interface Scan {
  looked: number;
  /** How many messages at least one rule fits. */
  count: number;
  fitting: readonly Fitting[];
  /** The newest of them. */
  first: MessageRecord[];
  ended: boolean;
}

const shown = 5;

/**
 * Which of the mail here the rules would have matched, without what is in Trash and Junk. Told as it goes on.
 *
 * @param signal ends it
 */
export async function scan(
  rules: readonly Rule[],
  tell: (scan: Scan) => void,
  signal: AbortSignal,
): Promise<Scan> {
  const needed = needs(rules);
  const groups = new Map<string, Fitting>();
  const found: Scan = { looked: 0, count: 0, fitting: [], first: [], ended: false };
  const meet = async (record: MessageRecord, bytes: Uint8Array | null) => {
    found.looked += 1;
    const message = await ruleMessage(record, bytes, needed);
    const fitting = [...rules.keys()].filter((index) => {
      const rule = rules[index];
      return rule?.on && fits(rule, message);
    });
    if (fitting.length === 0) return;
    const key = fitting.join();
    const group = groups.get(key) ?? { rules: fitting, ids: [] };
    groups.set(key, group);
    group.ids.push(record.id);
    found.count += 1;
    found.first = [record, ...found.first].sort((a, b) => b.date - a.date).slice(0, shown);
  };
  const state = (): Scan => ({ ...found, fitting: [...groups.values()] });
  for await (const all of selectRecords(everything)) {
    signal.throwIfAborted();
    const records = all.filter(({ folder }) => folder !== 'trash' && folder !== 'junk');
    if (needed === 'record') {
      for (const record of records) await meet(record, null);
    } else {
      for await (const group of readStored(records)) {
        signal.throwIfAborted();
        for (const { record, bytes } of group) await meet(record, bytes);
      }
    }
    tell(state());
  }
  found.ended = true;
  tell(state());
  return state();
}
