import type { Outcome, Rule } from '@/lib/rules/types';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { askDeletion, deletionStores, tellDeletions } from './deletions';
import { leaderTx } from './leadership';
import { type Before, markStores, tell, writeChanges } from './marks';
import { isLabel, isOwnFolder } from './records/places';
import type { RuleRecord } from './records/rules';
import { type Folder, folders, type MessageRecord } from './schema';

/** More than anybody keeps in view, and few enough to be asked for every message. */
export const maxRules = 200;

/** All rules, in the order in which they are asked. */
export function readRules(): Promise<RuleRecord[]> {
  return tx(['rules'], 'readonly', rulesIn);
}

async function rulesIn(t: Transaction<IDBTransactionMode>): Promise<RuleRecord[]> {
  return (await t.objectStore('rules').getAll()).sort((a, b) => a.order - b.order || a.id - b.id);
}

/**
 * Adds a rule behind the others, or puts it in the place of the one with this id.
 *
 * @returns its id, and the rule that it took the place of, so that it can be put back by `restoreRule`
 */
export async function saveRule(
  rule: Rule,
  id: number | null = null,
): Promise<{ id: number; before: RuleRecord | null }> {
  const saved = await tx(['rules'], 'readwrite', async (t) => {
    const all = await rulesIn(t);
    const before = all.find((each) => each.id === id);
    if (!before && all.length >= maxRules) throw new RangeError(`at most ${maxRules} rules`);
    const next = before?.id ?? Math.max(0, ...all.map((each) => each.id)) + 1;
    const order = before?.order ?? Math.max(0, ...all.map((each) => each.order)) + 1;
    await t.objectStore('rules').put({ ...rule, id: next, order });
    return { id: next, before: before ?? null };
  });
  announce({ kind: 'rules' });
  return saved;
}

/** @returns the rule, so that it can be put back by `restoreRule` */
export async function deleteRule(id: number): Promise<RuleRecord | null> {
  const rule = await tx(['rules'], 'readwrite', async (t) => {
    const found = await t.objectStore('rules').get(id);
    await t.objectStore('rules').delete(id);
    return found ?? null;
  });
  announce({ kind: 'rules' });
  return rule;
}

export async function restoreRule(rule: RuleRecord): Promise<void> {
  await tx(['rules'], 'readwrite', (t) => t.objectStore('rules').put(rule));
  announce({ kind: 'rules' });
}

/** Puts the rules into this order; those that are not named stay behind them. @returns the order before */
export async function orderRules(ids: readonly number[]): Promise<number[]> {
  const before = await tx(['rules'], 'readwrite', async (t) => {
    const all = await rulesIn(t);
    const place = (id: number) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    const sorted = [...all].sort((a, b) => place(a.id) - place(b.id) || a.order - b.order);
    for (const [order, rule] of sorted.entries()) await t.objectStore('rules').put({ ...rule, order });
    return all.map(({ id }) => id);
  });
  announce({ kind: 'rules' });
  return before;
}

/** A message that no rule has seen yet, and its bytes; null: they are not here. */
export interface Unruled {
  record: MessageRecord;
  raw: Uint8Array<ArrayBuffer> | null;
}

/** Some of the messages that no rule has seen yet, in the order of their arrival. */
export function unruledMessages(count: number): Promise<Unruled[]> {
  return tx(['messages', 'packs'], 'readonly', async (t) => {
    const records = await t.objectStore('messages').index('byUnruled').getAll(IDBKeyRange.only(1), count);
    const packs = new Map<number, ArrayBuffer | undefined>();
    const found: Unruled[] = [];
    for (const record of records) {
      const { pack, offset, size } = record;
      if (!packs.has(pack)) packs.set(pack, (await t.objectStore('packs').get(pack))?.bytes);
      const bytes = packs.get(pack);
      const there = bytes && bytes.byteLength >= offset + size;
      found.push({ record, raw: there ? new Uint8Array(bytes.slice(offset, offset + size)) : null });
    }
    return found;
  });
}

/** What an outcome changes about a message; what it names and is not there any more is left out. */
export function changeOf({ folder, labels, star, read, quiet }: Outcome): Omit<Before, 'id'> {
  const system = folders.find((known) => known === folder && known !== 'snoozed');
  const target: Folder | undefined = folder !== null && isOwnFolder(folder) ? folder : system;
  const wanted = labels.filter(isLabel);
  return {
    ...(target !== undefined && { folder: target }),
    ...(wanted.length > 0 && { addLabels: wanted }),
    ...(star && { starred: true }),
    ...(read && { unread: false }),
    ...(quiet && { quiet: true }),
  };
}

/**
 * Does to messages that have just arrived what the rules want, and takes their mark in the same transaction, in which their
 * servers are asked, too: each is ruled exactly once, wherever a worker is killed. What somebody has moved meanwhile stays
 * where it was put, and on its server.
 *
 * @throws LeadershipLost, StorageFull
 */
export async function applyRules(
  epoch: number,
  outcomes: ReadonlyMap<number, Outcome | null>,
  now: number,
): Promise<void> {
  const { before, after, asked } = await leaderTx(epoch, [...markStores, ...deletionStores], async (t) => {
    const messages = t.objectStore('messages');
    const changes: Before[] = [];
    const leaving: MessageRecord[] = [];
    for (const [id, outcome] of outcomes) {
      const record = await messages.get(id);
      if (!record?.unruled) continue;
      const { unruled: _, ...ruled } = record;
      await messages.put(ruled);
      if (record.folder !== 'inbox' || !outcome) continue;
      changes.push({ id, movedAt: now, ...changeOf(outcome) });
      if (outcome.server) leaving.push(record);
    }
    const written = await writeChanges(t, changes);
    const binned = written.after.filter(({ folder }) => folder === 'trash');
    return {
      ...written,
      asked: [
        ...(await askDeletion(t, binned, 'trash', now)),
        ...(await askDeletion(t, leaving, 'chosen', now)),
      ],
    };
  });
  tell(before, after);
  tellDeletions(asked);
}
