import { computedName } from '@/lib/contract/constants';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { Policy } from '@/lib/store/records/account';
import type { DeletionReason, DeletionRecord, KeptBecause } from '@/lib/store/records/deletions';
import type { Safety } from '@/lib/store/safety';

/** What may leave the server, decided from values alone. Whatever is named here has still to be verified and proved. */

const day = 86_400_000;
const nothing: ReadonlySet<number> = new Set();

export interface NamedMessage {
  entry: LedgerEntry;
  reason: DeletionReason;
}

/** Never deleted, whoever asks: only its header is here, or it has no name of its own on the server. */
export function untouchable({ headers, uidl }: LedgerEntry): 'headers' | 'nameless' | null {
  if (headers) return 'headers';
  return uidl.startsWith(computedName) ? 'nameless' : null;
}

/** What of it is on the server, by all that is known. */
export function onServer(ledger: Iterable<LedgerEntry>): LedgerEntry[] {
  return [...ledger].filter(({ gone }) => gone === 0);
}

/**
 * What the policy's rule names, the oldest first. Age counts from the day on which the message was stored here, so that
 * a mailbox that has just been fetched loses nothing at once. Messages of which only the header is here, or nothing since
 * they were removed for good, have their place among the newest, and are never named.
 *
 * @param present what is on the server
 */
export function namedByPolicy(
  { remove }: Pick<Policy, 'remove'>,
  present: readonly LedgerEntry[],
  now: number,
): NamedMessage[] {
  const newestFirst = [...present].sort((a, b) => b.date - a.date || b.id - a.id);
  const chosen = (): readonly LedgerEntry[] => {
    switch (remove.kind) {
      case 'never':
        return [];
      case 'at-once':
        return newestFirst;
      case 'age':
        return newestFirst.filter(({ storedAt }) => now - storedAt >= remove.days * day);
      case 'newest':
        return newestFirst.slice(remove.messages);
      case 'octets': {
        let octets = 0;
        return newestFirst.filter(({ size, listed }) => {
          octets += Math.max(size, listed);
          return octets > remove.octets;
        });
      }
    }
  };
  if (remove.kind === 'never') return [];
  const reason = remove.kind;
  return chosen()
    .filter((entry) => untouchable(entry) === null && entry.removed === 0)
    .map((entry) => ({ entry, reason }))
    .reverse();
}

/**
 * May messages leave the server without a person asking for each? Only when their copies here are safe: the browser may
 * not evict them, or a backup was verified, or the person has read what it means and wants it all the same.
 */
export function mayDeleteFromServer(safety: Facts, accepted: boolean): boolean {
  return safety.persisted || safety.lastVerifiedExportAt !== null || accepted;
}

/**
 * The same of one message. An export holds what was stored before it: what has come since has a higher key, or, where a
 * file brought it with its history, where its bytes came later, a later date.
 */
export function safeHere(
  { id, storedAt }: Pick<LedgerEntry, 'id' | 'storedAt'>,
  { persisted, lastVerifiedExportAt, verifiedUpTo }: Facts,
  accepted: boolean,
): boolean {
  if (persisted || accepted) return true;
  return lastVerifiedExportAt !== null && storedAt <= lastVerifiedExportAt && id <= verifiedUpTo;
}

type Facts = Pick<Safety, 'persisted' | 'lastVerifiedExportAt' | 'verifiedUpTo'>;

export interface Situation {
  policy: Policy;
  ledger: ReadonlyMap<string, LedgerEntry>;
  /** What was asked for, sent or kept so far. */
  deletions: readonly DeletionRecord[];
  safety: Facts;
  now: number;
}

/** What is to be deleted now, the oldest first: what people asked for, and what the policy names. */
export function dueDeletions({ policy, ledger, deletions, safety, now }: Situation): NamedMessage[] {
  const safe = (entry: LedgerEntry) => safeHere(entry, safety, policy.accepted);
  const present = onServer(ledger.values());
  const before = new Map(deletions.map((each) => [each.uidl, each]));
  const due = new Map<string, NamedMessage>();
  for (const { uidl, state, reason, notBefore, accepted = false } of deletions) {
    const entry = ledger.get(uidl);
    if (state !== 'wanted' || notBefore > now || !entry || entry.gone !== 0 || untouchable(entry)) continue;
    if (mayAsked(reason, policy, accepted || safe(entry))) due.set(uidl, { entry, reason });
  }
  if (!policy.dryRun && now >= policy.since + policy.delay) {
    for (const named of namedByPolicy(policy, present, now)) {
      const state = before.get(named.entry.uidl)?.state;
      // Kept ones wait until somebody asks again, sent ones for their listing.
      if (state === 'kept' || state === 'sent' || due.has(named.entry.uidl)) continue;
      if (safe(named.entry)) due.set(named.entry.uidl, named);
    }
  }
  return [...due.values()].sort((a, b) => a.entry.date - b.entry.date);
}

/** What a person asked for holds as long as the policy that it was asked under does. */
function mayAsked(reason: DeletionReason, policy: Policy, safe: boolean): boolean {
  if (reason === 'chosen') return safe;
  if (policy.dryRun || !policy.withTrash) return false;
  // Deleted here for good: there is no copy that could be lost.
  return reason === 'deleted' || (reason === 'trash' && safe);
}

/** A number of messages, and their octets. */
export interface Amount {
  messages: number;
  octets: number;
}

export interface Preview {
  /** What it would delete from the server as things stand. */
  removed: Amount;
  /** What it names and what stays all the same, with the reasons. */
  kept: { because: KeptBecause; amount: Amount }[];
  staying: Amount;
}

/**
 * A policy in numbers, before it applies.
 * @param damaged ids of messages whose bytes were found damaged here
 */
export function previewOf(
  policy: Policy,
  ledger: ReadonlyMap<string, LedgerEntry>,
  deletions: readonly DeletionRecord[],
  now: number,
  damaged: ReadonlySet<number> = nothing,
): Preview {
  const present = onServer(ledger.values());
  const because = new Map(deletions.flatMap(({ uidl, kept }) => (kept ? [[uidl, kept] as const] : [])));
  const named = namedByPolicy(policy, present, now).map(({ entry }) => entry);
  const reasonOf = ({ uidl, id }: LedgerEntry) => because.get(uidl) ?? (damaged.has(id) ? 'damaged' : null);
  const removed = named.filter((entry) => reasonOf(entry) === null);
  const kept = new Map<KeptBecause, LedgerEntry[]>();
  const keep = (reason: KeptBecause, entry: LedgerEntry) =>
    kept.set(reason, [...(kept.get(reason) ?? []), entry]);
  for (const entry of named) {
    const reason = reasonOf(entry);
    if (reason) keep(reason, entry);
  }
  if (policy.remove.kind !== 'never') {
    for (const entry of present) {
      const reason = untouchable(entry);
      if (reason) keep(reason, entry);
    }
  }
  const gone = new Set(removed);
  return {
    removed: amountOf(removed),
    kept: [...kept].map(([reason, entries]) => ({ because: reason, amount: amountOf(entries) })),
    staying: amountOf(present.filter((entry) => !gone.has(entry))),
  };
}

export interface SpacePlan {
  messages: LedgerEntry[];
  octets: number;
  /** False: all that may go is less than what was asked for. */
  enough: boolean;
}

/**
 * Which messages to delete so that so many octets are free on the server: the largest first, since the fewest are
 * missed the least, and of equal ones the oldest. Only what is here whole, and was not kept for a reason.
 *
 * @param damaged ids of messages whose bytes were found damaged here
 */
export function planSpace(
  octets: number,
  ledger: ReadonlyMap<string, LedgerEntry>,
  deletions: readonly DeletionRecord[],
  damaged: ReadonlySet<number> = nothing,
): SpacePlan {
  const spoken = new Set(deletions.map(({ uidl }) => uidl));
  const candidates = onServer(ledger.values())
    .filter((entry) => untouchable(entry) === null && entry.removed === 0)
    .filter(({ uidl, id }) => !spoken.has(uidl) && !damaged.has(id))
    .sort((a, b) => b.size - a.size || a.date - b.date);
  const messages: LedgerEntry[] = [];
  let freed = 0;
  for (const entry of candidates) {
    if (freed >= octets) break;
    messages.push(entry);
    freed += entry.size;
  }
  return { messages, octets: freed, enough: freed >= octets };
}

export function amountOf(entries: readonly LedgerEntry[]): Amount {
  return {
    messages: entries.length,
    octets: entries.reduce((sum, { size, listed, headers }) => sum + (headers ? listed : size), 0),
  };
}
