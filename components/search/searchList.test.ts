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
import { setUnread } from '@/lib/store/marks';
import { getMessages } from '@/lib/store/messages';
import { removeMessages } from '@/lib/store/removal';
import { type Ask, markerOf } from './engine';
import { SearchList } from './searchList';

const indexed = { whole: 3, heads: 0, total: 3 };
/** What was asked for, and how to answer it. */
let asked: {
  text: string;
  answer: (ids: readonly number[], more?: Partial<Results>) => void;
  fail: (error: Error) => void;
}[];
let list: SearchList;

const ask: Ask = (text, _how, { results, failure }) => {
  const answer = (ids: readonly number[], more: Partial<Results> = {}) =>
    results({ ids, threads: [], total: ids.length, all: true, indexed, ...more }, () => []);
  asked.push({ text, answer, fail: failure });
  return { notes: [], leave: () => {} };
};

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('one'), b: someMessage('two'), c: someMessage('three') });
  asked = [];
  list = new SearchList(ask, false);
});

const rows = async () => (await list.source.list(0, 50)).map(({ id }) => id);

it('shows the answer to the newest query, and until then what it showed', async () => {
  const ids = await listIds('inbox');
  list.search('one', 'newest');
  asked[0]?.answer(ids.slice(0, 2));
  expect(list.state()).toMatchObject({ query: 'one', total: 2, indexed });
  list.search('two', 'newest');
  expect(await rows()).toEqual(ids.slice(0, 2));
  asked[1]?.answer([ids[2] ?? 0]);
  asked[0]?.answer(ids);
  expect(await rows()).toEqual([ids[2]]);
  expect(list.state().query).toBe('two');
});

it('what has been deleted meanwhile leaves no hole', async () => {
  const ids = await listIds('inbox');
  list.search('x', 'newest');
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
  asked[0]?.fail(new Error('broken'));
  expect(list.state().error?.message).toBe('broken');
  list.again();
  list.end();
  asked[1]?.answer([1]);
  expect(list.state().query).toBe('x');
  expect(await rows()).toEqual([]);
});

it('asked again, it keeps what it shows until as much is here, and hears an answer to its end first', async () => {
  const ids = await listIds('inbox');
  list.search('x', 'newest');
  asked[0]?.answer(ids);
  list.again();
  asked[1]?.answer(ids.slice(0, 1), { total: null, all: false });
  expect(await rows()).toEqual(ids);
  expect(list.state().total).toBe(3);
  list.again();
  expect(asked).toHaveLength(2);
  asked[1]?.answer(ids.slice(0, 2));
  expect(await rows()).toEqual(ids.slice(0, 2));
  expect(asked).toHaveLength(3);
});

it('by conversations a row stands for its hits: shown is the first, marked and dealt with are all', async () => {
  const [a = 0, b = 0, c = 0] = await listIds('inbox');
  for (const id of [a, b]) await setUnread(id, false);
  list = new SearchList(ask, true);
  list.search('x', 'newest');
  asked[0]?.answer([a, b], { threads: [7, 8], total: 3, all: false });
  expect(list.state()).toMatchObject({ total: 3, conversations: null });
  expect(await rows()).toEqual([a, b]);
  asked[0]?.answer([a, b, c], { threads: [7, 8, 7] });
  expect(list.state()).toMatchObject({ total: 3, conversations: 2 });
  expect(await list.ids()).toEqual([a, b]);
  const [first, second] = await list.source.list(0, 50);
  expect(first).toMatchObject({ id: a, unread: true, conversation: { count: 2, people: [] } });
  expect(second).toMatchObject({ id: b, unread: false });
  expect(second).not.toHaveProperty('conversation');
  expect(await list.members([b, a])).toEqual([b, a, c]);
  expect(await list.members([c])).toEqual([a, c]);
  const [last] = await getMessages([c]);
  if (!last) throw new Error('it is here');
  expect(await list.position(last)).toBe(0);

  // The hit that was shown is removed for good: the next one stands for the conversation.
  await removeMessages([a], Date.now());
  expect((await rows()).sort()).toEqual([b, c].sort());
  expect(await list.members([c])).toEqual([c]);
});

it('marks words, beginnings and pairs of characters, and nothing that is excluded', () => {
  const marked = (query: string, text: string) =>
    markerOf(parseQuery(query, { typing: true, now: 0 }).query)(text).map(([start, end]) =>
      text.slice(start, end),
    );
  expect(marked('gross', 'Größe und größer')).toEqual(['Größe', 'größer']);
  expect(marked('isik istan', 'ışık in İstanbul')).toEqual(['ışık', 'İstanbul']);
  expect(marked('東京都', '朝の東京都で')).toEqual(['東京都']);
  expect(marked('京', '東京と京')).toEqual(['京', '京']);
  expect(marked('京 kiln', '朝の東京都で kiln')).toEqual(['京', 'kiln']);
  expect(marked('subject:kiln -glaze OR "two words"', 'kiln glaze two words')).toEqual([
    'kiln',
    'two',
    'words',
  ]);
});

it('marks the addresses of a contact who was asked for, and whoever has one, under whatever name', () => {
  const mark = markerOf(parseQuery('from:ada', { typing: true, now: 0 }).query, ['AL@home.example']);
  const marked = (text: string, whose?: string) =>
    mark(text, whose).map(([start, end]) => text.slice(start, end));
  expect(marked('Countess L.', 'al@Home.example')).toEqual(['Countess L.']);
  expect(marked('Countess L.', 'bob@home.example')).toEqual([]);
  expect(marked('Ada <al@home.example>, at home')).toEqual(['Ada', 'al@home.example']);
  expect(marked('bal@home.example, al@home.example.org')).toEqual([]);
});
