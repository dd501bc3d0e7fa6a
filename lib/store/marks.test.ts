import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount as account, someSummary } from '@/e2e/support/storedMail';
import { addAccount, removeAccount, updateAccount } from './accounts';
import { type ArrivedMessage, commitBatch } from './batches';
import { type Change, onChange } from './changes';
import { accountCounters, listCounter } from './counters';
import { openDatabase, tx } from './database';
import { leaveEverything, readDeletions } from './deletions';
import { takeLead } from './leadership';
import { type ListOf, listIds, listMessages, listRange, positionOf } from './lists';
import { changeMessages, restoreMessages, setUnread } from './marks';
import { getMessage } from './messages';
import { migrations } from './migrations';
import type { View } from './schema';

const now = Date.UTC(2026, 0, 15);
const later = now + 3_600_000;

const arrived = (uidl: string, index: number): ArrivedMessage => ({
  uidl,
  sha256: `hash of ${uidl}`,
  offset: index,
  size: 1,
  summary: someSummary(now - index * 60_000, { subject: uidl }),
});

/** Adds an account with these messages, the first the newest; gives their ids. */
async function fill(id: string, ...uidls: string[]): Promise<number[]> {
  const epoch = await takeLead();
  await addAccount(account(id));
  await commitBatch(epoch, id, new ArrayBuffer(uidls.length), uidls.map(arrived), now);
  return listIds({ folder: 'inbox', account: id });
}

const uidls = async (list: ListOf) => (await listMessages(list, 0, 99)).map(({ uidl }) => uidl);

/** Every counter against a recount of the records. */
async function expectExact(): Promise<void> {
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  const views: View[] = ['inbox', 'archive', 'junk', 'trash', 'starred'];
  for (const folder of views) {
    const there = records.filter((record) =>
      folder === 'starred'
        ? record.starred && record.folder !== 'trash' && record.folder !== 'junk'
        : record.folder === folder,
    );
    const unread = there.filter((record) => record.unread).length;
    expect([folder, await listCounter({ folder })]).toEqual([folder, { total: there.length, unread }]);
    expect([folder, (await listIds({ folder })).length]).toEqual([folder, there.length]);
  }
}

beforeEach(async () => {
  await emptyStore();
});

describe('moving', () => {
  it('takes messages from one list to another, with the counters, and back as they were', async () => {
    const ids = await fill('ada', 'c', 'b', 'a');
    const [first = 0, second = 0] = ids;
    await setUnread(second, false);
    const changed = await changeMessages([first, second, 4711], { folder: 'archive' }, later);
    expect(changed.before).toHaveLength(2);
    expect(await uidls({ folder: 'inbox' })).toEqual(['a']);
    expect(await uidls({ folder: 'archive' })).toEqual(['c', 'b']);
    expect((await getMessage(first))?.movedAt).toBe(later);
    expect(await listCounter({ folder: 'archive' })).toEqual({ total: 2, unread: 1 });
    await expectExact();

    await restoreMessages(changed);
    expect(await uidls({ folder: 'inbox' })).toEqual(['c', 'b', 'a']);
    expect(await getMessage(first)).not.toHaveProperty('movedAt');
    await expectExact();
  });

  it('undone, it touches nothing that was changed otherwise meanwhile', async () => {
    const [first = 0] = await fill('ada', 'a');
    const changed = await changeMessages([first], { folder: 'archive' }, later);
    await changeMessages([first], { unread: false, starred: true });
    await restoreMessages(changed);
    expect(await getMessage(first)).toMatchObject({ folder: 'inbox', unread: false, starred: true });
    await expectExact();
  });

  it('to where they are already changes nothing and tells nobody', async () => {
    const ids = await fill('ada', 'a');
    const heard: Change[] = [];
    const stop = onChange((change) => heard.push(change));
    expect(await changeMessages(ids, { folder: 'inbox' })).toEqual({ before: [] });
    stop();
    expect(heard).toEqual([]);
  });

  it('is told once for each account, and a mark for its message', async () => {
    const [a = 0] = await fill('ada', 'a');
    const [b = 0] = await fill('bea', 'b');
    const heard: Change[] = [];
    const stop = onChange((change) => heard.push(change));
    await changeMessages([a, b], { folder: 'junk' });
    await setUnread(a, false);
    stop();
    expect(heard).toEqual([
      { kind: 'messages', account: 'ada', added: 0 },
      { kind: 'messages', account: 'bea', added: 0 },
      { kind: 'message', id: a },
    ]);
  });
});

describe('Trash', () => {
  const withTrash = { ...leaveEverything, withTrash: true };

  it('asks the server to delete only where the policy says so, and takes it back on the way out', async () => {
    const [a = 0] = await fill('ada', 'a');
    const [b = 0] = await fill('bea', 'b');
    await updateAccount('bea', { policy: withTrash });
    const changed = await changeMessages([a, b], { folder: 'trash' });
    expect(await readDeletions('ada')).toEqual([]);
    expect(await readDeletions('bea')).toMatchObject([{ uidl: 'b', state: 'wanted', reason: 'trash' }]);
    await restoreMessages(changed);
    expect(await readDeletions('bea')).toEqual([]);
  });

  it('undone from elsewhere: what goes back into Trash is asked for again', async () => {
    const [b = 0] = await fill('bea', 'b');
    await updateAccount('bea', { policy: withTrash });
    await changeMessages([b], { folder: 'trash' });
    const out = await changeMessages([b], { folder: 'inbox' });
    await restoreMessages(out);
    expect(await readDeletions('bea')).toMatchObject([{ uidl: 'b', state: 'wanted' }]);
  });
});

describe('stars', () => {
  it('gather messages of all folders and accounts but Junk and Trash', async () => {
    const [a = 0] = await fill('ada', 'a', 'x');
    const [b = 0] = await fill('bea', 'b');
    await changeMessages([a, b], { starred: true });
    await changeMessages([b], { folder: 'archive' });
    expect((await uidls({ folder: 'starred' })).sort()).toEqual(['a', 'b']);
    await expectExact();
    const changed = await changeMessages([a], { folder: 'trash' });
    expect(await uidls({ folder: 'starred' })).toEqual(['b']);
    expect((await getMessage(a))?.starred).toBe(true);
    await expectExact();
    await restoreMessages(changed);
    await setUnread(a, false);
    expect(await listCounter({ folder: 'starred' })).toEqual({ total: 2, unread: 1 });
    await expectExact();
    await removeAccount('ada');
    expect(await listCounter({ folder: 'starred' })).toEqual({ total: 1, unread: 1 });
  });
});

it('a list of one account holds that account alone', async () => {
  await fill('ada', 'a');
  const [b] = await fill('bea', 'b', 'c');
  expect(await uidls({ folder: 'inbox', account: 'bea' })).toEqual(['b', 'c']);
  expect(await listCounter({ folder: 'inbox', account: 'bea' })).toEqual({ total: 2, unread: 2 });
  const record = await getMessage(b ?? 0);
  expect(record && (await positionOf({ folder: 'inbox', account: 'bea' }, record))).toBe(0);
});

it('a range is what stands between two messages, whichever comes first', async () => {
  const ids = await fill('ada', 'd', 'c', 'b', 'a');
  const [from, to] = [await getMessage(ids[2] ?? 0), await getMessage(ids[0] ?? 0)];
  if (!from || !to) throw new Error('no records');
  expect(await listRange({ folder: 'inbox' }, from, to)).toEqual(ids.slice(0, 3));
  expect(await listRange({ folder: 'inbox' }, to, from)).toEqual(ids.slice(0, 3));
  expect(await listRange({ folder: 'inbox' }, to, to)).toEqual(ids.slice(0, 1));
});

it('counters stay exact whatever is done, in any order', async () => {
  const ids = [...(await fill('ada', ...'abcdefgh')), ...(await fill('bea', ...'ijklmnop'))];
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const undos: Awaited<ReturnType<typeof changeMessages>>[] = [];
  const places = ['inbox', 'archive', 'junk', 'trash'] as const;
  for (let step = 0; step < 150; step += 1) {
    const some = ids.filter(() => random(3) === 0);
    const last = random(4) === 0 ? undos.pop() : undefined;
    const change = [
      { folder: places[random(4)] ?? 'inbox' },
      { starred: random(2) === 0 },
      { unread: random(2) === 0 },
    ][random(3)];
    if (last) await restoreMessages(last);
    else undos.push(await changeMessages(some, change ?? {}));
  }
  await expectExact();
  while (undos.length > 0) {
    const last = undos.pop();
    if (last) await restoreMessages(last);
  }
  await expectExact();
  const counters = await accountCounters();
  expect(counters.every(({ folder, total }) => folder === 'inbox' || total === 0)).toBe(true);
});

it('a database from before there were folders keeps its mail, and can star and move it', async () => {
  await fill('ada', 'b', 'a');
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  await emptyStore();
  const old = await openDatabase('postbag', migrations.slice(0, 2));
  for (const record of records) await old.put('messages', record);
  await old.put('counters', { account: 'ada', folder: 'inbox', total: 2, unread: 2 });
  old.close();
  expect(await uidls({ folder: 'inbox', account: 'ada' })).toEqual(['b', 'a']);
  await changeMessages([records[0]?.id ?? 0], { starred: true, folder: 'archive' });
  await expectExact();
  expect(await listCounter({ folder: 'starred' })).toEqual({ total: 1, unread: 1 });
});
