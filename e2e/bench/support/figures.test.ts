import { describe, expect, it } from 'vitest';
import { alternate, median, ratio } from './figures';

describe('figures', () => {
  it.each([
    [[3], 3],
    [[10, 9, 2], 9],
    [[1, 100, 2, 3], 2.5],
  ])('the median of %j is %s', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it('has no median of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('runs contestants in turn and does not count the first round', async () => {
    const order: string[] = [];
    const contestant = (name: string) => ({ name, run: async () => order.push(name) });
    const seconds = await alternate([contestant('a'), contestant('b')], 2);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect([...seconds]).toEqual([
      ['a', [3, 5]],
      ['b', [4, 6]],
    ]);
  });

  it('leaves out of the series who fails', async () => {
    const failures: string[] = [];
    const broken = { name: 'b', run: () => Promise.reject(new Error('no')) };
    const sound = { name: 'a', run: async () => 1 };
    const seconds = await alternate([broken, sound], 2, (name) => failures.push(name));
    expect([...seconds]).toEqual([['a', [1, 1]]]);
    expect(failures).toEqual(['b']);
    await expect(alternate([broken], 1)).rejects.toThrow('no');
  });

  it('compares within each round', () => {
    expect(ratio([2, 30, 8], [1, 10, 2])).toBe(3);
  });
});
