import { tx } from './database';
import type { KeptImage } from './records/reading';

/** The most that is kept for one message, octets: what is shown of it is in memory several times. */
export const maxKeptOctets = 16 * 1024 ** 2;

/** The images of other people's servers that were loaded for a message, as they came. */
export async function keptImages(message: number): Promise<readonly KeptImage[]> {
  const record = await tx(['remoteImages'], 'readonly', (t) => t.objectStore('remoteImages').get(message));
  return record?.images ?? [];
}

/**
 * Keeps images with their message, so that they are there offline, too. Those that would pass the limit, and those of
 * a message that is gone by now, are not kept.
 *
 * @throws StorageFull
 */
export async function keepImages(message: number, images: readonly KeptImage[]): Promise<void> {
  await tx(['messages', 'remoteImages'], 'readwrite', async (t) => {
    const record = await t.objectStore('messages').get(message);
    if (!record) return;
    const store = t.objectStore('remoteImages');
    const kept = new Map((await store.get(message))?.images.map((image) => [image.address, image]));
    let octets = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    for (const image of images) {
      if (kept.has(image.address) || octets + image.bytes.byteLength > maxKeptOctets) continue;
      octets += image.bytes.byteLength;
      kept.set(image.address, image);
    }
    await store.put({ message, account: record.account, images: [...kept.values()] });
  });
}
