import { takeKeys } from './batches';
import { announce } from './changes';
import { tx } from './database';
import { leaderTx } from './leadership';
import { type LedgerEntry, ledgerIn } from './ledger';
import { noteDead } from './packs';
import type { AccountRecord, Folder, MessageRecord, RetentionKey } from './schema';

/**
 * How long mail stays, days; 0: for good. Trash and Junk are emptied of what came into them so long ago. Of what is
 * older in the inbox and in the archive the bytes go, as long as the server has them; its row stays.
 */
export type Retention = Readonly<Record<RetentionKey, number>>;

const unset: Retention = { keepTrash: 30, keepJunk: 30, offlineInbox: 0, offlineArchive: 0 };
const keys = Object.keys(unset) as RetentionKey[];

export async function readRetention(): Promise<Retention> {
  return tx(['meta'], 'readonly', async (t) => {
    const meta = t.objectStore('meta');
    const stored = await Promise.all(keys.map((key) => meta.get(key)));
    const entries = keys.map((key, index) => [key, stored[index]?.value ?? unset[key]]);
    return Object.fromEntries(entries) as Retention;
  });
}

/** @param days a whole number from 0 (for good) to 36,500 */
export async function setRetention(key: RetentionKey, days: number): Promise<void> {
  if (!Number.isInteger(days) || days < 0 || days > 36_500) throw new RangeError('days: 0 to 36,500');
  await tx(['meta'], 'readwrite', (t) => t.objectStore('meta').put({ key, value: days }));
  announce({ kind: 'retention' });
}

/** Ids of an account's messages in a folder for which `due` says so. */
export function messagesDue(
  account: string,
  folder: Folder,
  due: (record: MessageRecord) => boolean,
): Promise<number[]> {
  return tx(['messages'], 'readonly', async (t) => {
    const ids: number[] = [];
    const index = t.objectStore('messages').index('byAccountFolder');
    const range = IDBKeyRange.bound([account, folder], [account, folder, []]);
    for (let cursor = await index.openCursor(range); cursor; cursor = await cursor.continue()) {
      if (due(cursor.value)) ids.push(cursor.value.id);
    }
    return ids;
  });
}

/** What is known of a message whose bytes might go. */
export interface Candidate {
  record: MessageRecord;
  account: AccountRecord;
  /** Undefined: the ledger does not know it. */
  entry: LedgerEntry | undefined;
  /** Something has been asked about its deletion from the server. */
  asked: boolean;
}

/**
 * Lets go of the bytes of messages that came before `before` and for which `may` says so, in one transaction with what it
 * is asked about. The rows stay.
 *
 * @param before date of the message, ms since 1970
 * @returns how many were let go
 */
export async function freeBodies(
  epoch: number,
  account: string,
  folder: Folder,
  before: number,
  may: (candidate: Candidate) => boolean,
): Promise<number> {
  const freed = await leaderTx(epoch, ['accounts', 'messages', 'ledger', 'deletions', 'dead'], async (t) => {
    const owner = await t.objectStore('accounts').get(account);
    if (!owner) return [];
    const messages = t.objectStore('messages');
    const range = IDBKeyRange.bound([account, folder], [account, folder, before]);
    const old = await messages.index('byAccountFolder').getAll(range);
    const held = old.filter(({ freed }) => !freed);
    if (held.length === 0) return [];
    const ledger = await ledgerIn(t, account);
    const asked = new Set(
      await t.objectStore('deletions').index('byAccount').getAllKeys(account).then(uidls),
    );
    const going = held.filter((record) =>
      may({ record, account: owner, entry: ledger.get(record.uidl), asked: asked.has(record.uidl) }),
    );
    await noteDead(t, going);
    for (const record of going) await messages.put({ ...record, pack: 0, offset: 0, freed: true });
    return going;
  });
  if (freed.length > 0) announce({ kind: 'messages', account, added: 0 });
  return freed.length;
}

const uidls = (found: readonly [string, string][]): string[] => found.map(([, uidl]) => uidl);

/** A message that came once more, its hash found right. */
export interface ReturnedMessage {
  uidl: string;
  sha256: string;
  offset: number;
  size: number;
}

/**
 * Gives messages whose bytes had been let go their bytes back, where those are the same by their SHA-256: pack and records
 * in one transaction. What is another message by now is left out.
 *
 * @returns ids of those that are whole again
 */
export async function returnBodies(
  epoch: number,
  account: string,
  bytes: ArrayBuffer,
  messages: readonly ReturnedMessage[],
): Promise<number[]> {
  const whole = await leaderTx(epoch, ['messages', 'packs', 'ledger', 'dead'], async (t) => {
    const ledger = await ledgerIn(t, account);
    const back: MessageRecord[] = [];
    for (const { uidl, sha256, offset, size } of messages) {
      const record = await t.objectStore('messages').get(ledger.get(uidl)?.id ?? 0);
      if (!record?.freed || record.sha256 !== sha256 || record.size !== size) continue;
      const { freed: _, ...rest } = record;
      back.push({ ...rest, offset });
    }
    if (back.length === 0) return [];
    const pack = await takeKeys(t, 'packs', 1);
    await t.objectStore('packs').put({ id: pack, account, bytes });
    for (const record of back) await t.objectStore('messages').put({ ...record, pack });
    const dead = bytes.byteLength - back.reduce((sum, { size }) => sum + size, 0);
    if (dead > 0) await noteDead(t, [{ account, pack, size: dead }]);
    return back.map(({ id }) => id);
  });
  for (const id of whole) announce({ kind: 'message', id });
  return whole;
}
