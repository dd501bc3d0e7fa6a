import { hasHidden, inOneLine } from '@/lib/mail/letters';
import type { Mailbox } from '@/lib/mail/types';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { isCopy } from './fromFile';
import { leaderTx } from './leadership';
import type { StoreName } from './migrations';
import type { ContactRecord } from './records/contacts';
import type { MessageRecord } from './schema';

/** Mail is looked at for contacts so many messages at a time, each in one transaction. */
const atOnce = 200;
/** A message to a hundred people makes no contacts of them. */
const mostRecipients = 20;

/** All contacts, the most frequent first. */
export async function readContacts(): Promise<ContactRecord[]> {
  const contacts = await tx(['contacts'], 'readonly', (t) => t.objectStore('contacts').getAll());
  return contacts.sort((a, b) => b.messages - a.messages || a.id - b.id);
}

/**
 * Gathers contacts from mail that was not looked at yet: who wrote, and whom the accounts' own addresses wrote to. How far
 * it has come is written in the same transaction, so that nothing counts twice. What is in Junk by then waits until it is
 * taken out, and what went there since counts no longer: of whom nothing but junk is known that contact goes, unless
 * somebody has written it. What somebody copied counts once; what is in Trash may be taken back, and counts until it is
 * removed for good.
 *
 * @returns whether there may be more
 * @throws LeadershipLost, StorageFull
 */
export async function gatherContacts(epoch: number): Promise<boolean> {
  const { more, changed } = await leaderTx(epoch, ['accounts', 'messages', 'contacts'], async (t) => {
    const [meta, messages] = [t.objectStore('meta'), t.objectStore('messages')];
    const through = (await meta.get('gathered'))?.value ?? 0;
    const records = await messages.getAll(IDBKeyRange.lowerBound(through, true), atOnce);
    const freed = await messages.index('byMeet').getAll(IDBKeyRange.only(1), atOnce);
    const binned = await messages.index('byMeet').getAll(IDBKeyRange.only(2), atOnce);
    const last = records.at(-1);
    if (!last && freed.length === 0 && binned.length === 0) return { more: false, changed: false };
    const own = await ownAddresses(t);
    const passed = records.filter(({ meet }) => meet === 2);
    for (const { meet: _, ...record } of passed) await messages.put({ ...record, unmet: true });
    for (const { unmet: _, meet: __, ...record } of freed) await messages.put(record);
    let changed = false;
    for (const { meet: _, ...record } of binned.filter(({ id }) => id <= through)) {
      const known = await part(t, [record], own);
      // Of one that no contact knows there is nothing to count again.
      await messages.put(known ? { ...record, unmet: true } : record);
      changed ||= known;
    }
    for (const record of [...records.filter(({ meet }) => meet !== 2), ...freed]) {
      for (const who of correspondents(record, own)) {
        await meet(t, who, record.date);
        changed = true;
      }
    }
    if (last) await meta.put({ key: 'gathered', value: last.id });
    return { more: [records, freed, binned].some(({ length }) => length === atOnce), changed };
  });
  if (changed) announce({ kind: 'contacts' });
  return more;
}

/** Those whom they were counted for count them no longer. @returns whether there are any */
async function part(
  t: Transaction<'readwrite'>,
  records: readonly MessageRecord[],
  own: ReadonlySet<string>,
): Promise<boolean> {
  const contacts = t.objectStore('contacts');
  let known = false;
  const counts = new Map<string, number>();
  for (const record of records)
    for (const { address } of correspondents(record, own))
      counts.set(keyOf(address), (counts.get(keyOf(address)) ?? 0) + 1);
  for (const [address, count] of counts) {
    const before = await contacts.index('byAddress').get(address);
    if (!before || before.messages === 0) continue;
    known = true;
    const messages = Math.max(0, before.messages - count);
    // Name and date stay those of the newest that was counted, until there is a newer one.
    if (messages > 0 || before.named) await contacts.put({ ...before, messages });
    else await contacts.delete(before.id);
  }
  return known;
}

/** What removing messages needs for contacts. */
export const contactStores = ['contacts', 'accounts', 'meta'] as const satisfies StoreName[];

/** What is removed for good counts no longer, if it did. @returns whether any contact changed */
export async function partWith(
  t: Transaction<'readwrite'>,
  removed: readonly MessageRecord[],
): Promise<boolean> {
  const through = (await t.objectStore('meta').get('gathered'))?.value ?? 0;
  const counted = removed.filter(({ id, unmet }) => id <= through && !unmet);
  if (counted.length === 0) return false;
  return part(t, counted, await ownAddresses(t));
}

async function ownAddresses(t: Transaction<'readwrite'>): Promise<ReadonlySet<string>> {
  const accounts = await t.objectStore('accounts').getAll();
  return new Set(accounts.flatMap(({ address, username }) => [keyOf(address), keyOf(username)]));
}

function correspondents(record: MessageRecord, own: ReadonlySet<string>): Mailbox[] {
  if (isCopy(record)) return [];
  const { from, to, cc } = record.envelope;
  const isOwn = ({ address }: Mailbox) => own.has(keyOf(address));
  const [sender] = from;
  const others = sender && isOwn(sender) ? [...to, ...cc] : from.slice(0, 1);
  if (others.length > mostRecipients) return [];
  const met = new Map(
    others
      .filter((who) => !isOwn(who) && isAddress(who.address) && !hasHidden(who.address))
      .map((who) => [keyOf(who.address), who]),
  );
  return [...met.values()];
}

async function meet(t: Transaction<'readwrite'>, { name, address }: Mailbox, date: number): Promise<void> {
  const contacts = t.objectStore('contacts');
  const key = keyOf(address);
  const before = await contacts.index('byAddress').get(key);
  const called = inOneLine(name);
  if (!before) {
    await contacts.put({
      ...emptyContact,
      id: await nextId(t),
      name: called,
      addresses: [key],
      messages: 1,
      last: date,
    });
    return;
  }
  const newest = before.last === null || date >= before.last;
  await contacts.put({
    ...before,
    messages: before.messages + 1,
    last: newest ? date : before.last,
    name: !before.named && called !== '' && (newest || before.name === '') ? called : before.name,
  });
}

export const emptyContact: Omit<ContactRecord, 'id'> = {
  ...{ name: '', addresses: [], phones: [], organisation: '', note: '', messages: 0, last: null },
};

/** One that no contact has. */
export async function nextId(t: Transaction<'readwrite'>): Promise<number> {
  const last = await t.objectStore('contacts').openKeyCursor(null, 'prev');
  return (last?.key ?? 0) + 1;
}

/** Compares without case: nobody means two people by `Ada@` and `ada@`. */
export const keyOf = (address: string) => address.trim().toLowerCase();
export const isAddress = (text: string) => /^[^\s@<>]{1,200}@[^\s@<>]{1,255}$/.test(text.trim());
