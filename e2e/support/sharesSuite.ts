import { describe, expect, it } from 'vitest';
import { type Share, type Shares, takeOne } from '@/lib/bridge/shares';

const everybody: Share = { who: 'everybody', most: 10 };
const of = (name: string, more: Partial<Share> = {}): Share[] => [
  { who: `site ${name}`, most: 6, ...more },
  everybody,
];

/** What every backend of the shares must do. `make` gives one that nobody else uses. */
export function sharesSuite(name: string, make: () => Shares): void {
  describe(`shares in ${name}`, () => {
    it('are so much for one and so much for all', async () => {
      const shares = make();
      expect(await shares.take(of('a'), 6)).toBe(true);
      expect(await shares.take(of('a'), 1)).toBe(false);
      expect(await shares.take(of('b'), 5)).toBe(false);
      expect(await shares.take(of('b'), 4)).toBe(true);
      expect(await shares.take(of('c'), 1)).toBe(false);
    });

    it('take of all of them or of none', async () => {
      const shares = make();
      await shares.take(of('a'), 6);
      await shares.take(of('b'), 3);
      // For each of these one of the two has not so much left: what the other has stays there.
      expect([await shares.take(of('a'), 1), await shares.take(of('b'), 2)]).toEqual([false, false]);
      expect(await shares.take(of('b'), 1)).toBe(true);
      await shares.giveBack(of('a'), 6);
      expect(await shares.take(of('a'), 6)).toBe(true);
    });

    it('are had again once they are given back', async () => {
      const shares = make();
      await shares.take(of('a'), 6);
      await shares.giveBack(of('a'), 2);
      expect([await shares.take(of('a'), 3), await shares.take(of('a'), 2)]).toEqual([false, true]);
    });

    it('leave to each what is always his, however full they are', async () => {
      const shares = make();
      await shares.take(of('a'), 5);
      await shares.take(of('b'), 5);
      expect(await shares.take(of('c', { always: 2 }), 2)).toBe(true);
      expect(await shares.take(of('c', { always: 2 }), 1)).toBe(false);
      expect(await shares.take(of('a', { always: 2 }), 1)).toBe(false);
    });

    it('are taken at once: of two for the last one, one gets it', async () => {
      const shares = make();
      await shares.take([everybody], 9);
      const both = await Promise.all([shares.take(of('a'), 1), shares.take(of('b'), 1)]);
      expect(both.filter(Boolean)).toHaveLength(1);
    });

    it('are given back once by who holds one', async () => {
      const shares = make();
      await shares.take([everybody], 8);
      const leave = await takeOne(shares, of('a'));
      await takeOne(shares, of('b'));
      expect(await takeOne(shares, of('c'))).toBeNull();
      leave?.();
      leave?.();
      expect(await takeOne(shares, of('c'))).not.toBeNull();
      expect(await takeOne(shares, of('d'))).toBeNull();
    });
  });
}
