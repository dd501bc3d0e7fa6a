import type { ListingAnswer } from '@/lib/contract/routes';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { Oddity, Quarantine } from '@/lib/store/records/account';

/** What a full listing says when it is held against the ledger. */
export interface Judgement {
  /** Null: it may be believed. */
  oddity: Oddity | null;
  /** UIDLs that should be there and are not listed. */
  absent: Set<string>;
  /** Of messages that had left the server, and are listed again. */
  back: Set<string>;
  /** UIDLs that are listed with another size than their message has: perhaps another message has the name now. */
  suspects: Set<string>;
  /** How many messages are listed, how many should be, and how many of those are not. */
  listed: number;
  expected: number;
  missing: number;
  /** Of what the server has heard to be stored, and should have, it lists nothing. */
  keptNone: boolean;
}

/** A listing that lacks more than this part is odd, where so many at least should be there: of two, one is soon deleted. */
const mostMissing = 0.5;
const fewest = 3;
/** So few names with other sizes are single oddities; more, and above a tenth, and the names have been dealt anew. */
const fewSuspects = 3;
const mostSuspects = 0.1;

/**
 * Judges a full listing. Odd is one that contradicts itself (`inconsistent`), is `empty` or much `shorter` than it should
 * be, names nothing that is known (`changed`: a migration), or has known names at messages of other sizes (`reused`).
 * That messages stand at other numbers than before says nothing: numbers are a session's own (RFC 1939 §4).
 *
 * @param leaving UIDLs whose deletion was sent: their absence is expected
 * @param keeps the server has been seen to list what was retrieved and settled; one that has not may hide it (Gmail), so
 * that an empty listing is what is to be expected
 */
export function judge(
  { entries, inconsistent = false }: { entries: ListingAnswer['entries']; inconsistent?: boolean },
  ledger: ReadonlyMap<string, LedgerEntry>,
  leaving: ReadonlySet<string>,
  keeps: boolean,
): Judgement {
  const listed = new Map(entries.map(([, uidl, octets]) => [uidl, octets]));
  const absent = new Set<string>();
  const back = new Set<string>();
  const suspects = new Set<string>();
  let expected = 0;
  let missing = 0;
  let known = 0;
  const settled = { expected: 0, missing: 0 };
  for (const [uidl, entry] of ledger) {
    const octets = listed.get(uidl);
    const staying = entry.gone === 0 && !leaving.has(uidl);
    if (staying) expected += 1;
    if (staying && entry.settled) settled.expected += 1;
    if (octets === undefined) {
      if (entry.gone === 0) absent.add(uidl);
      if (staying) missing += 1;
      if (staying && entry.settled) settled.missing += 1;
      continue;
    }
    known += 1;
    if (entry.gone !== 0) back.add(uidl);
    // 0: LIST left it out. -1: it was stored before sizes were kept.
    if (octets > 0 && entry.listed > 0 && octets !== entry.listed) suspects.add(uidl);
  }
  const oddity = (): Oddity | null => {
    if (inconsistent) return 'inconsistent';
    if (suspects.size > fewSuspects && suspects.size > known * mostSuspects) return 'reused';
    if (expected > 0 && entries.length > 0 && known === 0) return 'changed';
    if (expected > 0 && entries.length === 0) return keeps ? 'empty' : null;
    return oddlyShort({ expected, missing }, keeps);
  };
  const keptNone = settled.expected > 0 && settled.missing === settled.expected;
  return { oddity: oddity(), absent, back, suspects, listed: entries.length, expected, missing, keptNone };
}

/** What is odd about a listing of which only the number of messages tells anything. */
export function oddlyShort(
  { expected, missing }: Pick<Judgement, 'expected' | 'missing'>,
  keeps: boolean,
): Oddity | null {
  return keeps && expected >= fewest && missing > expected * mostMissing ? 'shorter' : null;
}

/** After so many listings in a row that say the same, over so long, what they say is so, ms. */
const believedAfter = { times: 3, ms: 3_600_000 };

/**
 * What becomes of the quarantine after one more listing. A listing that is not odd ends it. Odd ones that go on for an
 * hour are the truth: somebody has emptied the mailbox. One that contradicts itself never is.
 */
export function quarantineAfter(
  before: Quarantine | null,
  { oddity, listed, expected }: Pick<Judgement, 'oddity' | 'listed' | 'expected'>,
  now: number,
): { quarantine: Quarantine | null; believed: boolean } {
  if (oddity === null) return { quarantine: null, believed: true };
  const same = before?.oddity === oddity && before.listed <= listed ? before : null;
  const quarantine = {
    oddity,
    since: same?.since ?? now,
    times: (same?.times ?? 0) + 1,
    listed,
    expected,
  };
  const long = quarantine.times >= believedAfter.times && now - quarantine.since >= believedAfter.ms;
  const believed = long && oddity !== 'inconsistent' && oddity !== 'reused';
  return { quarantine: believed ? null : quarantine, believed };
}
