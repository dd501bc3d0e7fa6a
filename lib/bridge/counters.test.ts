import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countersSuite } from '@/e2e/support/countersSuite';
import { drawerOf, memoryCounters } from './counters';

countersSuite('memory', memoryCounters);

describe('counts', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const mine = 'pair mine';
  let other = '';
  for (let count = 0; other === ''; count++) {
    if (drawerOf(`pair ${count}`) === drawerOf(mine)) other = `pair ${count}`;
  }

  it('are each key’s own while there is room, whatever drawer they would fall into', async () => {
    const counters = memoryCounters();
    for (let times = 0; times < 5; times++) await counters.add(other, 10_000);
    expect((await counters.add(mine, 10_000)).count).toBe(1);
    await counters.forget(mine);
    expect((await counters.add(other, 10_000)).count).toBe(6);
  });

  it('are shared beyond, and then nobody has another’s count forgotten', async () => {
    const counters = memoryCounters(1);
    await counters.add('host full', 10_000);
    for (let times = 0; times < 5; times++) await counters.add(other, 10_000);
    expect((await counters.add(mine, 10_000)).count).toBe(6);
    await counters.takeBack(mine);
    await counters.forget(mine);
    expect((await counters.add(other, 10_000)).count).toBe(6);
    const name = mine.slice('pair '.length);
    for (const kind of ['network', 'site', 'host', 'paused-pair'])
      expect(drawerOf(`${kind} ${name}`)).toMatch(new RegExp(`^drawer ${kind} \\d+$`));
  });

  it('find room again when others have ended', async () => {
    const counters = memoryCounters(2);
    await counters.add('host full', 1_000);
    await counters.add('host lasting', 100_000);
    await counters.add(other, 100_000);
    vi.advanceTimersByTime(1_001);
    expect((await counters.add(mine, 10_000)).count).toBe(1);
    await counters.forget(mine);
    expect((await counters.add(mine, 10_000)).count).toBe(1);
  });
});
