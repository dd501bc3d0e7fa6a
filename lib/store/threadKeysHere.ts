import type { Transaction } from './database';
import type { MessageRecord } from './schema';

/** 1 MiB: with the keys of 100,000 messages one in a hundred that are not here is asked for in vain. */
const bits = 2 ** 23;

/**
 * Which keys of conversations stored messages may have, by a Bloom filter in memory. While a whole mailbox is brought, two
 * of three requests of a batch's transaction look for conversations that nobody has begun yet.
 *
 * It speaks for an account that had no message when it began, and as long as every message since was stored through it:
 * ids are given in their order, so a message that somebody else has stored (from a file, a copy, another leader) leaves a
 * gap. Then it knows nothing, and everything is asked for. A key that is in it by mistake is asked for in vain.
 */
export class ThreadKeysHere {
  readonly #accounts = new Set<string>();
  #filter: Uint8Array | null = null;
  /** The id that the next message gets if nobody else has stored one. */
  #next = -1;

  /**
   * To be called in the transaction that stores messages, before they are put.
   *
   * @param firstId of the messages, by `takeKeys`
   * @returns whether a message of the account may be stored under a key
   */
  async before(
    t: Transaction<'readwrite'>,
    account: string,
    firstId: number,
  ): Promise<(key: number) => boolean> {
    // Also after a transaction that failed: its ids are given again, and what it noted of an account is no longer so.
    if (firstId !== this.#next) this.#forget();
    if (!this.#accounts.has(account)) {
      if ((await t.objectStore('messages').index('byAccount').getKey(account)) !== undefined)
        return () => true;
      this.#accounts.add(account);
    }
    const filter = this.#filter ?? new Uint8Array(bits / 8);
    this.#filter = filter;
    return (key) => placesOf(key).every((at) => ((filter[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0);
  }

  /** These are put in the same transaction. */
  note(account: string, records: readonly Pick<MessageRecord, 'threadKeys'>[], next: number): void {
    this.#next = next;
    if (!this.#filter || !this.#accounts.has(account)) return;
    for (const { threadKeys } of records)
      for (const key of threadKeys ?? [])
        for (const at of placesOf(key))
          this.#filter[at >>> 3] = (this.#filter[at >>> 3] ?? 0) | (1 << (at & 7));
  }

  #forget(): void {
    this.#accounts.clear();
    this.#filter = null;
  }
}

/** Keys are hashes of 53 bits: two pieces of them are as good as two hashes. */
function placesOf(key: number): [number, number] {
  return [key % bits, Math.floor(key / bits) % bits];
}
