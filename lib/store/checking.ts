import { announce } from './changes';
import { tx } from './database';

/** Minutes between two automatic checks for mail; 0: only by hand. */
export const checkIntervals = [1, 2, 5, 15, 30, 0] as const;
export type CheckInterval = (typeof checkIntervals)[number];

const usual: CheckInterval = 2;

/** As the user chose it, for all accounts of this device. */
export async function checkInterval(): Promise<CheckInterval> {
  const record = await tx(['meta'], 'readonly', (t) => t.objectStore('meta').get('checkEvery'));
  return checkIntervals.find((minutes) => minutes === record?.value) ?? usual;
}

export async function setCheckInterval(minutes: CheckInterval): Promise<void> {
  await tx(['meta'], 'readwrite', (t) => t.objectStore('meta').put({ key: 'checkEvery', value: minutes }));
  announce({ kind: 'checking' });
}
