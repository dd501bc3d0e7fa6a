import { tx } from './database';
import { type Folder, folders, type MessageRecord } from './schema';

/**
 * Copies of a message in other accounts. Each account keeps its row: its copy has its own place on a server, its own
 * folder and marks, and is deleted for itself. So the copies are only told of, and never merged or counted as one.
 *
 * They are found by their date, which stands in the message and in an index; each is looked at then.
 *
 * @returns at most one of each account, in the order of their arrival
 */
export async function copiesElsewhere(record: MessageRecord): Promise<MessageRecord[]> {
  return tx(['accounts', 'messages', 'folders'], 'readonly', async (t) => {
    const index = t.objectStore('messages').index('byAccountFolder');
    const all: Folder[] = [...folders, ...(await t.objectStore('folders').getAllKeys())];
    const copies: MessageRecord[] = [];
    for (const account of await t.objectStore('accounts').getAllKeys()) {
      if (account === record.account) continue;
      const found = await Promise.all(
        all.map((folder) => {
          const place = [account, folder, record.date];
          return index.getAll(IDBKeyRange.bound(place, [...place, []]));
        }),
      );
      const same = found.flat().filter((other) => isSame(record, other));
      copies.push(...same.sort((a, b) => a.id - b.id).slice(0, 1));
    }
    return copies.sort((a, b) => a.id - b.id);
  });
}

/**
 * Whether two records are of one message: octet for octet, or by the fingerprint of what names it and of its body's size,
 * since each server writes lines of its own above a message. Records without a fingerprint, from before they were kept
 * here, are compared by what names them alone.
 */
export function isSame(a: MessageRecord, b: MessageRecord): boolean {
  if (a.sha256 === b.sha256) return true;
  if (a.fingerprint !== undefined && b.fingerprint !== undefined)
    return a.fingerprint !== '' && a.fingerprint === b.fingerprint;
  return a.envelope.messageId !== '' && nameOf(a) === nameOf(b);
}

function nameOf({ date, envelope: { messageId, subject, from } }: MessageRecord): string {
  return JSON.stringify([date, messageId, subject, from]);
}
