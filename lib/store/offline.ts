import { computedName } from '@/lib/contract/constants';
import { splitMessage } from '@/lib/contract/messageForm';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { takeKeys } from './keys';
import { leaderTx } from './leadership';
import { without } from './ledgerRows';
import { getMessages } from './messages';
import { noteDead } from './packs';
import { digestOf, readBack } from './proof';
import type { AccountRecord } from './records/account';
import { isOwnFolder } from './records/places';
import { folders, type LedgerRecord, type MessageRecord, type SystemFolder } from './schema';

/**
 * "Keep offline for": the octets of older mail are freed, but for the header, while its server still has it. Row, folder
 * and marks stay, and the whole comes back as that of every message of which only the header is here (`wholeWanted`).
 * Freed octets lie dead in their packs until these are compacted.
 *
 * What is freed is on the server alone, so that it is never deleted there: the ledger has it among the headers from the
 * transaction on that frees it. And it is freed only where the server has just shown that it has it.
 */

/** How long the bodies of a folder's mail are kept, days; 0: for good. */
export type Offline = Readonly<Record<SystemFolder, number>>;

const day = 86_400_000;

export function readOffline(): Promise<Offline> {
  return tx(['meta'], 'readonly', async (t) => {
    const found = await Promise.all(folders.map((folder) => t.objectStore('meta').get(`offline-${folder}`)));
    return Object.fromEntries(folders.map((folder, index) => [folder, found[index]?.value ?? 0])) as Offline;
  });
}

/**
 * Nothing is freed at once: the next check of each account takes the whole listing, and what is in it may go then.
 *
 * @param days a whole number from 0 (for good) to 36,500
 * @returns the days before
 */
export async function setOffline(folder: SystemFolder, days: number): Promise<number> {
  if (!Number.isInteger(days) || days < 0 || days > 36_500) throw new RangeError('days: 0 to 36,500');
  const before = await tx(['meta', 'accounts'], 'readwrite', async (t) => {
    const stored = await t.objectStore('meta').get(`offline-${folder}`);
    await t.objectStore('meta').put({ key: `offline-${folder}`, value: days });
    const accounts = t.objectStore('accounts');
    if (days > 0)
      for (const record of await accounts.getAll()) await accounts.put({ ...record, listedAt: null });
    return stored?.value ?? 0;
  });
  announce({ kind: 'retention' });
  announce({ kind: 'accounts' });
  return before;
}

/** Why all of an account's mail stays whole here; see `staysWhole`. */
export type WholeBecause = 'policy' | 'server' | 'quarantine';

/**
 * Whether bodies of an account may be freed at all. Not where mail is to leave the server by a policy: what is freed could
 * never go. Not where the server has not been seen to keep what was retrieved, or says that it does not. Not while its
 * listings contradict what is known.
 *
 * @returns why not; null: they may
 */
export function staysWhole(account: AccountRecord): WholeBecause | null {
  const { policy, keepsRetrieved, removesItself, capabilities, quarantine } = account;
  if (policy && policy.remove.kind !== 'never') return 'policy';
  if (!keepsRetrieved || removesItself || typeof capabilities.expire === 'number') return 'server';
  return quarantine ? 'quarantine' : null;
}

/** A row of the ledger, and which of its messages are due. */
interface Due {
  row: LedgerRecord;
  indexes: number[];
}

/** What of an account is older than its folder keeps it, whole here and, by all that is known, on the server. */
async function dueIn(
  t: Transaction<'readonly'>,
  account: string,
  offline: Offline,
  now: number,
): Promise<Due[]> {
  const messages = t.objectStore('messages');
  const before = new Map<number, number>();
  for (const folder of folders) {
    if (offline[folder] === 0) continue;
    const until = now - offline[folder] * day;
    const range = IDBKeyRange.bound([account, folder], [account, folder, until, []]);
    for (const id of await messages.index('byAccountFolder').getAllKeys(range)) before.set(id, until);
  }
  if (before.size === 0) return [];
  for (const id of await messages.index('byStar').getAllKeys()) before.delete(id);
  const asked = await t.objectStore('deletions').index('byAccount').getAll(account);
  const leaving = new Set(asked.map(({ uidl }) => uidl));
  const due: Due[] = [];
  for (const row of await t.objectStore('ledger').index('byAccount').getAll(account)) {
    if (row.headers || !row.settled) continue;
    const indexes = [...row.uidls.keys()].filter((index) => {
      const until = before.get(row.ids[index] ?? 0);
      if (until === undefined || (row.completed && row.storedAt > until)) return false;
      return mayGo(row, index) && !leaving.has(row.uidls[index] ?? '');
    });
    if (indexes.length > 0) due.push({ row, indexes });
  }
  return due;
}

/** It is on the server under a name of its own, and was not removed here. */
function mayGo({ uidls, gone, removed }: LedgerRecord, index: number): boolean {
  return !gone?.[index] && !removed?.[index] && !uidls[index]?.startsWith(computedName);
}

/** A number of messages, and their octets. */
interface Amount {
  messages: number;
  octets: number;
}

export interface OfflinePreview {
  /** What would go, header by header a little less. */
  freed: Amount;
  /** What is as old and stays whole, with the reasons. */
  whole: { because: WholeBecause; messages: number }[];
}

/** What a folder's mail would give back if it were kept for so many days: in numbers, before it applies. */
export function previewOffline(folder: SystemFolder, days: number, now: number): Promise<OfflinePreview> {
  const none: Offline = { inbox: 0, archive: 0, snoozed: 0, junk: 0, trash: 0 };
  return tx(['accounts', 'messages', 'ledger', 'deletions'], 'readonly', async (t) => {
    const freed = { messages: 0, octets: 0 };
    const whole = new Map<WholeBecause, number>();
    for (const account of await t.objectStore('accounts').getAll()) {
      const because = staysWhole(account);
      for (const { row, indexes } of await dueIn(t, account.id, { ...none, [folder]: days }, now)) {
        if (because) whole.set(because, (whole.get(because) ?? 0) + indexes.length);
        else {
          freed.messages += indexes.length;
          for (const index of indexes) freed.octets += row.sizes[index] ?? 0;
        }
      }
    }
    return { freed, whole: [...whole].map(([because, messages]) => ({ because, messages })) };
  });
}

/** A message's header alone: how long it is, and its SHA-256. */
interface Head {
  octets: number;
  sha256: string;
}

/**
 * Frees what is due of an account, a row of the ledger at a time, each in one transaction: interrupted at any point, a
 * message is whole, or the ledger knows that it is not.
 *
 * @param sure UIDLs of a listing of now that may be believed, with LIST's octets: others are not touched, nor those whose
 * size differs from what was retrieved
 * @returns how many were freed
 * @throws LeadershipLost, StorageFull
 */
export async function freeBodies(
  epoch: number,
  account: string,
  sure: ReadonlyMap<string, number>,
  now: number,
): Promise<number> {
  const offline = await readOffline();
  if (folders.every((folder) => offline[folder] === 0)) return 0;
  const due = await tx(['messages', 'ledger', 'deletions'], 'readonly', (t) =>
    dueIn(t, account, offline, now),
  );
  let freed = 0;
  try {
    for (const { row, indexes } of due) {
      const listed = indexes.filter((index) => {
        const octets = sure.get(row.uidls[index] ?? '') ?? 0;
        return octets > 0 && octets === row.listed[index];
      });
      if (listed.length === 0) continue;
      const records = await getMessages(listed.map((index) => row.ids[index] ?? 0));
      const heads = await readBack(records, async (bytes): Promise<Head> => {
        const { header } = splitMessage(bytes);
        return { octets: header.length, sha256: await digestOf(header.slice()) };
      });
      freed += await freeRow(epoch, row, records, heads, offline);
    }
  } finally {
    if (freed > 0) announce({ kind: 'messages', account, added: 0 });
  }
  return freed;
}

function freeRow(
  epoch: number,
  { id, account }: LedgerRecord,
  before: readonly MessageRecord[],
  heads: ReadonlyMap<number, Head>,
  offline: Offline,
): Promise<number> {
  const stores = ['accounts', 'messages', 'dead', 'ledger', 'deletions', 'remoteImages'] as const;
  return leaderTx(epoch, [...stores], async (t) => {
    const owner = await t.objectStore('accounts').get(account);
    const row = await t.objectStore('ledger').get(id);
    if (!owner || staysWhole(owner) || !row || row.headers || !row.settled) return 0;
    const freed = new Set<string>();
    for (const { id: key, sha256, folder } of before) {
      const head = heads.get(key);
      const index = row.ids.indexOf(key);
      const uidl = row.uidls[index];
      const record = await t.objectStore('messages').get(key);
      const days = isOwnFolder(folder) ? 0 : offline[folder];
      if (!head || !record || days === 0 || uidl === undefined || !mayGo(row, index)) continue;
      // Between reading it and now a person may have starred or moved it, or changed what is kept, or asked that it leave.
      const kept = await t.objectStore('meta').get(`offline-${record.folder}`);
      const same = record.sha256 === sha256 && record.folder === folder && record.uidl === uidl;
      if (!same || record.star || record.headerOf !== undefined || kept?.value !== days) continue;
      if (record.size <= head.octets || (await t.objectStore('deletions').get([account, uidl]))) continue;
      const rest = { account, pack: record.pack, size: record.size - head.octets };
      const header = { size: head.octets, sha256: head.sha256, headerOf: record.size };
      await t.objectStore('messages').put({ ...record, ...header });
      await t.objectStore('remoteImages').delete(key);
      await noteDead(t, [rest]);
      freed.add(uidl);
    }
    if (freed.size === 0) return 0;
    const ledger = t.objectStore('ledger');
    const whole = without(row, freed);
    const { completed: _, ...headers } = without(row, new Set(whole.uidls));
    if (whole.uidls.length > 0) await ledger.put(whole);
    const key = whole.uidls.length > 0 ? await takeKeys(t, 'ledger', 1) : id;
    await ledger.put({ ...headers, id: key, headers: true, freed: true });
    return freed.size;
  });
}
