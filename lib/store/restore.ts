import type { Summary } from '@/lib/mail/types';
import { saneDate } from './batches';
import { announce } from './changes';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { AccountGone } from './errors';
import { nameOfCopy, nameOfFile } from './fromFile';
import { takeKeys } from './keys';
import type { LedgerEntry } from './ledger';
import { without } from './ledgerRows';
import { noteDead } from './packs';
import { placed } from './placed';
import type { AccountRecord } from './records/account';
import type { LabelId, Snooze } from './records/places';
import type { Folder, LedgerRecord, MessageRecord } from './schema';
import { putTogether } from './threads';

/** What the ledger is to know of a message that comes from a file; its record's key is given by the transaction. */
export type RestoredEntry = Omit<LedgerEntry, 'id'>;

/** A message from a file, whose bytes stand in the batch's pack and whose hash was computed from them. */
export interface RestoredMessage {
  sha256: string;
  offset: number;
  size: number;
  summary: Summary;
  folder: Folder;
  unread: boolean;
  starred: boolean;
  pinned: boolean;
  quiet: boolean;
  labels: readonly LabelId[];
  /** With the folder `snoozed`. */
  snooze: Snooze | null;
  /** When it came into its folder; null: at its arrival. */
  movedAt: number | null;
  /** As an export says; else by the message's own word. */
  date: number | null;
  headerOf: number | null;
  /** Null: no server is known to have had it under a name. */
  entry: RestoredEntry | null;
  /** Somebody made it of another message that is here, too. */
  copy: boolean;
  /** Key of the record of the same message whose bytes are damaged, or whose rest was freed: these take their place. */
  mends?: number;
}

/**
 * Publishes a batch from a file as commitBatch does one from a server: pack, records, ledger rows and counters in one
 * strict transaction, all of it or nothing. The caller holds the account's lock (accountLock.ts), which keeps the sync
 * from storing the same message at the same time.
 *
 * @throws AccountGone, StorageFull
 */
export async function restoreBatch(
  account: string,
  pack: ArrayBuffer,
  messages: readonly RestoredMessage[],
  now: number,
): Promise<void> {
  await tx(
    ['accounts', 'messages', 'packs', 'dead', 'ledger', 'counters', 'meta'],
    'readwrite',
    async (t) => {
      const owner = await mustBeHere(t, account);
      const [packId, firstId] = [
        await takeKeys(t, 'packs', 1),
        await takeKeys(t, 'messages', messages.length),
      ];
      await t.objectStore('packs').put({ id: packId, account, bytes: pack });
      const entries: LedgerEntry[] = [];
      const tally = new Tally();
      const records: MessageRecord[] = [];
      await fillFreed(t, account, messages, packId, now);
      for (const [index, message] of messages.entries()) {
        if (message.mends !== undefined) {
          await mend(t, account, message, message.mends, packId);
          continue;
        }
        const record = recordOf(message, account, firstId + index, packId, now);
        records.push(record);
        if (message.entry) entries.push({ ...message.entry, id: record.id, date: record.date });
      }
      await putTogether(t, owner, records, tally);
      for (const record of records) {
        await t.objectStore('messages').put(record);
        tally.add(record, 1);
      }
      await tally.write(t);
      await putEntries(t, account, entries);
    },
  );
  announce({ kind: 'messages', account, added: messages.length });
  announce({ kind: 'safety' });
}

/** The record keeps all but where its bytes are. One that is gone, or has others by now, needs them no more. */
async function mend(
  t: Transaction<'readwrite'>,
  account: string,
  { sha256, offset, size }: RestoredMessage,
  id: number,
  pack: number,
): Promise<void> {
  const before = await t.objectStore('messages').get(id);
  // The rest of a freed one has just been filled in.
  if (before?.pack === pack) return;
  if (before?.damaged === undefined || before.sha256 !== sha256)
    return noteDead(t, [{ account, pack, size }]);
  const { damaged: _, ...rest } = before;
  await t.objectStore('messages').put({ ...rest, pack, offset, size });
  await noteDead(t, [before]);
}

/**
 * The rest that was freed comes from a file: the ledger has the hash of the whole, so that nothing else takes its place.
 * As with what was asked of the server, it stays for the time that its folder's mail stays.
 */
async function fillFreed(
  t: Transaction<'readwrite'>,
  account: string,
  messages: readonly RestoredMessage[],
  pack: number,
  now: number,
): Promise<void> {
  const wanted = new Map(messages.flatMap((each) => (each.mends === undefined ? [] : [[each.mends, each]])));
  if (wanted.size === 0) return;
  const ledger = t.objectStore('ledger');
  for (const row of await ledger.index('byAccount').getAll(account)) {
    if (!row.freed) continue;
    const filled = new Set<string>();
    for (const [index, id] of row.ids.entries()) {
      const message = wanted.get(id);
      const uidl = row.uidls[index];
      if (!message || uidl === undefined || row.sha256[index] !== message.sha256) continue;
      const before = await t.objectStore('messages').get(id);
      if (before?.headerOf === undefined || before.uidl !== uidl) continue;
      const { headerOf: _, wholeGone: __, damaged: ___, ...kept } = before;
      const { sha256, offset, size, summary } = message;
      const { envelope, attachments, parsed } = summary;
      const bytes = { size, sha256, envelope, attachments, parsed, pack, offset };
      await t.objectStore('messages').put({ ...kept, ...bytes });
      await noteDead(t, [before]);
      filled.add(uidl);
    }
    if (filled.size === 0) continue;
    const rest = without(row, filled);
    const { headers: _, freed: __, ...whole } = without(row, new Set(rest.uidls));
    if (rest.uidls.length > 0) await ledger.put(rest);
    const id = rest.uidls.length > 0 ? await takeKeys(t, 'ledger', 1) : row.id;
    await ledger.put({ ...whole, id, storedAt: now, completed: true });
  }
}

function recordOf(
  message: RestoredMessage,
  account: string,
  id: number,
  pack: number,
  now: number,
): MessageRecord {
  const { summary, sha256, offset, size, folder, unread, starred, movedAt, headerOf, entry } = message;
  const { pinned, quiet, labels: addLabels, snooze, copy } = message;
  const lost = folder === 'snoozed' && !snooze;
  const arrived: MessageRecord = {
    ...{ id, account, uidl: entry?.uidl ?? (copy ? nameOfCopy : nameOfFile)(sha256), folder: 'inbox' },
    date: message.date ?? saneDate(summary.date, now),
    ...{ size, sha256, unread, attachments: summary.attachments, parsed: summary.parsed },
    ...{ pack, offset, envelope: summary.envelope },
    ...(headerOf !== null && { headerOf }),
  };
  return placed(arrived, {
    ...{ folder: lost ? 'inbox' : folder, starred, pinned, quiet, addLabels },
    ...(movedAt !== null && { movedAt }),
    ...(snooze && { snooze }),
  });
}

/**
 * Lets the ledger know of messages that are stored already, or not any more (id 0): the server's maildrop must not hand
 * them over again.
 *
 * @throws AccountGone, StorageFull
 */
export async function restoreLedger(account: string, entries: readonly LedgerEntry[]): Promise<void> {
  await tx(['accounts', 'ledger', 'meta'], 'readwrite', async (t) => {
    await mustBeHere(t, account);
    await putEntries(t, account, entries);
  });
}

async function mustBeHere(t: Transaction<'readwrite'>, account: string): Promise<AccountRecord> {
  const owner = await t.objectStore('accounts').get(account);
  if (!owner) throw new AccountGone('the account was removed from this device');
  return owner;
}

/** One row for each kind of entries: what a row says of all of its messages must be true of each. */
async function putEntries(
  t: Transaction<'readwrite'>,
  account: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const kinds = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const kind = `${entry.settled} ${entry.headers} ${entry.freed}`;
    const same = kinds.get(kind);
    if (same) same.push(entry);
    else kinds.set(kind, [entry]);
  }
  for (const same of kinds.values()) {
    const [{ settled, headers, freed } = { settled: false, headers: false }] = same;
    const id = await takeKeys(t, 'ledger', 1);
    const kind = { settled, ...(headers && { headers }), ...(freed && { freed }) };
    await t.objectStore('ledger').put({ id, ...rowOf(account, same), ...kind });
  }
}

function rowOf(
  account: string,
  entries: readonly LedgerEntry[],
): Omit<LedgerRecord, 'id' | 'settled' | 'headers'> {
  return {
    account,
    storedAt: Math.min(...entries.map(({ storedAt }) => storedAt)),
    uidls: entries.map(({ uidl }) => uidl),
    sha256: entries.map(({ sha256 }) => sha256),
    sizes: entries.map(({ size }) => size),
    listed: entries.map(({ listed }) => listed),
    fingerprints: entries.map(({ fingerprint }) => fingerprint),
    ids: entries.map(({ id }) => id),
    dates: entries.map(({ date }) => date),
    ...(entries.some(({ gone }) => gone > 0) && { gone: entries.map(({ gone }) => gone) }),
    ...(entries.some(({ removed }) => removed > 0) && { removed: entries.map(({ removed }) => removed) }),
  };
}
