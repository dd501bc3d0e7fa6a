import { describe, expect, it } from 'vitest';
import type { ListingEntry } from '@/lib/contract/routes';
import { largeOctets, maxMessageOctets, plan, seenAfter } from './plan';

const listing = (count: number): ListingEntry[] =>
  Array.from({ length: count }, (_, index) => [index + 1, `u${index + 1}`, 1_000] as const);

describe('plan', () => {
  it('wants the newest first and leaves out what is known', () => {
    const { wanted, octets } = plan(listing(4), new Set(['u2']));
    expect(wanted.map(({ number }) => number)).toEqual([4, 3, 1]);
    expect(octets).toBe(3_000);
  });

  it('lets the newest hundred small messages pass a large one', () => {
    const entries: ListingEntry[] = [...listing(150), [151, 'large', largeOctets + 1]];
    const order = plan(entries, new Set()).wanted.map(({ uidl }) => uidl);
    expect(order.indexOf('large')).toBe(100);
    expect(order[0]).toBe('u150');
    expect(order[101]).toBe('u50');
  });

  it('retrieves a UIDL that stands twice once, under its highest number', () => {
    const { wanted, leftOut } = plan(
      [
        [1, 'same', 10],
        [2, 'same', 20],
      ],
      new Set(),
    );
    expect(wanted).toEqual([{ number: 2, uidl: 'same', octets: 20 }]);
    expect(leftOut).toBe(1);
  });

  it('wants the headers alone of what is larger than the account takes', () => {
    const entries: [number, string, number][] = [
      [1, 'fits', 100],
      [2, 'large', 101],
      [3, 'huge', maxMessageOctets + 1],
      [4, 'known', 101],
    ];
    const planned = plan(entries, new Set(['known']), 100);
    expect(planned.wanted.map(({ uidl }) => uidl)).toEqual(['fits']);
    expect(planned.headers.map(({ uidl }) => uidl)).toEqual(['huge', 'large']);
    expect(planned).toMatchObject({ octets: 100, leftOut: 0 });
  });

  it('puts large messages off while the device is short of something, and counts them', () => {
    const planned = plan(
      [
        [1, 'large', largeOctets + 1],
        [2, 'small', 10],
        [3, 'known', largeOctets + 1],
      ],
      new Set(['known']),
      null,
      true,
    );
    expect(planned.wanted.map(({ uidl }) => uidl)).toEqual(['small']);
    expect(planned.deferred).toEqual({ messages: 1, octets: largeOctets + 1 });
  });

  it('counts what is too large for the device and does not want it', () => {
    expect(plan([[1, 'huge', maxMessageOctets + 1]], new Set())).toEqual({
      wanted: [],
      headers: [],
      octets: 0,
      leftOut: 1,
      deferred: { messages: 0, octets: 0 },
    });
  });

  it('says that a message is hidden behind a known UIDL', () => {
    const twice: ListingEntry[] = [
      [1, 'same', 10],
      [2, 'same', 20],
    ];
    expect(plan(twice, new Set(['same']))).toMatchObject({ wanted: [], leftOut: 1 });
  });

  it('takes UIDLs for what they are, whatever their names', () => {
    const { wanted } = plan([[1, '__proto__', 1]], new Set(['constructor']));
    expect(wanted.map(({ uidl }) => uidl)).toEqual(['__proto__']);
  });
});

describe('seenAfter', () => {
  it('holds on to the last message of a listing', () => {
    const answer = { count: 3, octets: 0, kind: 'full', entries: listing(3) } as const;
    expect(seenAfter({ ...answer, entries: [...answer.entries] }, null)).toEqual({ count: 3, last: 'u3' });
  });

  it('has nothing to hold on to when the last message has no usable UIDL', () => {
    expect(seenAfter({ count: 4, octets: 0, kind: 'full', entries: listing(3) }, null)).toBeNull();
  });

  it('keeps what was seen when nothing changed', () => {
    const seen = { count: 3, last: 'u3' };
    expect(seenAfter({ count: 3, octets: 0, kind: 'unchanged', entries: [] }, seen)).toBe(seen);
  });
});
