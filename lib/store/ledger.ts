import { announce } from './changes';
import { type Transaction, tx } from './database';
import { namedBy } from './deletions';
import { leaderTx } from './leadership';
import type { DeletionRecord } from './records/deletions';
import type { LedgerRecord } from './schema';

/** What the ledger says of an account's messages, as far as every check needs it. */
export interface Known {
  /** UIDLs of all that is stored, settled or not: never retrieved as new. */
  stored: Set<string>;
  /** By UIDL, what is stored, though the server may not have heard of it: its session ended without QUIT. */
  unsettled: Map<string, Recognisable>;
}

/** What a message is known by when it comes again. */
export type Recognisable = Pick<LedgerEntry, 'sha256' | 'fingerprint'>;

/** One message, as the ledger knows it. */
export interface LedgerEntry {
  uidl: string;
  /** Key of its record. */
  id: number;
  /** Of the message, as its record has it, ms since 1970. */
  date: number;
  sha256: string;
  size: number;
  /** Octets by LIST when it was retrieved; -1: not known. */
  listed: number;
  /** Empty where there is none. */
  fingerprint: string;
  storedAt: number;
  settled: boolean;
  /** When it left the server, ms since 1970; 0: it is there by all that is known. */
  gone: number;
  /** When it was removed from this device for good, ms since 1970; 0: it was not. With `gone` 0 the server still has it. */
  removed: number;
  /** Its header alone is here. */
  headers: boolean;
  /** With `headers`: it was whole here, and the rest was freed. Hash, size and fingerprint are the whole's. */
  freed?: true;
}

const rowsOf = (t: Transaction<'readonly' | 'readwrite'>, account: string): Promise<LedgerRecord[]> =>
  t.objectStore('ledger').index('byAccount').getAll(account);

/** What a listing is compared with. */
export async function knownMessages(account: string): Promise<Known> {
  const rows = await tx(['ledger'], 'readonly', (t) => rowsOf(t, account));
  const known: Known = { stored: new Set(), unsettled: new Map() };
  for (const { uidls, sha256, fingerprints, settled } of rows) {
    uidls.forEach((uidl, index) => {
      known.stored.add(uidl);
      if (!settled)
        known.unsettled.set(uidl, { sha256: sha256[index] ?? '', fingerprint: fingerprints[index] ?? '' });
    });
  }
  return known;
}

/** All of it, by UIDL: for what happens rarely (a full listing, a deletion). */
export async function readLedger(account: string): Promise<Map<string, LedgerEntry>> {
  return tx(['ledger'], 'readonly', (t) => ledgerIn(t, account));
}

/** The same inside of a transaction that stands on it. */
export async function ledgerIn(
  t: Transaction<'readonly' | 'readwrite'>,
  account: string,
): Promise<Map<string, LedgerEntry>> {
  const rows = await rowsOf(t, account);
  return new Map(rows.flatMap(entriesOf).map((entry) => [entry.uidl, entry]));
}

function entriesOf(row: LedgerRecord): LedgerEntry[] {
  const {
    sha256,
    sizes,
    listed,
    fingerprints,
    ids,
    dates,
    gone,
    removed,
    storedAt,
    settled,
    headers = false,
    freed,
  } = row;
  return row.uidls.map((uidl, index) => ({
    uidl,
    id: ids[index] ?? 0,
    date: dates[index] ?? storedAt,
    sha256: sha256[index] ?? '',
    size: sizes[index] ?? 0,
    listed: listed[index] ?? -1,
    fingerprint: fingerprints[index] ?? '',
    storedAt,
    settled,
    gone: gone?.[index] ?? 0,
    removed: removed?.[index] ?? 0,
    headers,
    ...(freed && { freed }),
  }));
}

/** Notes that the server has heard of these: rows of which every message is among them are settled. */
export function settleMessages(epoch: number, account: string, uidls: ReadonlySet<string>): Promise<void> {
  return leaderTx(epoch, ['ledger'], async (t) => {
    const ledger = t.objectStore('ledger');
    const rows = await rowsOf(t, account);
    const done = rows.filter((row) => !row.settled && row.uidls.every((uidl) => uidls.has(uidl)));
    await Promise.all(done.map((row) => ledger.put({ ...row, settled: true })));
  });
}

/** What a listing that could be believed has shown. */
export interface Findings {
  /** Known UIDLs that it lacks. */
  absent: ReadonlySet<string>;
  /** UIDLs that were gone, and are listed again. */
  back: ReadonlySet<string>;
  /** How many messages it had, and when it was taken. */
  listed: number;
  at: number;
  /** The server was never seen to keep what was retrieved: what it lacks is not coming back, and wishes end with it. */
  wishesEnd?: boolean;
}

/** What somebody wants deleted stands for so long while its message is not listed, ms: a listing may be wrong. */
const wishesStand = 7 * 86_400_000;

/**
 * Writes down what is gone from the server, and what came back. A deletion that was sent is proved by the absence: it
 * moves to the journal, in the same transaction. What was only wanted stays wanted for a week, should the message come
 * back. Of what is stored nothing is touched; of messages whose header alone is
 * here it is noted that there is no more of them.
 *
 * @returns how many deletions were proved
 */
export async function noteFindings(epoch: number, account: string, findings: Findings): Promise<number> {
  const { absent, back, listed, at, wishesEnd = false } = findings;
  const headers: number[] = [];
  const confirmed = await leaderTx(epoch, ['ledger', 'deletions', 'journal', 'messages'], async (t) => {
    const deletions = t.objectStore('deletions');
    const asked = await deletions.index('byAccount').getAll(account);
    const gone = new Map(asked.filter(({ uidl }) => absent.has(uidl)).map((each) => [each.uidl, each]));
    const waiting = new Set(asked.filter(({ state }) => state !== 'sent').map(({ uidl }) => uidl));
    const left = new Map<string, { entry: LedgerEntry; deletion: DeletionRecord; sentAt: number }>();
    for (const row of await rowsOf(t, account)) {
      for (const { uidl, gone } of waiting.size > 0 ? entriesOf(row) : []) {
        const long = gone !== 0 && !back.has(uidl) && at - gone >= wishesStand;
        if (waiting.has(uidl) && (long || (wishesEnd && absent.has(uidl))))
          await deletions.delete([account, uidl]);
      }
      const moved = row.uidls.some((uidl) => absent.has(uidl) || back.has(uidl));
      if (!moved) continue;
      const marks = row.uidls.map((uidl, index) => {
        if (back.has(uidl)) return 0;
        return row.gone?.[index] || (absent.has(uidl) ? at : 0);
      });
      await t.objectStore('ledger').put({ ...row, gone: marks });
      for (const entry of row.headers ? entriesOf(row) : []) {
        const isAbsent = absent.has(entry.uidl);
        if (!isAbsent && !back.has(entry.uidl)) continue;
        const record = await t.objectStore('messages').get(entry.id);
        if (!record) continue;
        const { wholeGone: before = at, ...rest } = record;
        await t.objectStore('messages').put(isAbsent ? { ...rest, wholeGone: before } : rest);
        headers.push(entry.id);
      }
      for (const entry of entriesOf(row)) {
        const deletion = gone.get(entry.uidl);
        if (deletion?.state !== 'sent') continue;
        await deletions.delete([account, entry.uidl]);
        // Where a name has stood for several messages, the last one is what was proved: see ledgerIn.
        const { sentAt } = deletion;
        if (sentAt !== null) left.set(entry.uidl, { entry, deletion, sentAt });
      }
    }
    for (const { entry, deletion, sentAt } of left.values()) {
      const record = await t.objectStore('messages').get(entry.id);
      const unnamed = { subject: '', from: '' };
      await t.objectStore('journal').put({
        account,
        uidl: entry.uidl,
        message: entry.id,
        sha256: entry.sha256,
        size: entry.size,
        reason: deletion.reason,
        sentAt,
        proof: deletion.proof,
        confirmedAt: at,
        listed,
        envelope: record ? namedBy(record) : (deletion.envelope ?? unnamed),
      });
    }
    return left.size;
  });
  announce({ kind: 'deletions', account });
  for (const id of headers) announce({ kind: 'message', id });
  return confirmed;
}

/** What a stored message is called on the server now, and its octets there by LIST. */
export interface NewName {
  uidl: string;
  listed: number;
}

/**
 * The same messages under new UIDLs, after a migration, or with other sizes: the ledger and the records learn their new
 * names, and none is retrieved again. Former names are not kept: should they come back, they are recognised the same way.
 *
 * @param names by the UIDLs that they have here so far
 */
export async function renameMessages(
  epoch: number,
  account: string,
  names: ReadonlyMap<string, NewName>,
): Promise<void> {
  await leaderTx(epoch, ['ledger', 'deletions', 'messages'], async (t) => {
    for (const row of await rowsOf(t, account)) {
      const renamed = row.uidls.map((uidl) => names.get(uidl));
      if (renamed.every((name) => name === undefined)) continue;
      const marks = row.gone?.map((at, index) => (renamed[index] ? 0 : at));
      const uidls = row.uidls.map((uidl, index) => renamed[index]?.uidl ?? uidl);
      const listed = row.listed.map((octets, index) => renamed[index]?.listed ?? octets);
      await t.objectStore('ledger').put({ ...row, uidls, listed, ...(marks && { gone: marks }) });
      for (const [index, uidl] of row.uidls.entries()) {
        const name = renamed[index]?.uidl ?? uidl;
        if (name === uidl) continue;
        const record = await t.objectStore('messages').get(row.ids[index] ?? 0);
        if (record) {
          const { wholeGone: _, ...rest } = record;
          await t.objectStore('messages').put({ ...rest, uidl: name });
        }
        const asked = await t.objectStore('deletions').get([account, uidl]);
        if (!asked) continue;
        await t.objectStore('deletions').delete([account, uidl]);
        await t.objectStore('deletions').put({ ...asked, uidl: name });
      }
    }
  });
  announce({ kind: 'deletions', account });
}
