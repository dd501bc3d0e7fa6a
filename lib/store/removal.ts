import { announce } from './changes';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { wantDeletion, withdrawDeletion } from './deletions';
import { forgetMessage, junkOfMessages } from './junk/forget';
import { getMessages } from './messages';
import { noteDead } from './packs';
import type { MessageRecord } from './schema';

/**
 * Removes messages from this device for good. Their servers are asked to delete them only where the account's policy
 * says so. The ledger keeps their names and says that they were removed here: they are never retrieved again.
 *
 * @param now ms since 1970
 * @param still whether a message is yet to go, as it is in the moment of the removal: a person may have taken it back
 * @returns how many were removed
 */
export async function removeMessages(
  ids: readonly number[],
  now: number = Date.now(),
  still: (record: MessageRecord) => boolean = () => true,
): Promise<number> {
  const going = (await getMessages(ids)).filter(still);
  // Before the bytes go: they prove to the server that it is the same message. Without proof it stays there.
  await wantDeletion(going, 'deleted', now);
  const removed = await tx(
    ['messages', 'remoteImages', 'dead', 'ledger', 'counters', ...junkOfMessages],
    'readwrite',
    async (t) => {
      const messages = t.objectStore('messages');
      const found = await Promise.all(going.map(({ id }) => messages.get(id)));
      const records = found.filter((record) => record !== undefined).filter(still);
      const tally = new Tally();
      for (const record of records) {
        tally.add(record, -1);
        await messages.delete(record.id);
        await t.objectStore('remoteImages').delete(record.id);
        await forgetMessage(t, record.id);
      }
      await tally.write(t);
      await noteDead(t, records);
      await noteRemoved(t, records, now);
      return records;
    },
  );
  // Taken back in between: what has just been asked for is not wanted any more.
  const gone = new Set(removed.map(({ id }) => id));
  const kept = going.filter(({ id }) => !gone.has(id));
  if (kept.length > 0) await withdrawDeletion(kept);
  for (const account of new Set(removed.map((record) => record.account)))
    announce({ kind: 'messages', account, added: 0 });
  return removed.length;
}

async function noteRemoved(
  t: Transaction<'readwrite'>,
  records: readonly MessageRecord[],
  now: number,
): Promise<void> {
  const ids = new Set(records.map(({ id }) => id));
  const ledger = t.objectStore('ledger');
  for (const account of new Set(records.map((record) => record.account))) {
    for (const row of await ledger.index('byAccount').getAll(account)) {
      if (!row.ids.some((id) => ids.has(id))) continue;
      const removed = row.ids.map((id, index) => (ids.has(id) ? now : (row.removed?.[index] ?? 0)));
      await ledger.put({ ...row, removed });
    }
  }
}

/** Where messages are beside this device, by all that is known. */
export interface Whereabouts {
  /** Still on their server, and left there. */
  onServer: number;
  /** Still on their server, and to be deleted there as well: the account's policy says so. */
  leaving: number;
  /** Nowhere else. */
  nowhere: number;
}

/** For the question before messages are removed for good. */
export async function whereabouts(ids: readonly number[]): Promise<Whereabouts> {
  const wanted = new Set(ids);
  const found = await tx(['ledger', 'accounts', 'deletions'], 'readonly', async (t) => {
    const accounts = await t.objectStore('accounts').getAll();
    const withTrash = new Set(accounts.filter(({ policy }) => policy?.withTrash).map(({ id }) => id));
    const asked = await t.objectStore('deletions').getAll();
    const leaves = new Set(asked.filter(({ state }) => state !== 'kept').map(({ id }) => id));
    const counted = { onServer: 0, leaving: 0 };
    for (let cursor = await t.objectStore('ledger').openCursor(); cursor; cursor = await cursor.continue()) {
      const { account, ids: row, gone, headers } = cursor.value;
      row.forEach((id, index) => {
        if (!wanted.has(id) || gone?.[index]) return;
        if (!headers && (withTrash.has(account) || leaves.has(id))) counted.leaving += 1;
        else counted.onServer += 1;
      });
    }
    return counted;
  });
  return { ...found, nowhere: ids.length - found.onServer - found.leaving };
}
