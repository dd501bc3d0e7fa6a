import { announce } from './changes';
import { type Transaction, tx } from './database';
import { AccountGone } from './errors';
import { forgetAccount, junkOfAccounts } from './junk/forget';
import { leaderTx } from './leadership';
import type { AccountRecord } from './records/account';
import type { SessionRecord } from './schema';

/** All accounts, in the order that somebody gave them, and behind those in that in which they were added. */
export async function listAccounts(): Promise<AccountRecord[]> {
  return tx(['accounts'], 'readonly', inOrder);
}

async function inOrder(t: Transaction<'readonly' | 'readwrite'>): Promise<AccountRecord[]> {
  const last = Number.MAX_SAFE_INTEGER;
  return (await t.objectStore('accounts').getAll()).sort(
    (a, b) => (a.order ?? last) - (b.order ?? last) || a.addedAt - b.addedAt,
  );
}

/**
 * Moves an account among the others.
 * @param by places: -1 is one up; further than the ends it does not go
 */
export async function moveAccount(id: string, by: number): Promise<void> {
  await tx(['accounts'], 'readwrite', async (t) => {
    const accounts = await inOrder(t);
    const from = accounts.findIndex((account) => account.id === id);
    const [moved] = accounts.splice(from, from < 0 ? 0 : 1);
    if (!moved) throw new AccountGone('the account was removed from this device');
    accounts.splice(Math.min(Math.max(0, from + by), accounts.length), 0, moved);
    await Promise.all(accounts.map((account, order) => t.objectStore('accounts').put({ ...account, order })));
  });
  announce({ kind: 'accounts' });
}

export function getAccount(id: string): Promise<AccountRecord | undefined> {
  return tx(['accounts'], 'readonly', (t) => t.objectStore('accounts').get(id));
}

/**
 * Adds an account, or puts a new record in its place when it signs in again. Its mail is not touched.
 * @param signIn what the bridge did for it. It comes with the account: a transaction behind this one would keep the first
 *   check waiting
 */
export async function addAccount(record: AccountRecord, signIn: SessionRecord | null = null): Promise<void> {
  await tx(['accounts', 'sessions'], 'readwrite', async (t) => {
    await t.objectStore('accounts').put(record);
    if (signIn) await t.objectStore('sessions').add(signIn);
  });
  announce({ kind: 'accounts' });
}

/** @throws AccountGone when the account is not on this device */
export async function updateAccount(id: string, change: Partial<AccountRecord>): Promise<void> {
  await tx(['accounts'], 'readwrite', (t) => patch(t, id, change));
  announce({ kind: 'accounts' });
}

/** Asks for the whole of messages of which only the header is here; the next check brings them. */
export async function wantWhole(id: string, uidls: readonly string[]): Promise<void> {
  await tx(['accounts'], 'readwrite', async (t) => {
    const record = await t.objectStore('accounts').get(id);
    const wholeWanted = [...new Set([...(record?.wholeWanted ?? []), ...uidls])];
    await patch(t, id, { wholeWanted });
  });
  announce({ kind: 'accounts' });
}

/** The leader's word that these cannot be had whole: they are not asked for until somebody asks again. */
export async function giveUpWhole(epoch: number, id: string, uidls: readonly string[]): Promise<void> {
  await leaderTx(epoch, ['accounts'], async (t) => {
    const record = await t.objectStore('accounts').get(id);
    const wholeWanted = (record?.wholeWanted ?? []).filter((uidl) => !uidls.includes(uidl));
    await patch(t, id, { wholeWanted });
  });
  announce({ kind: 'accounts' });
}

export type AccountNotes = Pick<
  Partial<AccountRecord>,
  | 'seen'
  | 'listedAt'
  | 'checkedAt'
  | 'sequential'
  | 'deferred'
  | 'leftOut'
  | 'quarantine'
  | 'keepsRetrieved'
  | 'ignoresDeletion'
  | 'removesItself'
>;

/** The leader's notes on an account: what it saw and when. */
export async function noteAccount(epoch: number, id: string, change: AccountNotes): Promise<void> {
  await leaderTx(epoch, ['accounts'], (t) => patch(t, id, change));
}

async function patch(t: Transaction<'readwrite'>, id: string, change: Partial<AccountRecord>): Promise<void> {
  const accounts = t.objectStore('accounts');
  const record = await accounts.get(id);
  if (!record) throw new AccountGone('the account was removed from this device');
  await accounts.put({ ...record, ...change });
}

/** Removes the account and all its mail from this device, at once or not at all. Nothing is said to the server. */
export async function removeAccount(id: string): Promise<void> {
  await tx(
    [
      'accounts',
      'messages',
      'packs',
      'dead',
      'ledger',
      'deletions',
      'journal',
      'remoteImages',
      'sessions',
      'receivers',
      'counters',
      'meta',
      ...junkOfAccounts,
    ],
    'readwrite',
    async (t) => {
      await t.objectStore('accounts').delete(id);
      await t.objectStore('receivers').delete(id);
      await forgetAccount(t, id);
      for (const name of ['messages', 'packs', 'dead', 'ledger', 'remoteImages', 'sessions'] as const) {
        const store = t.objectStore(name);
        const keys = await store.index('byAccount').getAllKeys(id);
        await Promise.all(keys.map((key) => store.delete(key)));
      }
      const deletions = t.objectStore('deletions');
      const asked = await deletions.index('byAccount').getAllKeys(id);
      await Promise.all(asked.map((key) => deletions.delete(key)));
      const journal = t.objectStore('journal');
      const told = await journal.index('byAccount').getAllKeys(IDBKeyRange.bound([id], [id, []]));
      await Promise.all(told.map((key) => journal.delete(key)));
      await t.objectStore('counters').delete(IDBKeyRange.bound([id], [id, []]));
    },
  );
  announce({ kind: 'accounts' });
  announce({ kind: 'messages', account: id, added: 0 });
}
