import { type Transaction, tx } from './database';
import { countsFor, type ListOf } from './lists';
import { isLabel } from './records/places';
import type { CountedView, CounterRecord, MessageRecord } from './schema';

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
    total: counted.reduce((sum, { total }) => sum + total, 0),
    unread: counted.reduce((sum, { unread }) => sum + unread, 0),
  };
}

/** Whether a counter counts a folder: each message is in exactly one, and in any number of views beside it. */
export function countsFolder({ folder }: CounterRecord): boolean {
  return folder !== 'starred' && folder !== 'pinned' && folder !== 'quiet' && !isLabel(folder);
}

/**
 * Gathers what a transaction does to the counters, and moves them inside of it, so that they are exact at all times.
 * A changed message is taken away as it was and added as it is.
 */
export class Tally {
  readonly #moves = new Map<string, CounterRecord>();

  add(message: Counted, sign: 1 | -1): void {
    this.#move(message, message.folder, sign);
    if (message.star) this.#move(message, 'starred', sign);
    if (message.pin) this.#move(message, 'pinned', sign);
    if (message.quiet && message.folder === 'inbox') this.#move(message, 'quiet', sign);
    for (const [label] of message.labelled ?? []) if (isLabel(label)) this.#move(message, label, sign);
  }

  async write(t: Transaction<'readwrite'>): Promise<void> {
    const counters = t.objectStore('counters');
    for (const { account, folder, total, unread } of this.#moves.values()) {
      if (total === 0 && unread === 0) continue;
      const before = (await counters.get([account, folder])) ?? { account, folder, total: 0, unread: 0 };
      await counters.put({ ...before, total: before.total + total, unread: before.unread + unread });
    }
  }

  #move({ account, unread }: Counted, folder: CountedView, sign: 1 | -1): void {
    const key = `${account} ${folder}`;
    const move = this.#moves.get(key) ?? { account, folder, total: 0, unread: 0 };
    move.total += sign;
    if (unread) move.unread += sign;
    this.#moves.set(key, move);
  }
}

type Counted = Pick<MessageRecord, 'account' | 'folder' | 'unread' | 'star' | 'pin' | 'quiet' | 'labelled'>;
