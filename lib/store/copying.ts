import { announce } from './changes';
import { Tally } from './counters';
import { tx } from './database';
import { nameOfCopy } from './fromFile';
import { takeKeys } from './keys';
import { markStores } from './marks';
import { placed } from './placed';
import { isOwnFolder } from './records/places';
import type { Folder, MessageRecord } from './schema';

/**
 * Copies messages into a folder. A copy is a message like one from a file: no server knows it, so that it stays when the
 * message is deleted there, and deleting it deletes nothing there. It shares the octets of its message; packs are
 * rewritten record by record, so that each keeps them when the other goes. Of what is here as its header alone, or is
 * damaged, there is nothing to copy. Where the folder is no more, copies go to Archive.
 *
 * @param now when they came into their folder, ms since 1970
 * @returns keys of the copies, in the order of the messages
 * @throws StorageFull: none of them was made
 */
export async function copyMessages(
  ids: readonly number[],
  folder: Folder,
  now: number = Date.now(),
): Promise<number[]> {
  const copies = await tx([...markStores, 'meta'], 'readwrite', async (t) => {
    const messages = t.objectStore('messages');
    const found = await Promise.all([...new Set(ids)].map((id) => messages.get(id)));
    const whole = found.filter(
      (record): record is MessageRecord =>
        record !== undefined && record.headerOf === undefined && record.damaged === undefined,
    );
    if (whole.length === 0) return [];
    const gone = isOwnFolder(folder) && !(await t.objectStore('folders').get(folder));
    const first = await takeKeys(t, 'messages', whole.length);
    const tally = new Tally();
    const made = whole.map((record, index) => {
      // The rules have seen the message, a pin holds one of them, and contacts count it once.
      const { top: _, unruled: __, pinned: ___, unmet: ____, ...plain } = record;
      const named = { ...plain, id: first + index, uidl: nameOfCopy(record.sha256) };
      return placed(named, { folder: gone ? 'archive' : folder, movedAt: now });
    });
    for (const record of made) tally.add(record, 1);
    await Promise.all(made.map((record) => messages.put(record)));
    await tally.write(t);
    return made;
  });
  for (const account of new Set(copies.map((record) => record.account)))
    announce({ kind: 'messages', account, added: 0 });
  return copies.map(({ id }) => id);
}
