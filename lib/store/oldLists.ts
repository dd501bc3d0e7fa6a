import { withOctets } from './copies';
import { tx } from './database';
import { leaderTx } from './leadership';
import type { MessageRecord } from './schema';

/** The header stands within so many octets in all but odd mail. */
const headOctets = 32 * 1024;
/** So many messages at a time; packs hold about as many. */
const atOnce = 50;

/**
 * Looks up the mailing lists of mail that came before they were kept with it, some at a time, from the newest down. How far
 * it has come is written in the same transaction as what was found.
 *
 * @param listOf the list of a message, by its first octets; null: none
 * @returns whether there may be more
 * @throws LeadershipLost, StorageFull
 */
export async function findOldLists(
  epoch: number,
  listOf: (head: Uint8Array) => string | null,
): Promise<boolean> {
  const before = await listsBefore();
  let [last, more] = [1, false];
  const found = await withOctets(async (t) => {
    const heads: MessageRecord[] = [];
    let cursor = await t.objectStore('messages').openCursor(IDBKeyRange.upperBound(before, true), 'prev');
    for (let looked = 0; cursor && looked < atOnce; looked += 1) {
      const record = cursor.value;
      last = record.id;
      // Of the first octets alone: the list stands in the header.
      if (record.envelope.list === undefined)
        heads.push({ ...record, size: Math.min(record.size, headOctets) });
      cursor = await cursor.continue();
    }
    more = cursor !== null;
    return heads;
  });
  const lists = found.map(({ record, bytes }) => ({ record, list: bytes && listOf(bytes) }));
  await leaderTx(epoch, ['messages'], async (t) => {
    const [meta, messages] = [t.objectStore('meta'), t.objectStore('messages')];
    for (const { record: read, list } of lists) {
      const record = list !== null && (await messages.get(read.id));
      // Its octets may have come anew meanwhile, and then its list came with them.
      if (record && record.sha256 === read.sha256)
        await messages.put({ ...record, envelope: { ...record.envelope, list } });
    }
    // Nothing is older than 1: there it rests, and mail that comes brings its list with it.
    await meta.put({ key: 'listsBefore', value: more ? last : 1 });
  });
  return more;
}

function listsBefore(): Promise<number> {
  return tx(['meta'], 'readonly', async (t) => {
    return (await t.objectStore('meta').get('listsBefore'))?.value ?? Number.MAX_SAFE_INTEGER;
  });
}
