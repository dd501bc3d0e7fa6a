import { fits, needs } from '@/lib/rules/evaluate';
import { ruleMessage } from '@/lib/rules/read';
import type { Rule } from '@/lib/rules/types';
import { everything, readStored, selectRecords } from '@/lib/store/copies';
import type { MessageRecord } from '@/lib/store/schema';

/** How far a scan is, and what it found so far. */
export interface Scan {
  looked: number;
  /** Of those that fit, the newest last. */
  ids: number[];
  /** The newest of them. */
  first: MessageRecord[];
  ended: boolean;
}

const shown = 5;

/**
 * Which of the mail here a rule would have matched, without what is in Trash and Junk. Told as it goes on.
 *
 * @param signal ends it
 */
export async function scan(rule: Rule, tell: (scan: Scan) => void, signal: AbortSignal): Promise<Scan> {
  const asked = { ...rule, on: true };
  const needed = needs([asked]);
  const found: Scan = { looked: 0, ids: [], first: [], ended: false };
  const meet = (record: MessageRecord, is: boolean) => {
    found.looked += 1;
    if (!is) return;
    found.ids.push(record.id);
    found.first = [record, ...found.first].sort((a, b) => b.date - a.date).slice(0, shown);
  };
  for await (const all of selectRecords(everything)) {
    signal.throwIfAborted();
    const records = all.filter(({ folder }) => folder !== 'trash' && folder !== 'junk');
    if (needed === 'record') {
      for (const record of records) meet(record, fits(asked, await ruleMessage(record, null, needed)));
    } else {
      for await (const group of readStored(records)) {
        signal.throwIfAborted();
        for (const { record, bytes } of group)
          meet(record, fits(asked, await ruleMessage(record, bytes, needed)));
      }
    }
    tell({ ...found });
  }
  found.ended = true;
  tell({ ...found });
  return found;
}
