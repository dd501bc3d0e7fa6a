import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { parseQuery } from '@/lib/mail/query';
import type { Results } from '@/lib/search/client';
import { addAccount } from '@/lib/store/accounts';
import { closeStore } from '@/lib/store/database';
import { takeLead } from '@/lib/store/leadership';
import { listIds } from '@/lib/store/lists';
import { getMessages } from '@/lib/store/messages';
import { removeMessages } from '@/lib/store/removal';
import { markerOf } from './engine';
import { SearchList } from './searchList';

const indexed = { whole: 3, heads: 0, total: 3 };
/** What was asked for, and how to answer it. */
let asked: { text: string; answer: (ids: readonly number[]) => void; fail: (error: Error) => void }[];
let list: SearchList;

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('one'), b: someMessage('two'), c: someMessage('three') });
  asked = [];
  list = new SearchList(async () => (text, _order, { results, failure }) => {
    const answer = (ids: readonly number[]) =>
      results({ ids, total: ids.length, all: true, indexed } satisfies Results);
    asked.push({ text, answer, fail: failure });
    return { notes: [], marker: () => [], leave: () => {} };
  });
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const rows = async () => (await list.source.list(0, 50)).map(({ id }) => id);

it('shows the answer to the newest query, and until then what it showed', async () => {
  const ids = await listIds('inbox');
  list.search('one', 'newest');
  await settled();
  asked[0]?.answer(ids.slice(0, 2));
  expect(list.state()).toMatchObject({ query: 'one', total: 2, indexed });
  list.search('two', 'newest');
  await settled();
  expect(await rows()).toEqual(ids.slice(0, 2));
  asked[1]?.answer([ids[2] ?? 0]);
  asked[0]?.answer(ids);
  expect(await rows()).toEqual([ids[2]]);
  expect(list.state().query).toBe('two');
});

it('what has been deleted meanwhile leaves no hole', async () => {
  const ids = await listIds('inbox');
  list.search('x', 'newest');
  await settled();
  asked[0]?.answer(ids);
  await removeMessages([ids[1] ?? 0], Date.now());
  expect(await rows()).toEqual([ids[0], ids[2]]);
  expect(await list.source.counter()).toEqual({ total: 2, unread: 0 });
  const [first, , last] = await getMessages([ids[0] ?? 0, ids[0] ?? 0, ids[2] ?? 0]);
  if (!first || !last) throw new Error('two messages are here');
  expect(await list.range(last, first)).toEqual([ids[0], ids[2]]);
  expect(await list.position(last)).toBe(1);
});

it('a search that failed says so, and one that was left is not heard of', async () => {
  list.search('x', 'newest');
  await settled();
  asked[0]?.fail(new Error('broken'));
  expect(list.state().error?.message).toBe('broken');
  list.again();
  await settled();
  list.end();
  asked[1]?.answer([1]);
  expect(list.state().query).toBe('x');
  expect(await rows()).toEqual([]);
});

it('marks words, beginnings and pairs of characters, and nothing that is excluded', () => {
  const marked = (query: string, text: string) =>
    markerOf(parseQuery(query, { typing: true, now: 0 }).query)(text).map(([start, end]) =>
      text.slice(start, end),
    );
  expect(marked('gross', 'Größe und größer')).toEqual(['Größe', 'größer']);
  expect(marked('isik istan', 'ışık in İstanbul')).toEqual(['ışık', 'İstanbul']);
  expect(marked('東京都', '朝の東京都で')).toEqual(['東京都']);
  expect(marked('subject:kiln -glaze OR "two words"', 'kiln glaze two words')).toEqual([
    'kiln',
    'two',
    'words',
  ]);
});
