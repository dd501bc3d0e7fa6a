import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventCase, queryCase } from '@/e2e/support/searchEvents';
import { runCase } from '@/e2e/support/searchWorld';

test('whatever happens, a search finds what reading everything finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(eventCase, { maxLength: 12 }),
      fc.array(queryCase, { minLength: 1, maxLength: 3 }),
      async (events, queries) => {
        expect(await runCase(events, queries)).toBe(null);
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);
