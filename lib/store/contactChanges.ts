import { unturned } from '@/lib/mail/letters';
import { announce } from './changes';
import { emptyContact, isAddress, keyOf, nextId } from './contacts';
import { type Transaction, tx } from './database';
import type { ContactDetails, ContactRecord } from './records/contacts';

/** What people do to contacts; each change tells enough for being taken back. */

/** More than anybody has. */
const maxAddresses = 50;

/** What a change has made of contacts: enough for `restoreContacts`. */
export interface ContactsChange {
  /** As they were; none of those that it made. */
  before: readonly ContactRecord[];
  /** As they have become; none of those that it removed. */
  after: readonly ContactRecord[];
}

/** Writes contacts inside of a transaction, and remembers what was there before the first change of each. */
class Writer {
  readonly #t: Transaction<'readwrite'>;
  /** Null: it was not there. */
  readonly #was = new Map<number, ContactRecord | null>();
  readonly #is = new Map<number, ContactRecord>();

  constructor(t: Transaction<'readwrite'>) {
    this.#t = t;
  }

  get(id: number): Promise<ContactRecord | undefined> {
    return this.#t.objectStore('contacts').get(id);
  }

  ownerOf(address: string): Promise<ContactRecord | undefined> {
    return this.#t.objectStore('contacts').index('byAddress').get(address);
  }

  nextId(): Promise<number> {
    return nextId(this.#t);
  }

  async put(record: ContactRecord): Promise<void> {
    await this.#note(record.id);
    this.#is.set(record.id, record);
    await this.#t.objectStore('contacts').put(record);
  }

  async remove(id: number): Promise<void> {
    await this.#note(id);
    this.#is.delete(id);
    await this.#t.objectStore('contacts').delete(id);
  }

  /**
   * An address stands in one contact alone: whichever has it gives it to the one with this id. With the last one goes the
   * mail that was counted, and a contact of which nothing is left then is gone.
   *
   * @returns that mail
   */
  async claim(address: string, id: number): Promise<Pick<ContactRecord, 'messages' | 'last'>> {
    const none = { messages: 0, last: null };
    const other = await this.ownerOf(address);
    if (!other || other.id === id) return none;
    const { messages, last } = other;
    const left = { ...other, addresses: other.addresses.filter((each) => each !== address) };
    if (left.addresses.length > 0) {
      // For which of its addresses each message was counted nobody has written down.
      await this.put(left);
      return none;
    }
    if (isEmpty(left)) await this.remove(other.id);
    else await this.put({ ...left, ...none });
    return { messages, last };
  }

  /** As `claim`, but nothing that was counted goes along, and no contact is gone. */
  async release(address: string, other: ContactRecord): Promise<void> {
    await this.put({ ...other, addresses: other.addresses.filter((each) => each !== address) });
  }

  change(): ContactsChange {
    const before = [...this.#was.values()].filter((record) => record !== null);
    return { before, after: [...this.#is.values()] };
  }

  async #note(id: number): Promise<void> {
    if (!this.#was.has(id)) this.#was.set(id, (await this.get(id)) ?? null);
  }
}

/** A name that came with mail belonged to an address. */
const isEmpty = ({ named, name, phones, organisation, note }: ContactRecord): boolean =>
  (!named || name === '') && phones.length === 0 && organisation === '' && note === '';

async function write<Result>(
  work: (contacts: Writer) => Promise<Result>,
): Promise<{ result: Result; change: ContactsChange }> {
  const written = await tx(['contacts'], 'readwrite', async (t) => {
    const contacts = new Writer(t);
    const result = await work(contacts);
    return { result, change: contacts.change() };
  });
  announce({ kind: 'contacts' });
  return written;
}

/**
 * What the person wrote in the place of what was there; an address that stood in another contact leaves that one, and the
 * mail that was counted there comes with its last one.
 */
export async function saveContact(
  details: ContactDetails,
  id: number | null = null,
): Promise<{ id: number; change: ContactsChange }> {
  const { result, change } = await write((contacts) => put(contacts, details, id));
  return { id: result, change };
}

async function put(contacts: Writer, details: ContactDetails, id: number | null): Promise<number> {
  const before = id === null ? undefined : await contacts.get(id);
  const addresses = [...new Set(details.addresses.map(keyOf).filter(isAddress))].slice(0, maxAddresses);
  const own = before?.id ?? (await contacts.nextId());
  let { messages, last } = before ?? emptyContact;
  for (const address of addresses) {
    const moved = await contacts.claim(address, own);
    messages += moved.messages;
    if (moved.last !== null) last = Math.max(last ?? moved.last, moved.last);
  }
  const { name, phones, organisation, note } = details;
  await contacts.put({
    id: own,
    messages,
    last,
    name: unturned(name).trim(),
    addresses,
    phones,
    organisation,
    note,
    named: true,
  });
  return own;
}

export async function deleteContact(id: number): Promise<ContactsChange> {
  const { change } = await write((contacts) => contacts.remove(id));
  return change;
}

/**
 * Makes one contact of several: the name stays that somebody wrote, else the first one's, and the organisation;
 * addresses, phones and notes come together.
 */
export async function mergeContacts(ids: readonly number[]): Promise<ContactsChange> {
  const { change } = await write(async (contacts) => {
    const found = (await Promise.all([...new Set(ids)].map((id) => contacts.get(id)))).filter(
      (each) => each !== undefined,
    );
    const [first, ...others] = found;
    if (!first || others.length === 0) return;
    for (const { id } of others) await contacts.remove(id);
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
  });
  return change;
}

/**
 * Takes contacts of a file in: one whose address is known is added to that contact, and nothing of it is lost.
 *
 * @returns how many were new, and how many were known
 */
export async function importContacts(
  given: readonly ContactDetails[],
): Promise<{ added: number; known: number; change: ContactsChange }> {
  const { result, change } = await write(async (contacts) => {
    const counted = { added: 0, known: 0 };
    for (const details of given) {
      const addresses = details.addresses.map(keyOf).filter(isAddress);
      let found: ContactRecord | undefined;
      for (const address of addresses) found ??= await contacts.ownerOf(address);
      if (!found) {
        await put(contacts, details, null);
        counted.added += 1;
        continue;
      }
      counted.known += 1;
      // Addresses that other contacts have stay with them.
      const free: string[] = [];
      for (const address of addresses) if (!(await contacts.ownerOf(address))) free.push(address);
      await contacts.put({
        ...found,
        name: found.named ? found.name : details.name || found.name,
        addresses: [...found.addresses, ...new Set(free)].slice(0, maxAddresses),
        phones: [...new Set([...found.phones, ...details.phones])],
        organisation: found.organisation || details.organisation,
        note: found.note || details.note,
        named: true,
      });
    }
    return counted;
  });
  return { ...result, change };
}

/**
 * Takes a change back: what it made goes, and the others are as they were, but that mail which was counted since still
 * counts. Whoever has one of their addresses meanwhile gives it back.
 */
export async function restoreContacts({ before, after }: ContactsChange): Promise<void> {
  const kept = new Set(before.map(({ id }) => id));
  const became = new Map(after.map((record) => [record.id, record]));
  await write(async (contacts) => {
    for (const { id } of after) if (!kept.has(id)) await contacts.remove(id);
    for (const record of before) {
      const was = became.get(record.id);
      const now = await contacts.get(record.id);
      // It was removed, and somebody whom mail came from since has its number.
      const id = now && !was ? await contacts.nextId() : record.id;
      let { messages, last } = record;
      const count = (since: number, newest: number | null) => {
        messages += since;
        if (since > 0) last = Math.max(last ?? 0, newest ?? 0);
      };
      if (now && was) count(now.messages - was.messages, now.last);
      for (const address of record.addresses) {
        const other = await contacts.ownerOf(address);
        if (!other || other.id === id) continue;
        if (other.named || other.addresses.length > 1) await contacts.release(address, other);
        else {
          // Nobody wrote it: it was gathered from mail while the address stood nowhere.
          count(other.messages, other.last);
          await contacts.remove(other.id);
        }
      }
      await contacts.put({ ...record, id, messages, last });
    }
  });
}
