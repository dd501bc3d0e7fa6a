import { announce } from './changes';
import { contactStores, partWith } from './contacts';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { askDeletion, deletionStores, proveBefore, tellDeletions } from './deletions';
import { stayingOf } from './expiry';
import { forgetMessage, junkOfMessages } from './junk/forget';
import { calledJunk } from './junk/lessons';
import { noteTidied } from './keeping';
import { leaderTx } from './leadership';
import { getMessages } from './messages';
import { noteDead } from './packs';
import type { StoredProof } from './records/deletions';
import { type Emptied, expiredIn } from './retention';
import type { MessageRecord } from './schema';

/**
 * Removes messages from this device for good, at a person's word. Their servers are asked to delete them only where the
 * account's policy says so. The ledger keeps their names and says that they were removed here: they are never retrieved
 * again. What its server is deleting at this moment stays until a listing tells: its copy here may be the only one.
 *
 * @param now ms since 1970
 * @returns how many were removed
 */
export async function removeMessages(ids: readonly number[], now: number = Date.now()): Promise<number> {
  const going = await getMessages(ids);
  const proofs = await proveBefore(going);
  return told(await tx(removalStores, 'readwrite', (t) => remove(t, going, proofs, now, () => true)));
}

/**
 * The leader's: removes what has been in Trash or Junk for as long as was set, or is more than was. What is set, and which messages it holds
 * for, is read in the transaction that removes: a worker may come to it late. Of what stood in Junk, the server is asked
 * to delete only what a person put there, and what the filter alone put there stays here, too, until somebody opens it.
 * A row in the journal says what went.
 *
 * @returns how many were removed
 * @throws LeadershipLost
 */
export async function removeExpired(
  epoch: number,
  ids: readonly number[],
  folder: Emptied,
  now: number,
): Promise<number> {
  const going = await getMessages(ids);
  const proved = await proveBefore(going);
  const removed = await leaderTx(epoch, [...removalStores, 'tidied'], async (t) => {
    const expired = await expiredIn(t, folder, now);
    // The filter may be wrong, and nobody has looked: the server's copy is what is left of it then.
    const called = folder === 'junk' ? await calledJunk(t, going) : null;
    const proofs = new Map([...proved].filter(([id]) => called?.has(id) ?? true));
    const current = await Promise.all(going.map(({ id }) => t.objectStore('messages').get(id)));
    const staying = await stayingOf(
      t,
      current.filter((record) => record !== undefined),
    );
    const still = (record: MessageRecord) =>
      record.folder === folder && expired(record) && !staying.has(record.id);
    const removed = await remove(t, going, proofs, now, still);
    const server = removed.asked > 0;
    if (removed.records.length > 0)
      await noteTidied(t, { at: now, place: folder, to: 'gone', server }, removed.records);
    return removed;
  });
  if (removed.records.length > 0) announce({ kind: 'retention' });
  return told(removed);
}

const removalStores = [
  ...(['messages', 'remoteImages', 'dead', 'ledger', 'counters'] as const),
  ...deletionStores,
  ...junkOfMessages,
  ...contactStores,
];

interface Removed {
  records: MessageRecord[];
  /** So many are to leave their server as well. */
  asked: number;
  /** Contacts count less. */
  parted: boolean;
}

/**
 * @param proofs of `going`, as they were: they prove to the server that it is the same message. Without proof it stays
 * there
 * @param still whether a message is yet to go, as it is now: a person may have taken it back
 */
async function remove(
  t: Transaction<'readwrite'>,
  going: readonly MessageRecord[],
  proofs: ReadonlyMap<number, StoredProof>,
  now: number,
  still: (record: MessageRecord) => boolean,
): Promise<Removed> {
  const messages = t.objectStore('messages');
  const found = await Promise.all(going.map(({ id }) => messages.get(id)));
  const leaving = await Promise.all(
    going.map(({ account, uidl }) => t.objectStore('deletions').get([account, uidl])),
  );
  const proved = new Map(proofs);
  const records = found.filter((record, index): record is MessageRecord => {
    if (!record || !still(record)) return false;
    // Other bytes have come in its place since.
    if (record.sha256 !== going[index]?.sha256) proved.delete(record.id);
    const deletion = leaving[index];
    return deletion?.state !== 'sent' || deletion.reason === 'deleted';
  });
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
  const asked = await askDeletion(t, records, 'deleted', now, proved);
  return { records, asked: asked.length, parted: await partWith(t, records) };
}

function told({ records, parted }: Removed): number {
  tellDeletions(records);
  for (const account of new Set(records.map((record) => record.account)))
    announce({ kind: 'messages', account, added: 0 });
  if (parted) announce({ kind: 'contacts' });
  return records.length;
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
