import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { type Change, onChange } from './changes';
import { checkInterval, setCheckInterval } from './checking';
import { tx } from './database';

beforeEach(async () => {
  await emptyStore();
});

it('mail is checked for every two minutes until somebody chooses, and every tab hears of the choice', async () => {
  expect(await checkInterval()).toBe(2);
  const changes: Change[] = [];
  const leave = onChange((change) => changes.push(change));
  await setCheckInterval(0);
  leave();
  expect(await checkInterval()).toBe(0);
  expect(changes).toEqual([{ kind: 'checking' }]);
});

it('a number that is no choice counts as none', async () => {
  await tx(['meta'], 'readwrite', (t) => t.objectStore('meta').put({ key: 'checkEvery', value: 0.001 }));
  expect(await checkInterval()).toBe(2);
});
