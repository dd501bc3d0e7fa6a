import type { Summary } from '@/lib/mail/types';
import { announce } from './changes';
import { Tally } from './counters';
import type { Transaction } from './database';
import { AccountGone } from './errors';
import { isCopy } from './fromFile';
import { takeKeys } from './keys';
import { leaderTx } from './leadership';
import { columnsOf, without } from './ledgerRows';
import { noteDead } from './packs';
import type { LedgerRecord, MessageRecord } from './schema';
import { ThreadKeysHere } from './threadKeysHere';
import { putTogether } from './threads';

/** A message whose bytes stand in the batch's pack and whose hash was found right. */
export interface ArrivedMessage {
  uidl: string;
  sha256: string;
  offset: number;
  size: number;
  summary: Summary;
  /** Octets by LIST, and what recognises it under a new UIDL; see LedgerRecord. */
  listed?: number;
  fingerprint?: string;
  /** Octets of the whole, where the bytes are its header alone. All of a batch are headers, or none is. */
  headerOf?: number;
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
  const stores = ['accounts', 'messages', 'packs', 'ledger', 'counters', 'rules'] as const;
  const ruled = await leaderTx(epoch, [...stores], async (t) => {
    // All that is asked at once: each answer waits for its turn in a worker that parses the next batch meanwhile.
    const [owner, rules, packId, ledgerId, firstId] = await Promise.all([
      t.objectStore('accounts').get(account),
      t.objectStore('rules').getAll(),
      takeKeys(t, 'packs', 1),
      takeKeys(t, 'ledger', 1),
      takeKeys(t, 'messages', messages.length),
    ]);
    if (!owner) throw new AccountGone('the account was removed from this device');
    const headers = messages.some(({ headerOf }) => headerOf !== undefined);
    const writes: Promise<unknown>[] = [t.objectStore('packs').put({ id: packId, account, bytes: pack })];
    // Retrieval goes from new to old: where dates are equal, the higher id stands for the newer message.
    const ids = messages.map((_, index) => firstId + messages.length - 1 - index);
    const records = messages.map((message, index) =>
      recordOf(message, account, ids[index] ?? 0, packId, now),
    );
    // Marked in the transaction that stores them: the rules see each of them once, whoever is killed in between.
    const ruled = rules.some(({ on }) => on);
    const tally = new Tally();
    await putTogether(t, owner, records, tally, await threadKeysHere.before(t, account, firstId));
    threadKeysHere.note(account, records, firstId + records.length);
    for (const record of records) {
      tally.add(record, 1);
      writes.push(t.objectStore('messages').put(ruled ? { ...record, unruled: 1 } : record));
    }
    writes.push(
      t.objectStore('ledger').put({
        id: ledgerId,
        account,
        storedAt: now,
        // Headers are retrieved in sessions that end without QUIT: there is nothing to be heard of.
        settled: headers,
        ...columnsOf(messages, records),
        ...(headers && { headers }),
      }),
      tally.write(t),
    );
    await Promise.all(writes);
    return ruled;
  });
  announce({ kind: 'messages', account, added: messages.length, ...(ruled && { unruled: true }) });
}

const threadKeysHere = new ThreadKeysHere();

function recordOf(
  { uidl, sha256, offset, size, summary, headerOf, fingerprint }: ArrivedMessage,
  account: string,
  id: number,
  pack: number,
  now: number,
): MessageRecord {
  const { date, envelope, attachments, parsed } = summary;
  return {
    id,
    account,
    uidl,
    folder: 'inbox',
    date: saneDate(date, now),
    size,
    sha256,
    unread: true,
    attachments,
    parsed,
    pack,
    offset,
    envelope,
    ...(headerOf !== undefined && { headerOf }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/**
 * Puts whole messages in the place of their headers, or of bytes that were found damaged, in one strict transaction: each
 * record keeps its id, its folder and its marks. A message whose record is gone stays gone. Where the server has another
 * message under the name of a damaged one, or of one whose rest was freed, what is left here of the old one stays.
 *
 * @returns UIDLs of those whose bytes are on the disk now
 * @throws LeadershipLost, AccountGone, StorageFull
 */
export async function completeMessages(
  epoch: number,
  account: string,
  pack: ArrayBuffer,
  messages: readonly ArrivedMessage[],
  now: number,
): Promise<string[]> {
  const changed: number[] = [];
  const stored = await leaderTx(epoch, ['accounts', 'messages', 'packs', 'dead', 'ledger'], async (t) => {
    const owner = await t.objectStore('accounts').get(account);
    if (!owner) throw new AccountGone('the account was removed from this device');
    const asked = new Set(messages.map(({ uidl }) => uidl));
    const wholeWanted = (owner.wholeWanted ?? []).filter((uidl) => !asked.has(uidl));
    await t.objectStore('accounts').put({ ...owner, wholeWanted });
    const ids = new Map<string, number>();
    const removed = new Map<string, number>();
    const listed = new Map<string, number>();
    const rows = await t.objectStore('ledger').index('byAccount').getAll(account);
    const wanted = messages.filter((message) => !rows.some((row) => isAnother(row, message)));
    if (wanted.length === 0) return [];
    const [packId, ledgerId] = await Promise.all([takeKeys(t, 'packs', 1), takeKeys(t, 'ledger', 1)]);
    await t.objectStore('packs').put({ id: packId, account, bytes: pack });
    const arrived = new Set(wanted.map(({ uidl }) => uidl));
    for (const row of rows) {
      if (!row.uidls.some((uidl) => arrived.has(uidl))) continue;
      row.uidls.forEach((uidl, index) => {
        if (!arrived.has(uidl)) return;
        ids.set(uidl, row.ids[index] ?? 0);
        listed.set(uidl, row.listed[index] ?? -1);
        const at = row.removed?.[index] ?? 0;
        if (at > 0) removed.set(uidl, at);
      });
      const rest = without(row, arrived);
      if (rest.uidls.length > 0) await t.objectStore('ledger').put(rest);
      else await t.objectStore('ledger').delete(row.id);
    }
    const records: MessageRecord[] = [];
    const dead: Parameters<typeof noteDead>[1][number][] = messages
      .filter(({ uidl }) => !arrived.has(uidl))
      .map(({ size }) => ({ account, pack: packId, size }));
    for (const message of wanted) {
      const before = await t.objectStore('messages').get(ids.get(message.uidl) ?? 0);
      const whole = recordOf(message, account, ids.get(message.uidl) ?? 0, packId, now);
      records.push(whole);
      // The header's octets are not needed any more, or the whole message's, where nobody is left to read it.
      dead.push(before ?? whole);
      if (!before) continue;
      const { headerOf: _, wholeGone: __, damaged: ___, ...kept } = before;
      const { size, sha256, fingerprint = '', attachments, parsed, envelope, offset } = whole;
      const bytes = { size, sha256, fingerprint, attachments, parsed, envelope, pack: packId, offset };
      await t.objectStore('messages').put({ ...kept, ...bytes });
      changed.push(before.id);
      if (before.damaged === undefined || before.sha256 !== sha256) continue;
      for (const { damaged: ____, ...copy } of await copiesOf(t, before)) {
        await t.objectStore('messages').put({ ...copy, pack: packId, offset });
        changed.push(copy.id);
      }
    }
    await noteDead(t, dead);
    // They were asked for by name: what LIST says of them is known from before.
    const known = wanted.map((message) => ({ ...message, listed: listed.get(message.uidl) ?? -1 }));
    await t.objectStore('ledger').put({
      id: ledgerId,
      account,
      storedAt: now,
      settled: false,
      completed: true,
      ...columnsOf(known, records),
      ...(removed.size > 0 && { removed: wanted.map(({ uidl }) => removed.get(uidl) ?? 0) }),
    });
    return [...arrived];
  });
  announce({ kind: 'safety' });
  for (const id of changed) announce({ kind: 'message', id });
  return stored;
}

/** Copies that were made here of a damaged message: of its octets, or of what was rewritten from them and is damaged, too. */
async function copiesOf(t: Transaction<'readwrite'>, of: MessageRecord): Promise<MessageRecord[]> {
  const messages = t.objectStore('messages');
  const sharing = await messages.index('byPack').getAll(of.pack);
  const list = await t.objectStore('meta').get('damaged');
  const found = await Promise.all((list?.key === 'damaged' ? list.ids : []).map((id) => messages.get(id)));
  const copies = [...sharing, ...found.filter((record) => record?.damaged !== undefined)].filter(
    (record): record is MessageRecord =>
      record !== undefined &&
      record.account === of.account &&
      isCopy(record) &&
      record.sha256 === of.sha256 &&
      (record.damaged !== undefined || record.offset === of.offset),
  );
  return [...new Map(copies.map((record) => [record.id, record])).values()];
}

/** Whether the ledger has a whole message under the name, and by all that recognises one it is not this. */
function isAnother(
  { headers, freed, uidls, sha256, fingerprints }: LedgerRecord,
  message: ArrivedMessage,
): boolean {
  const index = uidls.indexOf(message.uidl);
  if (index < 0 || (headers && !freed) || sha256[index] === message.sha256) return false;
  // Nothing names it, and servers add lines of their own: what was freed would never come back.
  if (freed && !fingerprints[index]) return false;
  return !fingerprints[index] || fingerprints[index] !== message.fingerprint;
}

/** Where a message stands in its list: at its own date, or at its arrival where that is nonsense. */
export function saneDate(date: number | null, now: number): number {
  return date !== null && date >= earliest && date <= now + day ? date : now;
}
