import { describe, expect, it } from 'vitest';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { Locator } from './locate';

const noSuchMessage = new Pop3Refusal({ class: 'permanent', command: 'UIDL', responseCode: null, said: '' });

/** A session over a maildrop: its UIDLs in order, and what was asked of it. */
function session(...uidls: string[]) {
  const asked: string[] = [];
  return {
    asked,
    stat: async () => {
      asked.push('STAT');
      return { count: uidls.length, octets: 99 };
    },
    uidl: async () => {
      asked.push('UIDL');
      return uidls.map((uidl, index) => ({ number: index + 1, uidl }));
    },
    uidlOf: async (numbers: readonly number[]) => {
      asked.push(`UIDL ${numbers.join()}`);
      return numbers.map((number) => uidls[number - 1] ?? noSuchMessage);
    },
  };
}

const want = (...messages: [number, string][]) =>
  messages.map(([number, uidl]) => ({ number, uidl, octets: number * 10 }));

describe('the locator', () => {
  it('takes numbers that fit as they are, in the order asked for', async () => {
    const drop = session('a', 'b', 'c');
    const wanted = want([3, 'c'], [1, 'a']);
    expect(await new Locator(drop, true, wanted).locate(wanted)).toEqual({ found: wanted, missing: [] });
    expect(drop.asked).toEqual(['UIDL 3,1']);
  });

  it('looks all of them up once any has moved, and says which are gone', async () => {
    const drop = session('b', 'c', 'd');
    const first = want([4, 'd'], [3, 'c'], [1, 'a']);
    const second = want([2, 'b']);
    const locator = new Locator(drop, true, [...first, ...second]);
    expect(await locator.locate(first)).toEqual({
      found: [
        { number: 3, uidl: 'd', octets: 40 },
        { number: 2, uidl: 'c', octets: 30 },
      ],
      missing: ['a'],
    });
    expect((await locator.locate(second)).found).toMatchObject([{ number: 1, uidl: 'b' }]);
    expect(drop.asked).toEqual(['UIDL 4,3,1', 'STAT', 'UIDL']);
  });

  it('asks for everything at once where single questions would cost a round trip each', async () => {
    const drop = session(...'abcdefghij');
    const many = want(...[...'abcdefghij'].map((uidl, i): [number, string] => [i + 1, uidl]));
    for (const wanted of [many, want([1, 'a'])]) await new Locator(drop, false, wanted).locate(wanted);
    expect(drop.asked).toEqual(['STAT', 'UIDL', 'UIDL 1']);
  });

  it('tells messages with the same UIDL apart by the hint, and finds each once', async () => {
    const drop = session('same', 'x', 'same');
    const wanted = want([3, 'same'], [1, 'same'], [3, 'same'], [9, 'x']);
    const { found } = await new Locator(drop, true, wanted).locate(wanted);
    expect(found.map(({ number }) => number)).toEqual([3, 1, 2]);
  });
});
