import { expect, test } from 'vitest';
import type { MessageRecord } from '@/lib/store/schema';
import { type MessageSource, MessageWindow, pageSize } from './messageWindow';

/** A folder in memory: ids are dates, newest first. */
class Folder implements MessageSource {
  ids: number[];
  asked: [number, number][] = [];
  broken = false;
  unread = new Set<number>();

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, i) => count - i);
  }
  #record = (id: number) => ({ id, date: id, unread: this.unread.has(id) }) as MessageRecord;
  async counter() {
    if (this.broken) throw new Error('broken');
    return { total: this.ids.length, unread: this.unread.size };
  }
  async list(offset: number, count: number) {
    this.asked.push([offset, count]);
    return this.ids.slice(offset, offset + count).map(this.#record);
  }
  async message(id: number) {
    return this.ids.includes(id) ? this.#record(id) : undefined;
  }
  async around(anchor: MessageRecord | undefined, span: Parameters<MessageSource['around']>[1]) {
    if (this.broken) throw new Error('broken');
    const total = this.ids.length;
    const place = anchor ? this.ids.filter((id) => id > anchor.id).length : null;
    const { offset, count } = span(total, place);
    this.asked.push([offset, count]);
    const rows = this.ids.slice(offset, offset + count).map(this.#record);
    return { total, unread: this.unread.size, place, offset, rows };
  }
  arrive(...ids: number[]) {
    this.ids = [...this.ids, ...ids].sort((a, b) => b - a);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('only what is visible is loaded', async () => {
  const folder = new Folder(100_000);
  const list = new MessageWindow(folder);
  list.show(0, 12, true);
  await list.refresh();
  expect(list.snapshot().total).toBe(100_000);
  expect(list.row(0)?.id).toBe(100_000);
  list.show(50_010, 50_020, false);
  await settled();
  expect(list.row(50_010)?.id).toBe(49_990);
  expect(folder.asked).toEqual([
    [0, pageSize],
    [50_000, pageSize],
  ]);
});

test('mail that arrives above the first visible row moves the anchor, not the reader', async () => {
  const folder = new Folder(500);
  const list = new MessageWindow(folder);
  await list.refresh();
  list.show(200, 210, false);
  await settled();
  const anchor = list.row(200)?.id;
  folder.arrive(1001, 1002, 1003);
  await list.refresh();
  expect(list.snapshot()).toMatchObject({ moved: 3, total: 503 });
  expect(list.row(203)?.id).toBe(anchor);
});

test('a batch that is stored while the list asks for the news does not move the rows', async () => {
  const folder = new Folder(500);
  const list = new MessageWindow(folder);
  await list.refresh();
  list.show(200, 210, false);
  await settled();
  const anchor = list.row(200)?.id;
  folder.arrive(1001, 1002);
  const moved: number[] = [];
  list.subscribe(() => moved.push(list.snapshot().moved));
  const refreshed = list.refresh();
  // After every answer of the store: whatever the list asks in a transaction of its own is about another folder.
  for (let batch = 0; batch < 5; batch += 1) {
    await Promise.resolve();
    folder.arrive(2001 + batch);
  }
  await refreshed;
  expect(list.row(200 + moved.reduce((sum, by) => sum + by, 0))?.id).toBe(anchor);
});

test('at the top new mail appears at the top', async () => {
  const folder = new Folder(500);
  const list = new MessageWindow(folder);
  list.show(0, 10, true);
  await list.refresh();
  folder.arrive(1001);
  await list.refresh();
  expect(list.snapshot().moved).toBe(0);
  expect(list.row(0)?.id).toBe(1001);
});

test('old rows stay until the new ones are there', async () => {
  const folder = new Folder(500);
  const list = new MessageWindow(folder);
  list.show(0, 10, true);
  await list.refresh();
  folder.arrive(1001);
  const seen: (number | undefined)[] = [];
  list.subscribe(() => seen.push(list.row(0)?.id));
  const done = list.refresh();
  expect(list.row(0)?.id).toBe(500);
  await done;
  expect(seen).not.toContain(undefined);
  expect(list.row(0)?.id).toBe(1001);
});

test('a page that was asked for before a change is not mixed with pages from after it', async () => {
  const folder = new Folder(500);
  const list = new MessageWindow(folder);
  await list.refresh();
  list.show(100, 110, false);
  folder.arrive(1001);
  await list.refresh();
  await settled();
  const ids = Array.from({ length: 11 }, (_, i) => list.row(100 + i)?.id);
  expect(ids).toEqual(folder.ids.slice(100, 111));
});

test('one message is changed in its place', async () => {
  const folder = new Folder(10);
  const list = new MessageWindow(folder);
  await list.refresh();
  folder.unread.add(7);
  await list.refreshMessage(7);
  expect(list.row(list.indexOf(7))?.unread).toBe(true);
  expect(list.snapshot().unread).toBe(1);
});

test('a store that fails keeps the last good rows and says so', async () => {
  const folder = new Folder(10);
  const list = new MessageWindow(folder);
  await list.refresh();
  folder.broken = true;
  await list.refresh();
  expect(list.snapshot().error?.message).toBe('broken');
  expect(list.row(0)?.id).toBe(10);
  folder.broken = false;
  await list.refresh();
  expect(list.snapshot().error).toBeNull();
});

test('a folder that shrinks to nothing', async () => {
  const folder = new Folder(120);
  const list = new MessageWindow(folder);
  await list.refresh();
  list.show(100, 110, false);
  await settled();
  folder.ids = [];
  await list.refresh();
  expect(list.snapshot().total).toBe(0);
  expect(list.row(0)).toBeUndefined();
});

test('rows in which nothing changed stay what they were, and are not drawn again', async () => {
  const folder = new Folder(20);
  const list = new MessageWindow(folder);
  await list.refresh();
  const [first, second] = [list.row(0), list.row(1)];
  folder.unread.add(second?.id ?? 0);
  folder.arrive(21);
  await list.refresh();
  expect(list.row(1)).toBe(first);
  expect(list.row(2)).not.toBe(second);
  expect(list.row(2)).toEqual({ ...second, unread: true });
});
