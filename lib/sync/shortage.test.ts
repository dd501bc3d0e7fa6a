import { expect, it } from 'vitest';
import type { Shortage } from './manners';
import { watchShortage } from './shortage';

const connection = (state: { saveData?: boolean; type?: string }) => Object.assign(new EventTarget(), state);

it('a browser that tells nothing is short of nothing', () => {
  watchShortage({}, () => expect.fail('nothing was told'));
});

it('saving data, or a cellular connection, is metered, and what changes is told', () => {
  const told: Shortage[] = [];
  const line = connection({ type: 'wifi' });
  watchShortage({ connection: line }, (shortage) => told.push(shortage));
  expect(told).toEqual([]);
  line.type = 'cellular';
  line.dispatchEvent(new Event('change'));
  line.dispatchEvent(new Event('change'));
  line.type = 'wifi';
  line.saveData = true;
  line.dispatchEvent(new Event('change'));
  line.saveData = false;
  line.dispatchEvent(new Event('change'));
  expect(told).toEqual([
    { metered: true, lowBattery: false },
    { metered: false, lowBattery: false },
  ]);
});

it('a battery is low under a fifth, unless it is being charged', async () => {
  const told: boolean[] = [];
  const battery = Object.assign(new EventTarget(), { level: 0.1, charging: false });
  watchShortage({ getBattery: async () => battery }, ({ lowBattery }) => told.push(lowBattery));
  await Promise.resolve();
  await Promise.resolve();
  battery.charging = true;
  battery.dispatchEvent(new Event('chargingchange'));
  battery.charging = false;
  battery.level = 0.2;
  battery.dispatchEvent(new Event('levelchange'));
  expect(told).toEqual([true, false]);
});

it('a browser that refuses to tell of the battery is asked no further', async () => {
  watchShortage({ getBattery: () => Promise.reject(new Error('not allowed')) }, () => expect.fail('told'));
  await Promise.resolve();
});
