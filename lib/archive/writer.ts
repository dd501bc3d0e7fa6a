import { headOctets, summarise } from '@/lib/mail/summarise';
import type { LedgerEntry } from '@/lib/store/ledger';
import { type RestoredEntry, type RestoredMessage, restoreBatch, restoreLedger } from '@/lib/store/restore';
import { KnownMail } from './known';
import { join } from './mbox';

/** A message of a file, on its way into an account. */
export type Incoming = Omit<RestoredMessage, 'offset' | 'size' | 'summary'> & {
  bytes: Uint8Array<ArrayBuffer>;
};

/** As the sync does it: packs of up to 4 MiB unless one message alone is larger, and at most so many in one transaction. */
const packOctets = 4 * 1024 * 1024;
const batchMessages = 50;

/** Brings messages into one account, in batches, each of them on the disk whole or not at all. */
export class AccountWriter {
  readonly #account: string;
  readonly #known: KnownMail;
  readonly #now: number;
  #messages: RestoredMessage[] = [];
  #parts: Uint8Array[] = [];
  #octets = 0;
  #entries: LedgerEntry[] = [];
  /** On the disk; and those that were there already. */
  stored = 0;
  storedOctets = 0;
  skipped = 0;

  private constructor(account: string, known: KnownMail, now: number) {
    this.#account = account;
    this.#known = known;
    this.#now = now;
  }

  static async of(account: string, now: number): Promise<AccountWriter> {
    return new AccountWriter(account, await KnownMail.of(account), now);
  }

  /** @throws AccountGone, StorageFull: nothing of the batch was written */
  async add({ bytes, ...message }: Incoming): Promise<void> {
    const { sha256, entry, copy } = message;
    const verdict = copy ? this.#known.judgeCopy(sha256) : this.#known.judge(sha256, entry);
    if (verdict.do === 'skip' || verdict.do === 'know') {
      this.skipped += 1;
      if (verdict.do === 'know') this.#entries.push(verdict.entry);
      return;
    }
    const size = bytes.length;
    if (this.#octets > 0 && this.#octets + size > packOctets) await this.flush();
    const head = bytes.subarray(0, headOctets);
    const summary = await summarise(head, head.length === size);
    const offset = this.#octets;
    const where = { offset, size, summary };
    if (verdict.do === 'mend') this.#messages.push({ ...message, ...where, entry: null, mends: verdict.id });
    else this.#messages.push({ ...message, ...where, entry: verdict.entry });
    this.#parts.push(bytes);
    this.#octets += size;
    if (this.#octets >= packOctets || this.#messages.length >= batchMessages) await this.flush();
  }

  /** What the account's server must not hand over again, although it is not stored. */
  async addGone(entries: readonly RestoredEntry[]): Promise<void> {
    this.#entries.push(...this.#known.unknown(entries));
    await this.flush();
  }

  async flush(): Promise<void> {
    const [messages, entries, octets] = [this.#messages, this.#entries, this.#octets];
    const pack = join(this.#parts, octets).buffer;
    this.#messages = [];
    this.#entries = [];
    this.#parts = [];
    this.#octets = 0;
    if (messages.length > 0) {
      await restoreBatch(this.#account, pack, messages, this.#now);
      this.stored += messages.length;
      this.storedOctets += octets;
    }
    if (entries.length > 0) await restoreLedger(this.#account, entries);
  }
}
