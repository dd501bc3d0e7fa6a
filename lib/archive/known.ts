import { everything, selectRecords } from '@/lib/store/copies';
import { isCopy } from '@/lib/store/fromFile';
import { type LedgerEntry, readLedger } from '@/lib/store/ledger';
import type { RestoredEntry } from '@/lib/store/restore';
import type { MessageRecord } from '@/lib/store/schema';

/** What an import finds in an account, and adds to as it goes on. */
export class KnownMail {
  /** Keys of records by the hash of their bytes: one message may be here twice, because its server has it twice. */
  readonly #hashes: Map<string, number[]>;
  /** Keys of those whose bytes were found damaged, by the hash that they should have. */
  readonly #damaged = new Map<string, number[]>();
  /** Keys of those whose rest was freed, by the hash of the whole. */
  readonly #freed = new Map<string, number[]>();
  /** UIDLs that have a record. */
  readonly #uidls: Set<string>;
  readonly #ledger: ReadonlyMap<string, LedgerEntry>;
  /** How many copies that somebody made are here of each hash, and have not been met in the file. */
  readonly #copies = new Map<string, number>();
  /** How often the file has brought each hash. */
  readonly #met = new Map<string, number>();

  constructor(
    records: Iterable<{ id: number; uidl: string; sha256: string; damaged?: number }>,
    ledger: ReadonlyMap<string, LedgerEntry>,
  ) {
    this.#hashes = new Map();
    this.#uidls = new Set();
    for (const { id, uidl, sha256, damaged } of records) {
      if (damaged !== undefined) this.#damaged.set(sha256, [...(this.#damaged.get(sha256) ?? []), id]);
      if (isCopy({ uidl })) {
        this.#copies.set(sha256, (this.#copies.get(sha256) ?? 0) + 1);
        continue;
      }
      this.#hashes.set(sha256, [...(this.#hashes.get(sha256) ?? []), id]);
      this.#uidls.add(uidl);
    }
    this.#ledger = ledger;
    for (const { freed, uidl, sha256, id } of ledger.values())
      if (freed && this.#uidls.has(uidl)) this.#freed.set(sha256, [...(this.#freed.get(sha256) ?? []), id]);
  }

  static async of(account: string): Promise<KnownMail> {
    const found: Pick<MessageRecord, 'id' | 'uidl' | 'sha256' | 'damaged'>[] = [];
    const wanted = { ...everything, accounts: [account] };
    for await (const records of selectRecords(wanted)) {
      for (const { id, uidl, sha256, damaged } of records)
        found.push({ id, uidl, sha256, ...(damaged !== undefined && { damaged }) });
    }
    return new KnownMail(found, await readLedger(account));
  }

  /**
   * What is to be done with a message of a file, and remembers that it came.
   *
   * - `store`: it is not here. Its entry is given back: the account's own ledger knows better than the file's.
   * - `know`: its bytes are here, but the ledger does not know them under this UIDL: without, they would be retrieved again.
   * - `mend`: it is here, and its bytes are damaged, or its header alone is left of it: those of the file are the ones
   *   that came from the server.
   * - `skip`: it is here.
   */
  judge(
    sha256: string,
    entry: RestoredEntry | null,
  ):
    | { do: 'store'; entry: RestoredEntry | null }
    | { do: 'know'; entry: LedgerEntry }
    | { do: 'mend'; id: number }
    | { do: 'skip' } {
    const met = (this.#met.get(sha256) ?? 0) + 1;
    const same = this.#hashes.get(sha256) ?? [];
    const broken = this.#damaged.get(sha256)?.pop() ?? this.#freed.get(sha256)?.pop();
    if (broken !== undefined) {
      this.#met.set(sha256, met);
      return { do: 'mend', id: broken };
    }
    if (!entry) {
      this.#met.set(sha256, met);
      return same.length > 0 || met > 1 ? { do: 'skip' } : { do: 'store', entry: null };
    }
    if (this.#uidls.has(entry.uidl)) {
      this.#met.set(sha256, met);
      return { do: 'skip' };
    }
    this.#met.set(sha256, met);
    const known = this.#ledger.get(entry.uidl);
    const id = same[met - 1];
    if (id !== undefined) return known ? { do: 'skip' } : { do: 'know', entry: withId(entry, id) };
    this.#uidls.add(entry.uidl);
    // It was removed here, and somebody wants it back.
    return { do: 'store', entry: { ...(known ?? entry), removed: 0 } };
  }

  /** The same for a copy that somebody made of a message: as many as there are of one message are to be here. */
  judgeCopy(sha256: string): { do: 'store'; entry: null } | { do: 'skip' } {
    const here = this.#copies.get(sha256) ?? 0;
    this.#copies.set(sha256, here - 1);
    return here > 0 ? { do: 'skip' } : { do: 'store', entry: null };
  }

  /** Of what the server must not hand over again: those that the ledger does not know. */
  unknown(entries: readonly RestoredEntry[]): LedgerEntry[] {
    return entries
      .filter(({ uidl }) => !this.#ledger.has(uidl) && !this.#uidls.has(uidl))
      .map((entry) => withId(entry, 0));
  }
}

const withId = (entry: RestoredEntry, id: number): LedgerEntry => ({ ...entry, id });
