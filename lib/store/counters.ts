import { type Transaction, tx } from './database';
import { countsFor, type ListOf, rowsIn } from './lists';
import { isLabel } from './records/places';
import type { CountedView, CounterRecord, MessageRecord } from './schema';
import { Groups } from './tops';

/** Every account's counters. */
export function accountCounters(): Promise<CounterRecord[]> {
  return tx(['counters'], 'readonly', (t) => t.objectStore('counters').getAll());
}

/** Messages that a list shows, and unread ones among them. */
export async function listCounter(list: ListOf): Promise<{ total: number; unread: number }> {
  return sumOf(await accountCounters(), list);
}

/** The same from counters that were read. */
export function sumOf(counters: readonly CounterRecord[], list: ListOf): { total: number; unread: number } {
  const counted = counters.filter((counter) => countsFor(list, counter));
  return {
    total: counted.reduce((sum, counter) => sum + rowsIn(list, counter), 0),
    unread: counted.reduce((sum, { unread }) => sum + unread, 0),
  };
}

/** Whether a counter counts a folder: each message is in exactly one, and in any number of views beside it. */
export function countsFolder({ folder }: CounterRecord): boolean {
  return folder !== 'starred' && folder !== 'pinned' && folder !== 'quiet' && !isLabel(folder);
}

/**
 * Gathers what a transaction does to the counters, and moves them inside of it, so that they are exact at all times.
 * A changed message is taken away as it was and added as it is. Which message stands for its conversation in a folder is
 * settled with them, once all records are put.
 */
export class Tally {
  readonly #moves = new Map<string, Required<CounterRecord>>();
  readonly #groups = new Groups();

  add(message: Counted, sign: 1 | -1): void {
    this.#count(message, message.folder, sign);
    if (message.star) this.#count(message, 'starred', sign);
    if (message.pin) this.#count(message, 'pinned', sign);
    if (message.quiet && message.folder === 'inbox') this.#count(message, 'quiet', sign);
    for (const [label] of message.labelled ?? []) if (isLabel(label)) this.#count(message, label, sign);
    if (message.top) this.#move(message, message.top).threads += sign;
    this.#groups.add(message, sign);
  }

  /** Call it when the records have been put, in the same transaction; `messages` is among its stores. */
  async write(t: Transaction<'readwrite'>): Promise<void> {
    for (const { record, by } of await this.#groups.settle(t))
      this.#move(record, record.folder).threads += by;
    const counters = t.objectStore('counters');
    for (const { account, folder, total, unread, threads } of this.#moves.values()) {
      if (total === 0 && unread === 0 && threads === 0) continue;
      const before = (await counters.get([account, folder])) ?? { account, folder, total: 0, unread: 0 };
      await counters.put({
        ...before,
        total: before.total + total,
        unread: before.unread + unread,
        threads: (before.threads ?? 0) + threads,
      });
    }
  }

  #count(message: Counted, folder: CountedView, sign: 1 | -1): void {
    const move = this.#move(message, folder);
    move.total += sign;
    if (message.unread) move.unread += sign;
  }

  #move({ account }: Pick<Counted, 'account'>, folder: CountedView): Required<CounterRecord> {
    const key = `${account} ${folder}`;
    const move = this.#moves.get(key) ?? { account, folder, total: 0, unread: 0, threads: 0 };
    this.#moves.set(key, move);
    return move;
  }
}

type Counted = Pick<
  MessageRecord,
  'id' | 'account' | 'folder' | 'unread' | 'star' | 'pin' | 'quiet' | 'labelled' | 'thread' | 'top'
>;
