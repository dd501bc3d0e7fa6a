import type { ListingAnswer, ListingEntry } from '@/lib/contract/routes';
import type { AccountNotes } from '@/lib/store/accounts';
import type { Known, NewName } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/records/account';
import type { AccountStore } from './accountStore';
import type { Moved } from './batcher';
import { type Judgement, judge, oddlyShort, quarantineAfter } from './judge';
import { recognise, stillTheSame } from './recognise';
import type { Remover } from './remover';
import type { Retriever, Round } from './retriever';

/** A full listing is taken after so long although cheap checks agree, ms. */
const fullListingEvery = 24 * 3_600_000;

/** A full listing, judged. */
export interface Verdict {
  judgement: Judgement;
  /** What is stored, and not listed under the name that it has here. */
  moved: Moved;
  /** UIDLs of all that is stored. */
  stored: Set<string>;
}

/** Holds listings against the ledger, and writes into it what may be believed of them. */
export class Bookkeeper {
  #suspects: ReadonlySet<string> = new Set();
  #sure: ReadonlyMap<string, number> | null = null;

  constructor(
    private readonly id: string,
    private readonly store: AccountStore,
    private readonly retriever: Retriever,
    private readonly remover: Remover,
  ) {}

  /** UIDLs that may be another message's, by the last full listing. */
  get suspects(): ReadonlySet<string> {
    return this.#suspects;
  }

  /**
   * The last full listing, if it may be believed: UIDL to LIST's octets, without names that are not one message's. It is
   * handed over once: it grows old, and is large.
   */
  takeSure(): ReadonlyMap<string, number> | null {
    const sure = this.#sure;
    this.#sure = null;
    return sure;
  }

  /** What a cheap check may compare with; null where the whole listing is needed. */
  async seenBefore(record: AccountRecord, known: Known, now: number): Promise<AccountRecord['seen']> {
    const fresh = record.listedAt !== null && now - record.listedAt < fullListingEvery;
    // A server that hides mail only at QUIT shows the same window until it has heard of all of it.
    if (!fresh || known.unsettled.size > 0 || record.quarantine) return null;
    // Only a whole listing says what has become of what was to be deleted.
    const deletions = await this.store.deletions(this.id);
    return deletions.some(({ state }) => state === 'sent') ? null : record.seen;
  }

  /** Holds a full listing against the ledger; after a migration, what is stored gets its new names first. */
  async judge(
    record: AccountRecord,
    answer: ListingAnswer,
    keeps: boolean,
    round: Round,
    resumed: boolean,
  ): Promise<Verdict> {
    const [deletions, stored] = await Promise.all([
      this.store.deletions(this.id),
      this.store.ledger(this.id),
    ]);
    let ledger = stored;
    const leaving = new Set(deletions.filter(({ state }) => state === 'sent').map(({ uidl }) => uidl));
    let judgement = judge(answer, ledger, leaving, keeps);
    const listed = new Set(answer.entries.map(([, uidl]) => uidl));
    const unlisted = () => [...ledger.values()].filter(({ uidl }) => !listed.has(uidl));
    // A round that goes on where the last one was sent away has looked already.
    const looks = !resumed && record.capabilities.top;
    const headersOf = (some: readonly ListingEntry[]) => this.retriever.headers(some, round);
    const rename = (names: ReadonlyMap<string, NewName>) => this.store.rename(this.id, names);
    if (judgement.suspects.size > 0 && looks && judgement.oddity !== 'inconsistent') {
      const { suspects } = judgement;
      const some = answer.entries.filter(([, uidl]) => suspects.has(uidl)).reverse();
      const same = await stillTheSame(some, ledger, headersOf);
      if (same.size > 0) {
        await rename(same);
        ledger = await this.store.ledger(this.id);
        judgement = judge(answer, ledger, leaving, keeps);
      }
    }
    if (judgement.oddity === 'changed') {
      const names = looks ? await recognise(answer.entries, unlisted(), headersOf) : null;
      if (names && names.size > 0) {
        await rename(names);
        ledger = await this.store.ledger(this.id);
        judgement = judge(answer, ledger, leaving, keeps);
      } else if (names || (!keeps && !looks))
        judgement = { ...judgement, oddity: oddlyShort(judgement, keeps) };
    }
    // Whatever comes now and is, octet for octet, a message that is not listed under its name: it has another one.
    const whole = unlisted().filter(({ headers }) => !headers);
    const moved = {
      names: new Map(whole.map(({ sha256, uidl }) => [sha256, uidl])),
      holds: async (uidl: string) => {
        const entry = ledger.get(uidl);
        return entry !== undefined && this.store.holds(entry);
      },
      rename,
    };
    this.#suspects = judgement.suspects;
    return { judgement, moved, stored: new Set(ledger.keys()) };
  }

  /**
   * Writes down what the listing says: what is gone, what is back, whether it may be believed at all.
   *
   * @param notes with `listedAt: null` where the next check is to take the whole listing again
   */
  async conclude(
    record: AccountRecord,
    answer: ListingAnswer,
    verdict: Verdict | null,
    notes: AccountNotes,
    now: number,
  ): Promise<void> {
    const more: AccountNotes = { ...notes, checkedAt: Date.now() };
    if (answer.kind === 'full' && notes.listedAt === undefined) more.listedAt = now;
    const keeps = notes.keepsRetrieved ?? record.keepsRetrieved ?? false;
    if (keeps && record.removesItself) more.removesItself = false;
    if (verdict) {
      const { judgement } = verdict;
      const { quarantine, believed } = quarantineAfter(record.quarantine ?? null, judgement, now);
      more.quarantine = quarantine;
      this.#sure = judgement.oddity === null ? sureOf(answer, judgement.suspects) : null;
      if (believed) {
        const { absent, back, listed } = judgement;
        const names = new Set(answer.entries.map(([, uidl]) => uidl));
        const ignores = await this.remover.stillThere(judgement, names);
        if (ignores !== null) more.ignoresDeletion = ignores;
        // Where headers cannot be looked at, it may all be there under other names.
        const none = judgement.keptNone && record.capabilities.top;
        const emptied = none || (judgement.missing > 0 && names.size === 0);
        more.removesItself = !keeps && (emptied || record.removesItself === true);
        if (absent.size + back.size > 0)
          await this.store.findings(this.id, { absent, back, listed, at: now, wishesEnd: !keeps });
      }
    }
    await this.store.note(this.id, more);
    Object.assign(record, more);
  }
}

function sureOf({ entries }: ListingAnswer, suspects: ReadonlySet<string>): Map<string, number> {
  const sure = new Map<string, number>();
  const twice = new Set<string>();
  for (const [, uidl, octets] of entries) {
    if (sure.has(uidl)) twice.add(uidl);
    sure.set(uidl, octets);
  }
  for (const uidl of [...twice, ...suspects]) sure.delete(uidl);
  return sure;
}

/** Whether the server has been seen, now or before, to list what was retrieved and settled. */
export function keepsRetrieved(
  record: AccountRecord,
  answer: ListingAnswer,
  settledBefore: (uidl: string) => boolean,
): boolean {
  if (record.keepsRetrieved) return true;
  if (answer.kind === 'full') return answer.entries.some(([, uidl]) => settledBefore(uidl));
  return record.seen !== null && settledBefore(record.seen.last);
}
