import { describe, expect, it } from 'vitest';
import { tortures } from './support/all';
import { torment } from './support/torture';

/** A small helping of `npm run torture -- pop3`, with a fixed seed so that no run differs from another. */
describe('torture', () => {
  it.each(tortures.map((torture) => ({ torture, name: torture.name })))(
    '$name',
    async ({ torture }) => {
      const outcomes = {};
      expect(await torment(torture, torture.share * 20, 20_260_302, outcomes)).toBeNull();
      expect(Object.keys(outcomes).length).toBeGreaterThan(0);
    },
    30_000,
  );
});
