import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someLedgerEntry } from '@/e2e/support/storedMail';
import type { ListingEntry } from '@/lib/contract/routes';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { Quarantine } from '@/lib/store/records/account';
import { judge, quarantineAfter } from './judge';

const ledgerOf = (...entries: LedgerEntry[]) => new Map(entries.map((each) => [each.uidl, each]));
const names = (count: number, prefix = 'u') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const stored = (count: number) => ledgerOf(...names(count).map((uidl) => someLedgerEntry(uidl)));
const listing = (uidls: readonly string[], octets = 100) => ({
  entries: uidls.map((uidl, index): ListingEntry => [index + 1, uidl, octets]),
});
const nobody = new Set<string>();

describe('a listing', () => {
  it.each<[string, ReturnType<typeof judge>['oddity'], Parameters<typeof judge>]>([
    ['with all that is known and more', null, [listing(names(30)), stored(20), nobody, true]],
    ['that lacks a few', null, [listing(names(12)), stored(20), nobody, true]],
    ['that lacks most', 'shorter', [listing(names(9)), stored(20), nobody, true]],
    ['that lacks most of a small mailbox', 'shorter', [listing(names(1)), stored(3), nobody, true]],
    ['that lacks half of a small mailbox', null, [listing(names(2)), stored(4), nobody, true]],
    ['that lacks one of two', null, [listing(names(1)), stored(2), nobody, true]],
    ['that is empty', 'empty', [listing([]), stored(1), nobody, true]],
    ['that is empty, as nothing was known', null, [listing([]), stored(0), nobody, true]],
    ['that is empty after all was deleted', null, [listing([]), stored(3), new Set(names(3)), true]],
    ['that is empty at a server which may hide', null, [listing([]), stored(3), nobody, false]],
    ['that is short at a server which may hide', null, [listing(names(1)), stored(90), nobody, false]],
    ['of other names', 'changed', [listing(names(3, 'x')), stored(3), nobody, false]],
    [
      'that contradicts itself',
      'inconsistent',
      [{ ...listing(names(3)), inconsistent: true }, stored(3), nobody, true],
    ],
    ['with other sizes at most names', 'reused', [listing(names(20), 99), stored(20), nobody, true]],
    ['without sizes', null, [listing(names(20), 0), stored(20), nobody, true]],
  ])('%s: %s', (_, oddity, given) => {
    expect(judge(...given).oddity).toBe(oddity);
  });

  it('in another order, under other numbers, says nothing', () => {
    const shuffled = { entries: [...listing(names(20)).entries].reverse() };
    expect(judge(shuffled, stored(20), nobody, true)).toMatchObject({ oddity: null, absent: nobody });
  });

  it('tells what is absent, what is back and what has another size', () => {
    const ledger = ledgerOf(
      someLedgerEntry('here'),
      someLedgerEntry('left'),
      someLedgerEntry('sent'),
      someLedgerEntry('back', { gone: 5 }),
      someLedgerEntry('long gone', { gone: 5 }),
      someLedgerEntry('other', { listed: 7 }),
      someLedgerEntry('old', { listed: -1 }),
    );
    const judgement = judge(
      listing(['here', 'back', 'other', 'old', 'new']),
      ledger,
      new Set(['sent']),
      true,
    );
    expect(judgement).toEqual({
      oddity: null,
      absent: new Set(['left', 'sent']),
      back: new Set(['back']),
      suspects: new Set(['other']),
      listed: 5,
      expected: 4,
      missing: 1,
      keptNone: false,
    });
  });

  it('tells whether the server keeps none of what it has heard to be stored', () => {
    const heard = stored(3);
    const fresh = someLedgerEntry('fresh', { settled: false });
    const keptNone = (listed: string[], ...more: LedgerEntry[]) =>
      judge(listing(listed), new Map([...heard, ...ledgerOf(...more)]), nobody, false).keptNone;
    expect(keptNone(['new'])).toBe(true);
    expect(keptNone(['new', 'fresh'], fresh), 'it was not told of that one').toBe(true);
    expect(keptNone(['new', 'u1'])).toBe(false);
    expect(judge(listing(['new']), new Map(), nobody, false).keptNone).toBe(false);
  });

  it('names as absent only what is on the server by the ledger and not in the listing', () => {
    const some = fc.uniqueArray(fc.constantFrom(...names(12)), { maxLength: 12 });
    fc.assert(
      fc.property(some, some, some, some, fc.boolean(), (known, gone, sent, listed, keeps) => {
        const ledger = ledgerOf(
          ...known.map((uidl) => someLedgerEntry(uidl, { gone: gone.includes(uidl) ? 9 : 0 })),
        );
        const { absent, back } = judge(listing(listed), ledger, new Set(sent), keeps);
        for (const uidl of absent) {
          expect(known).toContain(uidl);
          expect(gone).not.toContain(uidl);
          expect(listed).not.toContain(uidl);
        }
        for (const uidl of back) expect(listed).toContain(uidl);
      }),
    );
  });
});

describe('the quarantine', () => {
  const odd = { oddity: 'empty', listed: 0, expected: 5 } as const;
  const fine = { oddity: null, listed: 5, expected: 5 };
  const minute = 60_000;

  /** Listings one after the other, so many minutes apart. */
  function after(...steps: [minutes: number, judgement: Parameters<typeof quarantineAfter>[1]][]) {
    let now = 0;
    let state: Quarantine | null = null;
    let believed = false;
    for (const [minutes, judgement] of steps) {
      now += minutes * minute;
      ({ quarantine: state, believed } = quarantineAfter(state, judgement, now));
    }
    return { state, believed };
  }

  it('begins with an odd listing and ends with the next one that is not', () => {
    expect(after([0, odd])).toMatchObject({ state: { oddity: 'empty', times: 1 }, believed: false });
    expect(after([0, odd], [2, fine])).toEqual({ state: null, believed: true });
  });

  it('believes what listings say for an hour, three times at least', () => {
    expect(after([0, odd], [30, odd], [29, odd]).believed).toBe(false);
    expect(after([0, odd], [61, odd]).believed).toBe(false);
    expect(after([0, odd], [30, odd], [31, odd])).toEqual({ state: null, believed: true });
  });

  it('begins anew when the oddity is another one, or the listing shrinks further', () => {
    const shorter = (listed: number) => ({ oddity: 'shorter' as const, listed, expected: 50 });
    expect(after([0, shorter(9)], [30, shorter(9)], [31, odd]).believed).toBe(false);
    expect(after([0, shorter(9)], [30, shorter(9)], [31, shorter(4)]).believed).toBe(false);
  });

  it.each(['inconsistent', 'reused'] as const)('never believes a listing that is %s', (oddity) => {
    const steps = Array.from({ length: 9 }, (): [number, typeof fine & { oddity: never }] => [
      60,
      { ...fine, oddity: oddity as never },
    ]);
    expect(after(...steps).believed).toBe(false);
  });
});
