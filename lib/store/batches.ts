import type { Summary } from '@/lib/mail/types';
import { announce } from './changes';
import { count } from './counters';
import { type Transaction, tx } from './database';
import { AccountGone } from './errors';
import { leaderTx } from './leadership';
import type { MessageRecord } from './schema';

/** A message whose bytes stand in the batch's pack and whose hash was found right. */
export interface ArrivedMessage {
  uidl: string;
  sha256: string;
  offset: number;
  size: number;
  summary: Summary;
}

/** Dates outside of this are taken for nonsense: mail is older than 1980 for nobody, and none comes from tomorrow. */
const earliest = Date.UTC(1980, 0, 1);
const day = 86_400_000;

/**
 * Publishes a batch: pack, records, ledger row and counters in one strict transaction. When it resolves, the messages
 * are on the disk and may be named in a receipt; when it rejects, none of it exists.
 *
 * @throws LeadershipLost, AccountGone, StorageFull
 */
export async function commitBatch(
  epoch: number,
  account: string,
  pack: ArrayBuffer,
  messages: readonly ArrivedMessage[],
  now: number,
): Promise<void> {
  await leaderTx(epoch, ['accounts', 'messages', 'packs', 'ledger', 'counters'], async (t) => {
    if ((await t.objectStore('accounts').getKey(account)) === undefined) {
      throw new AccountGone('the account was removed from this device');
    }
    const [packId, ledgerId, firstId] = await Promise.all([
      nextKey(t, 'packs'),
      nextKey(t, 'ledger'),
      nextKey(t, 'messages'),
    ]);
    const writes: Promise<unknown>[] = [t.objectStore('packs').put({ id: packId, account, bytes: pack })];
    messages.forEach((message, index) => {
      // Retrieval goes from new to old: where dates are equal, the higher id stands for the newer message.
      const record = recordOf(message, account, firstId + messages.length - 1 - index, packId, now);
      writes.push(t.objectStore('messages').put(record));
    });
    writes.push(
      t.objectStore('ledger').put({
        id: ledgerId,
        account,
        storedAt: now,
        uidls: messages.map(({ uidl }) => uidl),
        sha256: messages.map(({ sha256 }) => sha256),
        sizes: messages.map(({ size }) => size),
      }),
      count(t, account, 'inbox', { total: messages.length, unread: messages.length }),
    );
    await Promise.all(writes);
  });
  announce({ kind: 'messages', account, added: messages.length });
}

function recordOf(
  { uidl, sha256, offset, size, summary }: ArrivedMessage,
  account: string,
  id: number,
  pack: number,
  now: number,
): MessageRecord {
  const { date, envelope, attachments, parsed } = summary;
  const sane = date !== null && date >= earliest && date <= now + day;
  return {
    id,
    account,
    uidl,
    folder: 'inbox',
    date: sane ? date : now,
    size,
    sha256,
    unread: true,
    attachments,
    parsed,
    pack,
    offset,
    envelope,
  };
}

/** One more than the highest key: found and used inside one transaction, so that no two batches get the same. */
async function nextKey(t: Transaction<'readwrite'>, store: 'messages' | 'packs' | 'ledger'): Promise<number> {
  const cursor = await t.objectStore(store).openKeyCursor(null, 'prev');
  return (cursor?.key ?? 0) + 1;
}

/** The UIDLs that are stored for an account: what a listing is compared with. */
export async function knownUidls(account: string): Promise<Set<string>> {
  const rows = await tx(['ledger'], 'readonly', (t) =>
    t.objectStore('ledger').index('byAccount').getAll(account),
  );
  const known = new Set<string>();
  for (const row of rows) for (const uidl of row.uidls) known.add(uidl);
  return known;
}
