import { leaderTx } from './leadership';

/** The header stands within so many octets in all but odd mail. */
const headOctets = 32 * 1024;
/** So many messages at a time; packs hold about as many. */
const atOnce = 50;

/**
 * Looks up the mailing lists of mail that came before they were kept with it, some at a time, from the newest down. How far
 * it has come is written in the same transaction.
 *
 * @param listOf the list of a message, by its first octets; null: none
 * @returns whether there may be more
 * @throws LeadershipLost, StorageFull
 */
export function findOldLists(epoch: number, listOf: (head: Uint8Array) => string | null): Promise<boolean> {
  return leaderTx(epoch, ['messages', 'packs'], async (t) => {
    const [meta, messages] = [t.objectStore('meta'), t.objectStore('messages')];
    const before = (await meta.get('listsBefore'))?.value ?? Number.MAX_SAFE_INTEGER;
    const packs = new Map<number, ArrayBuffer | undefined>();
    let cursor = await messages.openCursor(IDBKeyRange.upperBound(before, true), 'prev');
    let [looked, last] = [0, 0];
    while (cursor && looked < atOnce) {
      const record = cursor.value;
      looked += 1;
      last = record.id;
      if (record.envelope.list === undefined) {
        if (!packs.has(record.pack))
          packs.set(record.pack, (await t.objectStore('packs').get(record.pack))?.bytes);
        const bytes = packs.get(record.pack);
        const end = record.offset + Math.min(record.size, headOctets);
        const list =
          bytes && bytes.byteLength >= end
            ? listOf(new Uint8Array(bytes, record.offset, end - record.offset))
            : null;
        if (list !== null) await cursor.update({ ...record, envelope: { ...record.envelope, list } });
      }
      cursor = await cursor.continue();
    }
    // Nothing is older than 1: there it rests, and mail that comes brings its list with it.
    await meta.put({ key: 'listsBefore', value: cursor ? last : 1 });
    return cursor !== null;
  });
}
