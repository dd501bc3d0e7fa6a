import { announce } from './changes';
import { readStored, type StoredMessage } from './copies';
import { tx } from './database';
import { isFromFile } from './fromFile';
import { leaderTx } from './leadership';
import { digestOf } from './proof';
import type { MessageRecord } from './schema';

/**
 * The background check of what is stored: messages are read back in the order of their arrival and hashed again, some at a
 * time. One that is damaged is marked, and asked of its server whole where that still has it (`wholeWanted`): what comes
 * replaces the damaged bytes in one transaction (`completeMessages`).
 */

/** So many are read back in one step, of few packs: some ten MB at most, unless messages are large. */
const step = 50;
/** Once all of it was read, it rests for so long, ms. */
const restFor = 24 * 3_600_000;
/** So many that are damaged are remembered by name; a disk with more of them is lost anyway. */
const mostNamed = 1_000;

/**
 * One step of the check, from where the last one ended, by whatever leader.
 *
 * @param now ms since 1970
 * @returns false: all was read lately, and there is nothing to do
 * @throws LeadershipLost, StorageFull
 */
export async function checkStored(epoch: number, now: number): Promise<boolean> {
  const { records, last } = await tx(['messages', 'meta'], 'readonly', async (t) => {
    const upTo = (await t.objectStore('meta').get('checkedUpTo'))?.value ?? 0;
    const checkedAt = (await t.objectStore('meta').get('checkedAt'))?.value ?? 0;
    if (upTo === 0 && now - checkedAt < restFor) return { records: [], last: null };
    const records = await t.objectStore('messages').getAll(IDBKeyRange.lowerBound(upTo, true), step);
    return { records, last: records.at(-1)?.id ?? 0 };
  });
  if (last === null) return false;
  const damaged: MessageRecord[] = [];
  const whole: MessageRecord[] = [];
  for await (const group of readStored(records)) {
    for (const each of group) ((await isWhole(each)) ? whole : damaged).push(each.record);
  }
  await conclude(epoch, damaged, whole, last, now);
  return true;
}

async function isWhole({ record, bytes }: StoredMessage): Promise<boolean> {
  return bytes !== null && (await digestOf(bytes)) === record.sha256;
}

/** Marks, asks, and moves on, in one transaction: a step that was interrupted is done again. */
async function conclude(
  epoch: number,
  damaged: readonly MessageRecord[],
  whole: readonly MessageRecord[],
  last: number,
  now: number,
): Promise<void> {
  const marked = await leaderTx(epoch, ['accounts', 'messages', 'ledger'], async (t) => {
    const meta = t.objectStore('meta');
    await meta.put({ key: 'checkedUpTo', value: last });
    if (last === 0) await meta.put({ key: 'checkedAt', value: now });
    const messages = t.objectStore('messages');
    const changed: MessageRecord[] = [];
    for (const [found, isDamaged] of [[damaged, true] as const, [whole, false] as const]) {
      for (const { damaged: before, id, pack, offset, sha256 } of found) {
        if (!isDamaged && before === undefined) continue;
        const record = await messages.get(id);
        // Moved, replaced or removed since it was read: the next pass sees it where it is now.
        if (record?.pack !== pack || record.offset !== offset || record.sha256 !== sha256) continue;
        const { damaged: _, ...rest } = record;
        await messages.put(isDamaged ? { ...rest, damaged: before ?? now } : rest);
        if (isDamaged) changed.push(record);
      }
    }
    if (changed.length === 0) return [];
    const list = await meta.get('damaged');
    const named = list?.key === 'damaged' ? list.ids : [];
    const ids = [...new Set([...named, ...changed.map(({ id }) => id)])].slice(-mostNamed);
    await meta.put({ key: 'damaged', value: ids.length, ids });
    for (const account of new Set(changed.map((record) => record.account))) {
      const owner = await t.objectStore('accounts').get(account);
      if (!owner || owner.local) continue;
      const there = new Set<string>();
      for (const { uidls, gone } of await t.objectStore('ledger').index('byAccount').getAll(account))
        uidls.forEach((uidl, index) => {
          if (!gone?.[index]) there.add(uidl);
        });
      const asked = changed.filter(
        (record) => record.account === account && !isFromFile(record) && there.has(record.uidl),
      );
      if (asked.length === 0) continue;
      const wholeWanted = [...new Set([...(owner.wholeWanted ?? []), ...asked.map(({ uidl }) => uidl)])];
      await t.objectStore('accounts').put({ ...owner, wholeWanted });
    }
    return changed;
  });
  if (marked.length === 0) return;
  announce({ kind: 'safety' });
  announce({ kind: 'accounts' });
  for (const { id } of marked) announce({ kind: 'message', id });
}

/** What is damaged here, the latest found last. */
export interface Damage {
  record: MessageRecord;
  /** Its server has it by all that is known, and is asked for it with the next check; or the message that it is a copy of. */
  comesAgain: boolean;
}

/** Of what the check has found and nothing has mended since. */
export function readDamage(): Promise<Damage[]> {
  return tx(['meta', 'messages', 'accounts'], 'readonly', async (t) => {
    const list = await t.objectStore('meta').get('damaged');
    if (list?.key !== 'damaged') return [];
    const found: MessageRecord[] = [];
    const coming = new Set<string>();
    for (const id of list.ids) {
      const record = await t.objectStore('messages').get(id);
      if (record?.damaged === undefined) continue;
      found.push(record);
      const owner = await t.objectStore('accounts').get(record.account);
      if (owner?.wholeWanted?.includes(record.uidl)) coming.add(octetsOf(record));
    }
    return found.map((record) => ({
      record,
      comesAgain: coming.has(octetsOf(record)),
    }));
  });
}

/** What a message and its copies have in common. */
const octetsOf = ({ account, sha256 }: MessageRecord) => `${account} ${sha256}`;
