import { tx } from './database';
import type { SenderRecord } from './records/reading';

/** Who a choice is for: one address, or everybody at a domain. */
export type Who = { address: string } | { domain: string };

/** What was chosen for the mail of one sender. */
export interface SenderChoices {
  /** Images are loaded without asking, because of the address or because of its domain. */
  images: 'address' | 'domain' | null;
  /** Mail keeps its own colours in the dark theme. */
  original: boolean;
}

/** Addresses compare without case here: nobody means two people by `Ada@` and `ada@`. */
const keyOf = (who: Who) =>
  'domain' in who ? `@${who.domain.toLowerCase()}` : who.address.trim().toLowerCase();

export async function senderChoices(address: string, domain: string | null): Promise<SenderChoices> {
  const [own, all] = await tx(['senders'], 'readonly', (t) =>
    Promise.all([
      t.objectStore('senders').get(keyOf({ address })),
      domain === null ? undefined : t.objectStore('senders').get(keyOf({ domain })),
    ]),
  );
  return {
    images: own?.images ? 'address' : all?.images ? 'domain' : null,
    original: own?.original ?? false,
  };
}

/** Remembers a choice; a sender for whom nothing is chosen any more is forgotten. */
export async function chooseForSender(
  who: Who,
  choice: Partial<Pick<SenderRecord, 'images' | 'original'>>,
): Promise<void> {
  await tx(['senders'], 'readwrite', async (t) => {
    const senders = t.objectStore('senders');
    const key = keyOf(who);
    const next = { images: false, original: false, ...(await senders.get(key)), ...choice, who: key };
    if (next.images || next.original) await senders.put(next);
    else await senders.delete(key);
  });
}
