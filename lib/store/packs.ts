import { type Transaction, tx } from './database';
import { hex } from './hex';
import { takeKeys } from './keys';
import { leaderTx } from './leadership';
import type { DeadRecord, MessageRecord, PackRecord } from './schema';

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
      return pack?.bytes.byteLength ?? 0;
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

/**
 * Rewrites sparse packs of an account: what lives in them moves into new packs, whole packs of the dead go. Each group
 * is one transaction: interrupted at any point, every message is in its old place or in its new one. Before that every
 * message that moves is hashed again; a pack with a damaged one stays as it is.
 *
 * @throws LeadershipLost, StorageFull
 */
export async function compactPacks(epoch: number, account: string): Promise<Compaction> {
  const result: Compaction = { freed: 0, damaged: [] };
  let group: { packs: number[]; octets: number } = { packs: [], octets: 0 };
  const write = async () => {
    if (group.packs.length > 0) result.freed += await rewrite(epoch, account, group.packs);
    group = { packs: [], octets: 0 };
  };
  for (const { pack } of await sparsePacks(account)) {
    const living = await verified(pack);
    if (living === null) {
      result.damaged.push(pack);
      continue;
    }
    if (group.octets + living > packOctets) await write();
    group = { packs: [...group.packs, pack], octets: group.octets + living };
  }
  await write();
  return result;
}

/** Octets of the messages that live in a pack, each hashed again; null when one of them is not what came. */
async function verified(id: number): Promise<number | null> {
  const { pack, records } = await tx(['messages', 'packs'], 'readonly', async (t) => ({
    pack: await t.objectStore('packs').get(id),
    records: await t.objectStore('messages').index('byPack').getAll(id),
  }));
  let octets = 0;
  for (const { offset, size, sha256 } of records) {
    if (!pack || pack.bytes.byteLength < offset + size) return null;
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(pack.bytes, offset, size));
    if (hex(digest) !== sha256) return null;
    octets += size;
  }
  return octets;
}

function rewrite(epoch: number, account: string, ids: readonly number[]): Promise<number> {
  return leaderTx(epoch, ['messages', 'packs', 'dead'], async (t) => {
    const packs = t.objectStore('packs');
    const moving: { record: MessageRecord; from: PackRecord }[] = [];
    let before = 0;
    for (const id of ids) {
      const from = await packs.get(id);
      before += from?.bytes.byteLength ?? 0;
      const records = await t.objectStore('messages').index('byPack').getAll(id);
      // What has come to be damaged since it was hashed: the whole transaction is called off.
      if (!from && records.length > 0) throw new Error(`the pack ${id} is missing`);
      if (from) for (const record of records) moving.push({ record, from });
      await packs.delete(id);
      await t.objectStore('dead').delete(id);
    }
    const total = moving.reduce((sum, { record }) => sum + record.size, 0);
    if (moving.length === 0) return before;
    const bytes = new Uint8Array(total);
    const pack = await takeKeys(t, 'packs', 1);
    let offset = 0;
    for (const { record, from } of moving) {
      bytes.set(new Uint8Array(from.bytes, record.offset, record.size), offset);
      await t.objectStore('messages').put({ ...record, pack, offset });
      offset += record.size;
    }
    await packs.put({ id: pack, account, bytes: bytes.buffer });
    return before - total;
  });
}
