import { expect, test } from '@playwright/test';
import { Ground } from './torture/sync/ground';
import { round } from './torture/sync/round';

/** A small helping of `npm run torture -- sync`, with fixed seeds so that no run differs from another. */

const rounds = 15;
const seed = 20_260_306;
const whole = { lost: 0, duplicated: 0, deleted_without_copy: 0, corrupted: 0 };

test(`${rounds} rounds of faults: nothing is lost, doubled or damaged`, async () => {
  test.setTimeout(240_000);
  const ground = await Ground.start(rounds);
  try {
    for (let index = 0; index < rounds; index += 1) {
      await test.step(`seed ${seed + index}`, async () => {
        const { fault, count, late } = await round(ground, index, seed + index, undefined);
        expect({ fault, late, ...count }).toEqual({ fault, late: null, ...whole });
      });
    }
  } finally {
    await ground.stop();
  }
});
