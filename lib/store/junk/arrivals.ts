import { announce } from '../changes';
import { Tally } from '../counters';
import { tx } from '../database';
import { leaderTx } from '../leadership';
import { placed } from '../placed';
import type { JunkReceipt, JunkVerdictRecord } from '../records/junk';
import type { MessageRecord } from '../schema';
import { accountRow } from './accountRow';

/** Of so many messages it is remembered what the server said. */
const remembered = 40;

/** Messages that have arrived and were not judged, in the order of their arrival. */
export function arrivals(count: number): Promise<MessageRecord[]> {
  return tx(['junkState', 'messages'], 'readonly', async (t) => {
    const state = await t.objectStore('junkState').get('state');
    const through = state && 'through' in state ? state.through : 0;
    return t.objectStore('messages').getAll(IDBKeyRange.lowerBound(through, true), count);
  });
}

/** What is known of an account's server: how it words its verdicts, and who it is. */
export function serverOf(account: string): Promise<{
  receipts: readonly JunkReceipt[];
  authentication: { message: number; server: string; headers: number; domain: string }[];
}> {
  return tx(['junkState', 'receivers'], 'readonly', async (t) => ({
    receipts: (await accountRow(t, account)).receipts,
    authentication: (await t.objectStore('receivers').get(account))?.receipts ?? [],
  }));
}

/**
 * Writes what was judged, in one transaction: each message is judged once, whenever the worker is killed. Junk goes to its
 * folder from the Inbox alone: where a person has put it meanwhile, it stays.
 *
 * @param through the last message of those that were looked at
 * @param now when they came into their folder, ms since 1970
 * @throws LeadershipLost, StorageFull
 */
export async function concludeArrivals(
  epoch: number,
  through: number,
  verdicts: readonly JunkVerdictRecord[],
  receipts: ReadonlyMap<string, readonly JunkReceipt[]>,
  now: number,
): Promise<void> {
  const moved = new Set<string>();
  await leaderTx(epoch, ['messages', 'counters', 'junkState', 'junkVerdicts', 'accounts'], async (t) => {
    const tally = new Tally();
    for (const verdict of verdicts) {
      const record = await t.objectStore('messages').get(verdict.message);
      if (record?.folder !== 'inbox') continue;
      await t.objectStore('junkVerdicts').put(verdict);
      if (verdict.verdict !== 'junk') continue;
      const next = placed(record, { folder: 'junk', movedAt: now });
      tally.add(record, -1);
      tally.add(next, 1);
      await t.objectStore('messages').put(next);
      moved.add(record.account);
    }
    await tally.write(t);
    for (const [account, fresh] of receipts) {
      if ((await t.objectStore('accounts').getKey(account)) === undefined) continue;
      const row = await accountRow(t, account);
      await t
        .objectStore('junkState')
        .put({ ...row, receipts: [...row.receipts, ...fresh].slice(-remembered) });
    }
    await t.objectStore('junkState').put({ key: 'state', through });
  });
  for (const account of moved) announce({ kind: 'messages', account, added: 0 });
}

/** What the filter thought of a message; undefined: it was ordinary, came before the filter, or was decided about since. */
export function verdictOf(id: number): Promise<JunkVerdictRecord | undefined> {
  return tx(['junkVerdicts'], 'readonly', (t) => t.objectStore('junkVerdicts').get(id));
}

/** The newest messages of Inbox and Archive that were read, and arrived before `until`, ms since 1970. */
export function keptMessages(account: string, count: number, until: number): Promise<MessageRecord[]> {
  return tx(['messages', 'junkLessons'], 'readonly', async (t) => {
    const found: MessageRecord[] = [];
    for (const folder of ['archive', 'inbox'] as const) {
      const range = IDBKeyRange.bound([account, folder], [account, folder, until]);
      let looked = 0;
      const index = t.objectStore('messages').index('byAccountFolder');
      let cursor = await index.openCursor(range, 'prev');
      while (cursor && found.length < count && looked < 100 * count) {
        looked += 1;
        const known = await t.objectStore('junkLessons').getKey(cursor.value.id);
        if (!cursor.value.unread && known === undefined) found.push(cursor.value);
        cursor = await cursor.continue();
      }
    }
    return found;
  });
}
