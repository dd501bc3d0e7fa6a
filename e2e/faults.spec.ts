import { expect, test } from '@playwright/test';
import { faults } from './torture/sync/faults';
import { Ground } from './torture/sync/ground';
import { round } from './torture/sync/round';

/** A small helping of `npm run torture -- sync`, with fixed seeds so that no run differs from another: every fault strikes. */

const rounds = 15;
const seed = 3_726;
const whole = { lost: 0, duplicated: 0, deleted_without_copy: 0, corrupted: 0 };

// As in the long runs: what the app keeps of itself takes of the same room as mail does.
test.use({ serviceWorkers: 'allow' });

test(`${rounds} rounds of faults: nothing is lost, doubled or damaged`, async () => {
  test.setTimeout(400_000);
  const struck = new Set<string>();
  const ground = await Ground.start(rounds);
  try {
    for (let index = 0; index < rounds; index += 1) {
      await test.step(`seed ${seed + index}`, async () => {
        const { fault, count, late } = await round(ground, index, seed + index, undefined);
        struck.add(fault);
        expect({ fault, late, ...count }).toEqual({ fault, late: null, ...whole });
      });
    }
  } finally {
    await ground.stop();
  }
  expect([...struck].sort()).toEqual(faults.map(({ name }) => name).sort());
});
