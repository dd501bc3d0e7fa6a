import { type Transaction, tx } from './database';
import { takeKeys } from './keys';
import { leaderTx } from './leadership';
import { octetsOfAll, packed, packSize } from './packBytes';
import { digestOf } from './proof';
import type { DeadRecord, MessageRecord } from './schema';

/** A pack is worth rewriting when more than this part of it is dead. */
const worthwhile = 0.5;
/** Packs that are rewritten together become one of at most so many octets. */
const packOctets = 4 * 1024 * 1024;

/** Writes down, in the transaction that lets the messages go, that their octets lie dead in their packs. */
export async function noteDead(
  t: Transaction<'readwrite'>,
  records: readonly Pick<MessageRecord, 'account' | 'pack' | 'size'>[],
): Promise<void> {
  const dead = t.objectStore('dead');
  for (const { account, pack, size } of records) {
    const before = await dead.get(pack);
    await dead.put({ pack, account, octets: (before?.octets ?? 0) + size });
  }
}

/** Packs of an account that are more than half dead. */
export async function sparsePacks(account: string): Promise<DeadRecord[]> {
  const noted = await tx(['dead'], 'readonly', (t) =>
    t.objectStore('dead').index('byAccount').getAll(account),
  );
  const sparse: DeadRecord[] = [];
  for (const record of noted) {
    const octets = await tx(['packs'], 'readonly', async (t) => {
      const pack = await t.objectStore('packs').get(record.pack);
      return pack ? packSize(pack.bytes) : 0;
    });
    if (record.octets > octets * worthwhile || octets === 0) sparse.push(record);
  }
  return sparse;
}

/** What became of a compaction. */
export interface Compaction {
  /** Octets that it gave back to the device. */
  freed: number;
  /** Packs that were left alone because a message in them is damaged: nothing of them is to be lost now. */
  damaged: number[];
}

/** A pack that is worth rewriting, and what lives in it: every message was read from it, and has its hash. */
interface Living {
  pack: number;
  /** Of the pack as it stands. */
  octets: number;
  messages: { record: MessageRecord; bytes: Uint8Array<ArrayBuffer> }[];
}

const livingOctets = ({ messages }: Living) => messages.reduce((sum, { record }) => sum + record.size, 0);

/**
 * Rewrites sparse packs of an account: what lives in them moves into new packs, whole packs of the dead go. Each group
 * is one transaction: interrupted at any point, every message is in its old place or in its new one. Before that every
 * message that moves is hashed again, and what was hashed is what is written; a pack with a damaged one stays as it is.
 *
 * @throws LeadershipLost, StorageFull
 */
export async function compactPacks(epoch: number, account: string): Promise<Compaction> {
  const result: Compaction = { freed: 0, damaged: [] };
  let group: Living[] = [];
  let octets = 0;
  const write = async () => {
    if (group.length > 0) result.freed += await rewrite(epoch, account, group);
    [group, octets] = [[], 0];
  };
  for (const { pack } of await sparsePacks(account)) {
    const living = await verified(pack);
    if (living === null) {
      result.damaged.push(pack);
      continue;
    }
    if (octets + livingOctets(living) > packOctets) await write();
    group.push(living);
    octets += livingOctets(living);
  }
  await write();
  return result;
}

/** What lives in a pack; null when one of the messages is not what came. */
async function verified(id: number): Promise<Living | null> {
  const { pack, records } = await tx(['messages', 'packs'], 'readonly', async (t) => ({
    pack: await t.objectStore('packs').get(id),
    records: await t.objectStore('messages').index('byPack').getAll(id),
  }));
  const living: Living = { pack: id, octets: pack ? packSize(pack.bytes) : 0, messages: [] };
  const octets = await octetsOfAll(records.map((record) => ({ record, bytes: pack?.bytes })));
  for (const [index, record] of records.entries()) {
    const bytes = octets[index];
    if (!bytes || (await digestOf(bytes)) !== record.sha256) return null;
    living.messages.push({ record, bytes });
  }
  return living;
}

/** What came into a pack's place, left it, or was replaced since it was read: it is rewritten the next time. */
function isAsRead(now: readonly MessageRecord[], { messages }: Living): boolean {
  return (
    now.length === messages.length &&
    now.every((record, index) => {
      const read = messages[index]?.record;
      const where = [record.id, record.offset, record.size, record.sha256].join();
      return read && where === [read.id, read.offset, read.size, read.sha256].join();
    })
  );
}

function rewrite(epoch: number, account: string, group: readonly Living[]): Promise<number> {
  return leaderTx(epoch, ['messages', 'packs', 'dead'], async (t) => {
    const packs = t.objectStore('packs');
    const messages = t.objectStore('messages');
    const moving: { record: MessageRecord; bytes: Uint8Array<ArrayBuffer> }[] = [];
    let freed = 0;
    for (const living of group) {
      // Marks change meanwhile, and stay: the records are those of now.
      const now = await messages.index('byPack').getAll(living.pack);
      if (!isAsRead(now, living)) continue;
      for (const [index, record] of now.entries()) {
        const bytes = living.messages[index]?.bytes;
        if (bytes) moving.push({ record, bytes });
      }
      freed += living.octets - livingOctets(living);
      await packs.delete(living.pack);
      await t.objectStore('dead').delete(living.pack);
    }
    if (moving.length === 0) return freed;
    const pack = await takeKeys(t, 'packs', 1);
    let offset = 0;
    for (const { record } of moving) {
      await messages.put({ ...record, pack, offset });
      offset += record.size;
    }
    await packs.put({ id: pack, account, bytes: packed(moving.map(({ bytes }) => bytes)) });
    return freed;
  });
}
