import { nameKey } from '@/lib/mail/senderTrouble';
import { tx } from './database';

/** Names and addresses of the newest mail: enough to know whom somebody corresponds with, and read in a moment. */
const newest = 1_000;
/** Once is no acquaintance. */
const often = 2;

/** Under each name the addresses from which mail came more than once; of the newest mail of all accounts. */
export async function knownSenders(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const records = await tx(['messages'], 'readonly', async (t) => {
    const messages = t.objectStore('messages');
    const last = (await messages.openKeyCursor(null, 'prev'))?.key ?? 0;
    return messages.getAll(IDBKeyRange.lowerBound(last - newest));
  });
  const counts = new Map<string, Map<string, number>>();
  for (const { envelope, folder } of records) {
    const [sender] = envelope.from;
    if (!sender?.name || folder === 'junk' || folder === 'trash') continue;
    const name = nameKey(sender.name);
    const address = sender.address.toLowerCase();
    const addresses = counts.get(name) ?? new Map<string, number>();
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    counts.set(name, addresses);
  }
  const known = new Map<string, ReadonlySet<string>>();
  for (const [name, addresses] of counts) {
    const usual = [...addresses].filter(([, times]) => times >= often).map(([address]) => address);
    if (usual.length > 0) known.set(name, new Set(usual));
  }
  return known;
}
