import { candidates, join, namingOf, type ThreadKeys, threadKeys } from '@/lib/mail/threads';
import { announce } from './changes';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { leaderTx } from './leadership';
import type { AccountRecord } from './records/account';
import type { MessageRecord } from './schema';

/**
 * Conversations are stored with the mail: each message bears the key of its own (`thread`), the keys under which others
 * find it (`threadKeys`), and the newest one of a conversation in its folder is marked as the one that stands for it in
 * lists (`top`; `Tally` keeps it so, whatever is moved, marked or removed). A list by conversations is then a list of
 * messages like any other: virtual, with a stored count.
 */

/**
 * Puts messages that are about to be stored into their conversations, in the transaction that stores them. One that
 * connects two conversations makes one of them, whichever of the messages came first.
 *
 * @param records all of the account `owner`; they are changed, and not put
 * @param tally hears of the conversations that become one
 * @param mayBeHere whether a stored message may have this key: where it is known that none has, nobody is asked
 */
export async function putTogether(
  t: Transaction<'readwrite'>,
  owner: Pick<AccountRecord, 'id' | 'address' | 'username'>,
  records: readonly MessageRecord[],
  tally: Tally,
  mayBeHere: (key: number) => boolean = () => true,
): Promise<void> {
  const messages = records.map((record) => ({
    ...{ id: record.id, date: record.date, envelope: record.envelope },
    keys: threadKeys(owner.id, namingOf(record.envelope)),
  }));
  const found = await findAll(
    t,
    messages.map(({ keys }) => keys),
    mayBeHere,
  );
  const own = new Set([owner.address.toLowerCase(), owner.username.toLowerCase()]);
  const byId = new Map(records.map((record) => [record.id, record]));
  const keysOf = new Map(messages.map(({ id, keys }) => [id, keys.stored]));
  for (const joined of join(messages, found, own)) {
    const thread = joined.threads.length > 0 ? await makeOne(t, joined.threads, tally) : null;
    const members = joined.messages.flatMap((id) => byId.get(id) ?? []);
    const key = thread ?? Math.min(...joined.messages);
    for (const record of members) {
      record.thread = key;
      const keys = keysOf.get(record.id) ?? [];
      if (keys.length > 0) record.threadKeys = keys;
    }
    // A conversation that nobody else is in: most of all mail, and it costs nothing more.
    const [only] = members;
    if (thread === null && members.length === 1 && only) only.top = only.folder;
  }
}

async function findAll(
  t: Transaction<'readwrite'>,
  keys: readonly ThreadKeys[],
  mayBeHere: (key: number) => boolean,
): Promise<Map<number, MessageRecord[]>> {
  const index = t.objectStore('messages').index('byThreadKey');
  const certain = new Set(keys.flatMap((each) => each.certain).filter(mayBeHere));
  const likely = new Set(keys.flatMap((each) => each.likely).filter(mayBeHere));
  const found = new Map<number, MessageRecord[]>();
  const note = (key: number, records: readonly MessageRecord[]) => {
    if (records.length > 0) found.set(key, [...(found.get(key) ?? []), ...records]);
  };
  await Promise.all([
    ...[...certain].map(async (key) => {
      const record = await index.get(key);
      if (record) note(key, [record]);
    }),
    ...[...likely].map(async (key) => note(key, await index.getAll(key, candidates))),
  ]);
  return found;
}

/** All messages of a conversation in the index of conversations; those of one folder with `folder`. */
export const rangeOf = (thread: number, ...folder: string[]): IDBKeyRange =>
  IDBKeyRange.bound([thread, ...folder], [thread, ...folder, []]);

/** Makes one conversation of several: the messages of the smaller ones move. @returns its key */
async function makeOne(
  t: Transaction<'readwrite'>,
  threads: readonly number[],
  tally: Tally,
): Promise<number> {
  const index = t.objectStore('messages').index('byThread');
  const sizes =
    threads.length === 1 ? [0] : await Promise.all(threads.map((thread) => index.count(rangeOf(thread))));
  const sized = threads.map((thread, at) => ({ thread, size: sizes[at] ?? 0 }));
  sized.sort((a, b) => b.size - a.size || a.thread - b.thread);
  const [kept, ...others] = sized.map(({ thread }) => thread);
  for (const thread of others) {
    for (const record of await index.getAll(rangeOf(thread))) {
      const { top: _, ...plain } = record;
      const moved: MessageRecord = { ...plain, thread: kept ?? thread };
      tally.add(record, -1);
      tally.add(moved, 1);
      await t.objectStore('messages').put(moved);
    }
  }
  return kept ?? 0;
}

/** Mail from before there were conversations: so many are put together in one transaction. */
const step = 200;

/**
 * Puts together what was stored before there were conversations, some at a time and newest first. Interrupted at any
 * point, the next leader goes on.
 *
 * @returns whether there is more to do
 * @throws LeadershipLost, StorageFull
 */
export async function putOldTogether(epoch: number): Promise<boolean> {
  if ((await threadless()) === 0) return false;
  const { accounts, left } = await leaderTx(epoch, ['accounts', 'messages', 'counters'], async (t) => {
    const upTo = (await t.objectStore('meta').get('threadless'))?.value ?? 0;
    const messages = t.objectStore('messages');
    const range = IDBKeyRange.bound(Math.max(1, upTo - step + 1), Math.max(1, upTo));
    const old = (await messages.getAll(range)).filter(({ thread }) => thread === undefined);
    const tally = new Tally();
    const accounts = new Set(old.map(({ account }) => account));
    for (const account of accounts) {
      const owner = await t.objectStore('accounts').get(account);
      const theirs = old.filter((record) => record.account === account);
      for (const record of theirs) tally.add({ ...record }, -1);
      await putTogether(t, owner ?? { id: account, address: '', username: '' }, theirs, tally);
      for (const record of theirs) {
        tally.add(record, 1);
        await messages.put(record);
      }
    }
    await tally.write(t);
    const left = Math.max(0, upTo - step);
    await t.objectStore('meta').put({ key: 'threadless', value: left });
    return { accounts, left };
  });
  if (left === 0) for (const account of accounts) announce({ kind: 'messages', account, added: 0 });
  return left > 0;
}

/** All messages up to this key may lack their conversation still; 0: none does. */
export function threadless(): Promise<number> {
  return tx(['meta'], 'readonly', async (t) => (await t.objectStore('meta').get('threadless'))?.value ?? 0);
}
