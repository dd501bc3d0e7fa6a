import { type Transaction, tx } from './database';
import { isLabel } from './records/places';
import type { MessageRecord, View } from './schema';

/** Which mail; null: all. Times in ms since 1970, `from` inclusive, `until` exclusive. */
export interface Selection {
  accounts: readonly string[] | null;
  /** In any of these folders, with any of these labels, or starred. */
  views: readonly View[] | null;
  from: number | null;
  until: number | null;
}

export const everything: Selection = { accounts: null, views: null, from: null, until: null };

export function isEverything({ accounts, views, from, until }: Selection): boolean {
  return accounts === null && views === null && from === null && until === null;
}

function isSelected(record: MessageRecord, wanted: Selection): boolean {
  const { account, date } = record;
  return (
    (wanted.accounts?.includes(account) ?? true) &&
    (wanted.views?.some((view) => isIn(record, view)) ?? true) &&
    (wanted.from === null || date >= wanted.from) &&
    (wanted.until === null || date < wanted.until)
  );
}

function isIn({ folder, labels, starred }: MessageRecord, view: View): boolean {
  if (view === 'starred') return starred === true;
  return isLabel(view) ? labels?.includes(view) === true : view === folder;
}

/** So many records at a time: a few MB at most. */
const step = 500;

/** The selected records in the order of their arrival, some at a time. What arrives meanwhile comes last, or not at all. */
export async function* selectRecords(wanted: Selection): AsyncGenerator<MessageRecord[]> {
  let last = 0;
  for (;;) {
    const records = await tx(['messages'], 'readonly', (t) =>
      t.objectStore('messages').getAll(IDBKeyRange.lowerBound(last, true), step),
    );
    const end = records.at(-1);
    if (!end) return;
    last = end.id;
    yield records.filter((record) => isSelected(record, wanted));
  }
}

/** A message with its bytes; null when its pack is missing or too short. */
export interface StoredMessage {
  record: MessageRecord;
  bytes: Uint8Array<ArrayBuffer> | null;
}

/**
 * The records and their bytes, of one moment for each pack: a message that is moved to another pack meanwhile is found
 * there. One pack at a time is in memory. What was removed meanwhile is left out. Nothing is hashed.
 */
export async function* readStored(records: readonly MessageRecord[]): AsyncGenerator<StoredMessage[]> {
  const groups = groupByPack(records);
  for (const group of groups.values()) {
    yield await tx(['messages', 'packs'], 'readonly', (t) => readGroup(t, group));
  }
}

async function readGroup(
  t: Transaction<'readonly'>,
  group: readonly MessageRecord[],
): Promise<StoredMessage[]> {
  const found: StoredMessage[] = [];
  const packs = new Map<number, ArrayBuffer | undefined>();
  for (const { id } of group) {
    const record = await t.objectStore('messages').get(id);
    if (!record) continue;
    const { pack, offset, size } = record;
    if (!packs.has(pack)) packs.set(pack, (await t.objectStore('packs').get(pack))?.bytes);
    const bytes = packs.get(pack);
    const there = bytes && bytes.byteLength >= offset + size;
    found.push({ record, bytes: there ? new Uint8Array(bytes, offset, size) : null });
  }
  return found;
}

function groupByPack(records: readonly MessageRecord[]): Map<number, MessageRecord[]> {
  const groups = new Map<number, MessageRecord[]>();
  for (const record of records) {
    const group = groups.get(record.pack);
    if (group) group.push(record);
    else groups.set(record.pack, [record]);
  }
  return groups;
}
