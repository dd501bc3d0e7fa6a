import type { Mailbox } from '@/lib/mail/types';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { leaderTx } from './leadership';
import type { ContactDetails, ContactRecord } from './records/contacts';
import type { MessageRecord } from './schema';

/** Mail is looked at for contacts so many messages at a time, each in one transaction. */
const atOnce = 200;
/** A message to a hundred people makes no contacts of them. */
const mostRecipients = 20;
export const maxAddresses = 50;

/** All contacts, the most frequent first. */
export async function readContacts(): Promise<ContactRecord[]> {
  const contacts = await tx(['contacts'], 'readonly', (t) => t.objectStore('contacts').getAll());
  return contacts.sort((a, b) => b.messages - a.messages || a.id - b.id);
}

/**
 * Gathers contacts from mail that was not looked at yet: who wrote, and whom the accounts' own addresses wrote to. How far
 * it has come is written in the same transaction, so that nothing counts twice. What is in Junk or Trash by then is passed over.
 *
 * @returns whether there may be more
 * @throws LeadershipLost, StorageFull
 */
export async function gatherContacts(epoch: number): Promise<boolean> {
  const { looked, changed } = await leaderTx(epoch, ['accounts', 'messages', 'contacts'], async (t) => {
    const meta = t.objectStore('meta');
    const through = (await meta.get('gathered'))?.value ?? 0;
    const records = await t.objectStore('messages').getAll(IDBKeyRange.lowerBound(through, true), atOnce);
    const last = records.at(-1);
    if (!last) return { looked: 0, changed: false };
    const accounts = await t.objectStore('accounts').getAll();
    const own = new Set(accounts.flatMap(({ address, username }) => [keyOf(address), keyOf(username)]));
    let changed = false;
    for (const record of records) {
      for (const who of correspondents(record, own)) {
        await meet(t, who, record.date);
        changed = true;
      }
    }
    await meta.put({ key: 'gathered', value: last.id });
    return { looked: records.length, changed };
  });
  if (changed) announce({ kind: 'contacts' });
  return looked === atOnce;
}

function correspondents(
  { folder, envelope: { from, to, cc } }: MessageRecord,
  own: ReadonlySet<string>,
): Mailbox[] {
  if (folder === 'junk' || folder === 'trash') return [];
  const isOwn = ({ address }: Mailbox) => own.has(keyOf(address));
  const [sender] = from;
  const others = sender && isOwn(sender) ? [...to, ...cc] : from.slice(0, 1);
  if (others.length > mostRecipients) return [];
  const met = new Map(
    others.filter((who) => !isOwn(who) && isAddress(who.address)).map((who) => [keyOf(who.address), who]),
  );
  return [...met.values()];
}

async function meet(t: Transaction<'readwrite'>, { name, address }: Mailbox, date: number): Promise<void> {
  const contacts = t.objectStore('contacts');
  const key = keyOf(address);
  const before = await contacts.index('byAddress').get(key);
  const called = name.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (!before) {
    await contacts.put({
      ...empty,
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

const empty: Omit<ContactRecord, 'id'> = {
  ...{ name: '', addresses: [], phones: [], organisation: '', note: '', messages: 0, last: null },
};

async function nextId(t: Transaction<'readwrite'>): Promise<number> {
  const last = await t.objectStore('contacts').openKeyCursor(null, 'prev');
  return (last?.key ?? 0) + 1;
}

/** Compares without case: nobody means two people by `Ada@` and `ada@`. */
const keyOf = (address: string) => address.trim().toLowerCase();
export const isAddress = (text: string) => /^[^\s@<>]{1,200}@[^\s@<>]{1,255}$/.test(text.trim());

/** What the person wrote in the place of what was there; an address that stood in another contact leaves that one. */
export async function saveContact(details: ContactDetails, id: number | null = null): Promise<number> {
  const saved = await tx(['contacts'], 'readwrite', (t) => put(t, details, id));
  announce({ kind: 'contacts' });
  return saved;
}

async function put(t: Transaction<'readwrite'>, details: ContactDetails, id: number | null): Promise<number> {
  const contacts = t.objectStore('contacts');
  const before = id === null ? undefined : await contacts.get(id);
  const addresses = [...new Set(details.addresses.map(keyOf).filter(isAddress))].slice(0, maxAddresses);
  const own = before?.id ?? (await nextId(t));
  for (const address of addresses) {
    const other = await contacts.index('byAddress').get(address);
    if (other && other.id !== own)
      await contacts.put({ ...other, addresses: other.addresses.filter((each) => each !== address) });
  }
  const { name, phones, organisation, note } = details;
  await contacts.put({
    ...empty,
    ...before,
    id: own,
    name: name.trim(),
    addresses,
    phones,
    organisation,
    note,
    named: true,
  });
  return own;
}

/** @returns what was there, so that it can be put back by `restoreContacts` */
export async function deleteContact(id: number): Promise<ContactRecord[]> {
  const before = await tx(['contacts'], 'readwrite', async (t) => {
    const found = await t.objectStore('contacts').get(id);
    await t.objectStore('contacts').delete(id);
    return found ? [found] : [];
  });
  announce({ kind: 'contacts' });
  return before;
}

/**
 * Makes one contact of several: the name stays that somebody wrote, else the first one's, and the organisation;
 * addresses, phones and notes come together.
 *
 * @returns what was there, so that it can be put back by `restoreContacts`
 */
export async function mergeContacts(ids: readonly number[]): Promise<ContactRecord[]> {
  const before = await tx(['contacts'], 'readwrite', async (t) => {
    const contacts = t.objectStore('contacts');
    const found = (await Promise.all([...new Set(ids)].map((id) => contacts.get(id)))).filter(
      (each) => each !== undefined,
    );
    const [first, ...others] = found;
    if (!first || others.length === 0) return [];
    for (const { id } of others) await contacts.delete(id);
    const called = found.filter(({ name }) => name !== '');
    const dates = found.flatMap(({ last }) => last ?? []);
    await contacts.put({
      ...first,
      name: (called.find(({ named }) => named) ?? called[0])?.name ?? '',
      organisation:
        first.organisation || others.find(({ organisation }) => organisation !== '')?.organisation || '',
      addresses: [...new Set(found.flatMap(({ addresses }) => addresses))],
      phones: [...new Set(found.flatMap(({ phones }) => phones))],
      note: found
        .map(({ note }) => note)
        .filter(Boolean)
        .join('\n'),
      messages: found.reduce((sum, { messages }) => sum + messages, 0),
      last: dates.length > 0 ? Math.max(...dates) : null,
      named: true,
    });
    return found;
  });
  announce({ kind: 'contacts' });
  return before;
}

/** Puts contacts back as they were; whoever has one of their addresses meanwhile gives it back. */
export async function restoreContacts(before: readonly ContactRecord[]): Promise<void> {
  await tx(['contacts'], 'readwrite', async (t) => {
    const contacts = t.objectStore('contacts');
    for (const record of before) {
      for (const address of record.addresses) {
        const other = await contacts.index('byAddress').get(address);
        if (other && other.id !== record.id)
          await contacts.put({ ...other, addresses: other.addresses.filter((each) => each !== address) });
      }
      await contacts.put(record);
    }
  });
  announce({ kind: 'contacts' });
}

/**
 * Takes contacts of a file in: one whose address is known is added to that contact, and nothing of it is lost.
 *
 * @returns how many were new, and how many were known
 */
export async function importContacts(
  given: readonly ContactDetails[],
): Promise<{ added: number; known: number }> {
  const counted = await tx(['contacts'], 'readwrite', async (t) => {
    const result = { added: 0, known: 0 };
    for (const details of given) {
      const addresses = details.addresses.map(keyOf).filter(isAddress);
      let found: ContactRecord | undefined;
      for (const address of addresses)
        found ??= await t.objectStore('contacts').index('byAddress').get(address);
      if (!found) {
        await put(t, details, null);
        result.added += 1;
        continue;
      }
      result.known += 1;
      // Addresses that other contacts have stay with them.
      const free: string[] = [];
      for (const address of addresses)
        if (!(await t.objectStore('contacts').index('byAddress').get(address))) free.push(address);
      await t.objectStore('contacts').put({
        ...found,
        name: found.named ? found.name : details.name || found.name,
        addresses: [...found.addresses, ...new Set(free)].slice(0, maxAddresses),
        phones: [...new Set([...found.phones, ...details.phones])],
        organisation: found.organisation || details.organisation,
        note: found.note || details.note,
        named: true,
      });
    }
    return result;
  });
  announce({ kind: 'contacts' });
  return counted;
}
