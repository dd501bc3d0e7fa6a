import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { Random } from '@/e2e/support/random';
import { someAccount as account, someSummary } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { type ArrivedMessage, commitBatch } from './batches';
import { accountCounters } from './counters';
import { openDatabase, tx } from './database';
import { takeLead } from './leadership';
import { listIds, windowAround } from './lists';
import { changeMessages, restoreMessages } from './marks';
import { migrations } from './migrations';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';
import { putOldTogether, threadless } from './threads';

const now = Date.UTC(2026, 0, 15);

function arrived(own: string, references: string[], minutes: number): ArrivedMessage {
  const envelope = { subject: own, messageId: `<${own}>`, references: references.map((id) => `<${id}>`) };
  return {
    ...{ uidl: own, sha256: own, offset: 0, size: 1 },
    summary: someSummary(now - minutes * 60_000, envelope),
  };
}

const all = (): Promise<MessageRecord[]> =>
  tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());

/** Subjects of the messages that are one conversation. */
async function conversations(): Promise<string[]> {
  const sets = new Map<number | undefined, string[]>();
  for (const { thread, envelope } of await all())
    sets.set(thread, [...(sets.get(thread) ?? []), envelope.subject]);
  return [...sets.values()].map((set) => set.sort().join(' ')).sort();
}

/** What the lists show by conversations is what counting everything would show. */
async function expectExact(): Promise<void> {
  const records = await all();
  for (const folder of ['inbox', 'archive', 'junk', 'trash'] as const) {
    const newest = new Map<number | undefined, MessageRecord>();
    for (const record of records) {
      if (record.folder !== folder) continue;
      const before = newest.get(record.thread);
      if (!before || record.date > before.date || (record.date === before.date && record.id > before.id))
        newest.set(record.thread, record);
    }
    const shown = [...newest.values()].sort((a, b) => b.date - a.date || b.id - a.id).map(({ id }) => id);
    const list = { folder, grouped: true };
    expect(await listIds(list)).toEqual(shown);
    expect(await listIds({ ...list, account: 'a' })).toEqual(shown);
    const view = await windowAround(list, undefined, (total) => ({ offset: 0, count: total }));
    expect(view.total).toBe(shown.length);
    expect(view.rows.map(({ id }) => id)).toEqual(shown);
    const unread = records.filter((record) => record.folder === folder && record.unread).length;
    expect(view.unread).toBe(unread);
  }
}

let epoch = 0;
const commit = (...messages: ArrivedMessage[]) =>
  commitBatch(epoch, 'a', new ArrayBuffer(messages.length), messages, now);

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(account('a'));
});

describe('conversations in the store', () => {
  it('are found whatever comes first', async () => {
    await commit(arrived('answer', ['root', 'reply'], 1));
    await commit(arrived('root', [], 3), arrived('news', [], 4));
    await commit(arrived('reply', ['root'], 2));
    expect(await conversations()).toEqual(['answer reply root', 'news']);
    await expectExact();
  });

  it('become one when what connects them comes', async () => {
    await commit(arrived('a', [], 5), arrived('a2', ['a'], 4), arrived('b', [], 3));
    expect(await conversations()).toEqual(['a a2', 'b']);
    await commit(arrived('both', ['a', 'b'], 6));
    expect(await conversations()).toEqual(['a a2 b both']);
    await expectExact();
  });

  it('stay exact whatever is done, in any order, and are the same for every order of arrival', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      await emptyStore();
      epoch = await takeLead();
      await addAccount(account('a'));
      const random = new Random(seed);
      const names = Array.from({ length: 24 }, (_, index) => `m${index}`);
      const mail = names.map((name, index) => {
        const count = index < 6 || below(random, 3) === 0 ? 0 : 1 + below(random, 2);
        const references = Array.from({ length: count }, () =>
          below(random, 8) === 0 ? 'lost' : `m${below(random, index)}`,
        );
        return arrived(name, references, below(random, 40));
      });
      const expected = partition(mail);
      const order = mail.map((each) => ({ each, at: below(random, 1_000) })).sort((a, b) => a.at - b.at);
      for (let at = 0; at < order.length; ) {
        const size = 1 + below(random, 6);
        await commit(...order.slice(at, at + size).map(({ each }) => each));
        at += size;
        if (below(random, 2) === 0) await expectExact();
      }
      expect(await conversations()).toEqual(expected);
      await expectExact();
      for (let step = 0; step < 12; step += 1) {
        const ids = (await all()).map(({ id }) => id).filter(() => below(random, 4) === 0);
        const folder = (['inbox', 'archive', 'junk', 'trash'] as const)[below(random, 4)] ?? 'inbox';
        if (below(random, 6) === 0) await removeMessages(ids.slice(0, 2), now);
        else {
          const change =
            below(random, 3) === 0 ? { unread: false } : { folder, starred: below(random, 2) === 0 };
          const changed = await changeMessages(ids, change, now);
          if (below(random, 4) === 0) await restoreMessages(changed);
        }
        await expectExact();
      }
      await removeMessages(await listIds('inbox'), now);
      await expectExact();
    }
  });

  it('are made of mail from before them, piece by piece', async () => {
    await emptyStore();
    const step = migrations.findIndex(({ name }) => name === 'addThreads');
    const old = await openDatabase('postbag', migrations.slice(0, step));
    const write = old.transaction(['accounts', 'messages', 'counters'], 'readwrite');
    await write.objectStore('accounts').put(account('a'));
    for (let id = 1; id <= 450; id += 1) {
      const { uidl, sha256, offset, size, summary } = arrived(
        `o${id}`,
        id % 3 === 0 ? [`o${id - 1}`] : [],
        id,
      );
      await write.objectStore('messages').put({
        ...{
          id,
          account: 'a',
          uidl,
          folder: 'inbox',
          date: summary.date ?? 0,
          size,
          sha256,
          unread: id % 2 === 0,
        },
        ...{ attachments: false, parsed: true, pack: 1, offset, envelope: summary.envelope },
      });
    }
    await write.objectStore('counters').put({ account: 'a', folder: 'inbox', total: 450, unread: 225 });
    await write.done;
    old.close();
    epoch = await takeLead();
    expect(await threadless()).toBe(450);
    expect(await putOldTogether(epoch)).toBe(true);
    // Meanwhile mail comes, and people go on.
    await commit(arrived('new', ['o1', 'o449'], 0));
    await changeMessages([2, 300, 448], { folder: 'archive' }, now);
    while (await putOldTogether(epoch));
    expect(await threadless()).toBe(0);
    expect((await all()).every(({ thread }) => thread !== undefined)).toBe(true);
    await expectExact();
    expect((await accountCounters()).find(({ folder }) => folder === 'inbox')).toMatchObject({ total: 448 });
    const thread = (id: number) => all().then((records) => records.find((each) => each.id === id)?.thread);
    expect(await thread(3)).toBe(await thread(2));
    expect(await thread(1)).toBe(await thread(449));
  });
});

/** The plain way: everything at once. */
function partition(mail: readonly ArrivedMessage[]): string[] {
  const sets: Set<string>[] = [];
  for (const { uidl, summary } of mail) {
    const names = new Set([uidl, ...summary.envelope.references.map((id) => id.slice(1, -1))]);
    const touching = sets.filter((set) => [...names].some((name) => set.has(name)));
    for (const set of touching) sets.splice(sets.indexOf(set), 1);
    sets.push(new Set([...names, ...touching.flatMap((set) => [...set])]));
  }
  const here = new Set(mail.map(({ uidl }) => uidl));
  return sets
    .map((set) =>
      [...set]
        .filter((name) => here.has(name))
        .sort()
        .join(' '),
    )
    .sort();
}

const below = (random: Random, count: number): number => random.between(0, Math.max(0, count - 1));
