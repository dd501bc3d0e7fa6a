import { describe, expect, it } from 'vitest';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { type ListingSession, takeListing } from './listing';

const refused = (kind: 'permanent' | 'temporary') =>
  new Pop3Refusal({ class: kind, command: 'UIDL', responseCode: null, said: '' });

/** A session over a maildrop: UIDLs in order, each message 10 times its number long. */
function session(uidls: readonly string[], change: Partial<ListingSession> = {}) {
  const asked: string[] = [];
  const whole: ListingSession = {
    stat: async () => ({ count: uidls.length, octets: 99 }),
    uidl: async () => uidls.map((uidl, index) => ({ number: index + 1, uidl })),
    uidlOf: async (numbers) => numbers.map((number) => uidls[number - 1] ?? refused('permanent')),
    list: async () => uidls.map((_, index) => ({ number: index + 1, octets: (index + 1) * 10 })),
    listOf: async (numbers) => numbers.map((number) => number * 10),
    ...change,
  };
  const watched = new Proxy(whole, {
    get: (target, name: keyof ListingSession) => {
      asked.push(name);
      return target[name];
    },
  });
  return { watched, asked };
}

describe('the listing', () => {
  it('of a maildrop without news costs STAT and one UIDL', async () => {
    const { watched, asked } = session(['a', 'b']);
    expect(await takeListing(watched, { count: 2, last: 'b' }, true)).toEqual({
      count: 2,
      octets: 99,
      kind: 'unchanged',
      entries: [],
    });
    expect(asked).toEqual(['stat', 'uidlOf']);
  });

  it('names and sizes what was added behind the last known message, and nothing else', async () => {
    const { watched, asked } = session(['a', 'b', 'c', 'd']);
    expect(await takeListing(watched, { count: 2, last: 'b' }, true)).toMatchObject({
      kind: 'added',
      entries: [
        [3, 'c', 30],
        [4, 'd', 40],
      ],
    });
    expect(asked).toEqual(['stat', 'uidlOf', 'listOf']);
  });

  it('counts 0 octets where the server does not size a new message', async () => {
    const { watched } = session(['a', 'b', 'c'], { listOf: async () => [refused('permanent'), null] });
    expect(await takeListing(watched, { count: 1, last: 'a' }, true)).toMatchObject({
      kind: 'added',
      entries: [
        [2, 'b', 0],
        [3, 'c', 0],
      ],
    });
  });

  it.each<[string, string[], { count: number; last: string } | null]>([
    ['nothing is known', ['a', 'b'], null],
    ['three went and five came', ['d', 'e', 'f', 'g'], { count: 2, last: 'b' }],
    ['one went and one came', ['b', 'c'], { count: 2, last: 'b' }],
    ['there are fewer', ['a'], { count: 2, last: 'b' }],
    ['there is none', [], { count: 2, last: 'b' }],
  ])('is full when %s', async (_, uidls, known) => {
    const { watched } = session(uidls);
    const answer = await takeListing(watched, known, true);
    expect(answer).toMatchObject({ kind: 'full', count: uidls.length });
    expect(answer.entries).toEqual(uidls.map((uidl, index) => [index + 1, uidl, (index + 1) * 10]));
  });

  it('is full rather than hundreds of round trips', async () => {
    const uidls = Array.from({ length: 100 }, (_, index) => `u${index}`);
    expect(await takeListing(session(uidls).watched, { count: 1, last: 'u0' }, false)).toMatchObject({
      kind: 'full',
    });
    expect(await takeListing(session(uidls).watched, { count: 1, last: 'u0' }, true)).toMatchObject({
      kind: 'added',
    });
  });

  it.each<[string, string | Pop3Refusal]>([
    ['refuses to name', refused('permanent')],
    ['leaves without a name', ''],
  ])(
    'is full when the server %s one of the new messages: the others and it are not forgotten',
    async (_, name) => {
      const uidls = ['a', 'b', 'c', 'd'];
      const { watched } = session(uidls, {
        uidlOf: async (numbers) => numbers.map((number) => (number === 3 ? name : (uidls[number - 1] ?? ''))),
      });
      expect(await takeListing(watched, { count: 2, last: 'b' }, true)).toMatchObject({
        kind: 'full',
        entries: uidls.map((uidl, index) => [index + 1, uidl, (index + 1) * 10]),
      });
    },
  );

  it('joins by number what the server lists in any order and not always twice', async () => {
    const { watched } = session(['a', '', 'c'], { list: async () => [{ number: 3, octets: 7 }] });
    expect((await takeListing(watched, null, true)).entries).toEqual([
      [1, 'a', 0],
      [3, 'c', 7],
    ]);
  });

  it('says that there is no UIDL only when that is for good', async () => {
    const fails = (kind: 'permanent' | 'temporary') =>
      takeListing(session(['a'], { uidl: () => Promise.reject(refused(kind)) }).watched, null, true);
    await expect(fails('permanent')).rejects.toMatchObject({ problem: { code: 'uidl_missing' } });
    await expect(fails('temporary')).rejects.toMatchObject({ class: 'temporary' });
  });
});
