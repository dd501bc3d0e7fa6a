import { expect, test } from 'vitest';
import { count, emptyOverview, monthsBetween, senderName } from './overview';

const message = (id: number, change: object = {}) => ({
  ...{ id, folder: 'inbox', date: new Date(2026, 0, id).getTime(), size: 100 * id, unread: true },
  envelope: { from: [{ name: 'Ada', address: 'Ada@x.example' }], subject: `s ${id}` },
  ...change,
});

test('what is here, by month, folder, sender and size', () => {
  const overview = emptyOverview();
  count(overview, message(1));
  count(
    overview,
    message(3, {
      unread: false,
      envelope: { from: [{ name: 'Ada L.', address: 'ada@X.example' }], subject: '' },
    }),
  );
  count(overview, message(2, { folder: 'own-1', date: new Date(2025, 10, 2).getTime() }));
  count(overview, message(4, { envelope: { from: [], subject: '' } }));
  expect(overview).toMatchObject({ messages: 4, octets: 1_000 });
  expect(Object.fromEntries(overview.months)).toEqual({
    '2026-01': { messages: 3, octets: 800 },
    '2025-11': { messages: 1, octets: 200 },
  });
  expect(overview.folders.get('own-1')).toEqual({ messages: 1, octets: 200 });
  expect(overview.senders.get('ada@x.example')).toEqual({
    ...{ key: 'ada@x.example', list: null, newest: { id: 3, folder: 'inbox' } },
    ...{ address: 'ada@x.example', name: 'Ada L.', messages: 3, octets: 600, unread: 2 },
    ...{ last: new Date(2026, 0, 3).getTime(), lastRead: new Date(2026, 0, 3).getTime() },
  });
  expect(overview.senders.get('')?.lastRead).toBeNull();
  expect(overview.largest.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
});

test('a mailing list is one, whoever writes to it', () => {
  const overview = emptyOverview();
  const to = (address: string) => ({
    envelope: { from: [{ name: '', address }], subject: '', list: 'news.x.example' },
  });
  count(overview, message(1, to('a@x.example')));
  count(overview, message(2, to('b@x.example')));
  expect([...overview.senders.values()]).toMatchObject([
    { key: 'news.x.example', list: 'news.x.example', address: 'b@x.example', messages: 2, newest: { id: 2 } },
  ]);
});

test.each([
  [
    'several people',
    [
      ['Ann', 'a@x'],
      ['Bo', 'b@x'],
    ],
    'Kiln developers',
    'Kiln developers',
  ],
  [
    'several people, and has no name',
    [
      ['Ann', 'a@x'],
      ['Bo', 'b@x'],
    ],
    undefined,
    'dev.x.example',
  ],
  [
    'several by one address',
    [
      ['Ann', 'n@x'],
      ['Bo', 'n@x'],
      ['Cy', 'n@x'],
    ],
    'Kiln',
    'Kiln',
  ],
  [
    'one alone',
    [
      ['Shop', 'n@x'],
      ['The shop', 'n@x'],
    ],
    'a1b2',
    'The shop',
  ],
])('a mailing list that is written to by %s', (_, people, listName, called) => {
  const overview = emptyOverview();
  people.forEach(([name, address], index) => {
    const envelope = { from: [{ name, address }], subject: '', list: 'dev.x.example', listName };
    count(overview, message(index + 1, { envelope }));
  });
  expect([...overview.senders.values()].map(senderName)).toEqual([called]);
});

test('of very many, the largest are kept', () => {
  const overview = emptyOverview();
  for (let id = 1; id <= 25; id += 1) count(overview, message(id));
  expect(overview.largest.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
});

test('months without mail are among them, and there are not too many', () => {
  expect(monthsBetween(['2026-02', '2025-11'], 24)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween(['1990-01', '2026-01'], 2)).toEqual(['2025-12', '2026-01']);
  expect(monthsBetween([], 9)).toEqual([]);
});
