import { nameKey } from '@/lib/mail/senderTrouble';
import { tx } from './database';
import type { MessageRecord } from './schema';

/** Names and addresses of the newest mail: enough to know whom somebody corresponds with, and read in a moment. */
const newest = 1_000;
/** A name is known from so many messages on: who wrote less often is a stranger, and of strangers many have the same name. */
const acquainted = 5;
/** From then on an address is one of theirs: many people have several. */
const often = 2;

/** The addresses of those who are known by their mail, the newest of all accounts; and those of contacts that somebody wrote down. */
export async function knownSenders(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { records, contacts } = await tx(['messages', 'contacts'], 'readonly', async (t) => {
    const messages = t.objectStore('messages');
    const last = (await messages.openKeyCursor(null, 'prev'))?.key ?? 0;
    const contacts = await t.objectStore('contacts').getAll();
    return { records: await messages.getAll(IDBKeyRange.lowerBound(last - newest)), contacts };
  });
  const known = usualSenders(records);
  // Whom somebody has written down is known, however seldom they write.
  for (const { name, addresses, named } of contacts) {
    if (!named || name === '' || addresses.length === 0) continue;
    known.set(nameKey(name), new Set([...(known.get(nameKey(name)) ?? []), ...addresses]));
  }
  return known;
}

/** Under each name from which much mail came, the addresses from which more than one message did. */
export function usualSenders(
  records: readonly Pick<MessageRecord, 'envelope' | 'folder'>[],
): Map<string, ReadonlySet<string>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { envelope, folder } of records) {
    const [sender] = envelope.from;
    if (!sender?.name || folder === 'junk' || folder === 'trash') continue;
    const name = nameKey(sender.name);
    // Of a first name alone there are many; whom somebody has written down as "Mum" is one.
    if (!name.includes(' ')) continue;
    const address = sender.address.toLowerCase();
    const addresses = counts.get(name) ?? new Map<string, number>();
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    counts.set(name, addresses);
  }
  const known = new Map<string, ReadonlySet<string>>();
  for (const [name, addresses] of counts) {
    const usual = [...addresses].filter(([, times]) => times >= often).map(([address]) => address);
    if (Math.max(...addresses.values()) >= acquainted) known.set(name, new Set(usual));
  }
  return known;
}
