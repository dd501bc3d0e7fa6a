import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Attempt, beginAttempt } from './attempts';
import { memoryCounters } from './counters';
import { limits } from './limits';

const client = (network: string) => ({
  network,
  site: network.split(':').slice(0, 3).join(':'),
  browser: network,
});
let counters = memoryCounters();
beforeEach(() => {
  vi.useFakeTimers();
  counters = memoryCounters();
});
afterEach(() => vi.useRealTimers());

const begin = (network: string, username = 'alice', host = 'pop.example.org') =>
  beginAttempt({ client: client(network), host, username }, counters, {
    attempts: limits.attempts,
    secrets: ['attempts-test-secret-0123456789-abcdef'],
  });
/** Null: it may go on. Otherwise the seconds to wait. */
const fail = async (...who: Parameters<typeof begin>) => {
  const attempt = await begin(...who);
  return 'retryAfter' in attempt ? attempt.retryAfter : null;
};
const isAttempt = (attempt: Awaited<ReturnType<typeof begin>>): attempt is Attempt =>
  !('retryAfter' in attempt);

describe('attempts to sign in', () => {
  it('are free at first; then each waits twice as long as the one before, and half an hour at most', async () => {
    for (let count = 0; count < 6; count++) expect(await fail('a')).toBeNull();
    for (const pause of [30, 60, 120, 240, 480, 960, 1800, 1800]) {
      expect(await fail('a')).toBe(pause);
      vi.advanceTimersByTime(pause * 1000 - 1);
      // (After an hour all is forgotten anyhow.)
      if (pause >= 1800) break;
      expect(await fail('a')).toBe(1);
      vi.advanceTimersByTime(1);
      expect(await fail('a')).toBeNull();
    }
    vi.advanceTimersByTime(2 * 3600_000);
    expect(await fail('a')).toBeNull();
  });

  it('a hundred at once are a hundred', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => fail('a')));
    expect(outcomes.filter((wait) => wait === null)).toHaveLength(6);
    // Some were refused for the address, which counts all of them until they are, and some for the account.
    for (const wait of outcomes) expect([null, 15, 30]).toContain(wait);
  });

  it('one account after another is no way round', async () => {
    const outcomes = [];
    for (let count = 0; count < 100; count++) outcomes.push(await fail('a', `user${count}`));
    expect(outcomes.filter((wait) => wait === null)).toHaveLength(21);
  });

  it('neither is one IPv6 network after another of one site', async () => {
    const outcomes = [];
    for (let count = 0; count < 300; count++)
      outcomes.push(await fail(`2001:db8:7:${count}`, `user${count}`));
    expect(outcomes.filter((wait) => wait === null)).toHaveLength(101);
  });

  it('another spelling is the same account', async () => {
    for (const name of ['alice', 'Alice', ' ALICE ', 'ａlice', 'alicE'])
      expect(await fail('a', name)).toBeNull();
    for (const host of ['POP.example.org', 'pop.example.org.']) await fail('a', 'alice', host);
    expect(await fail('a', 'ALICE', 'pop.Example.org')).toBe(30);
  });

  it('a stranger locks nobody out: not his account, not his server, not the bridge', async () => {
    for (let count = 0; count < 100; count++) await fail('stranger');
    for (let network = 0; network < 1200; network++) await fail(`bot${network}`, 'alice');
    // Both counts of everybody are over now. The owner comes from an address that has not failed.
    expect(await fail('owner')).toBeNull();
    const second = await begin('owner2');
    expect(isAttempt(second)).toBe(true);
    if (isAttempt(second)) await second.succeeded();
    // And may come again at once, as often as he succeeds.
    for (let count = 0; count < 30; count++) {
      const attempt = await begin('owner2');
      expect(isAttempt(attempt)).toBe(true);
      if (isAttempt(attempt)) await attempt.succeeded();
    }
    // Who has failed before has to wait while the flood lasts.
    expect(await fail('bot1')).toBe(60);
  });

  it('a success makes the own mistakes good, but pays for no guesses at others', async () => {
    for (let count = 0; count < 5; count++) await fail('a');
    const right = await begin('a');
    if (isAttempt(right)) await right.succeeded();
    for (let count = 0; count < 6; count++) expect(await fail('a')).toBeNull();
    // Eleven failures of this address are still counted, and ten more go.
    const outcomes = [];
    for (let count = 0; count < 30; count++) {
      outcomes.push(await fail('a', `user${count}`));
      const own = await begin('a', 'mine');
      if (isAttempt(own)) await own.succeeded();
    }
    expect(outcomes.filter((wait) => wait === null).length).toBeLessThanOrEqual(10);
  });

  it('what was withdrawn, and what was refused, was never counted', async () => {
    for (let count = 0; count < 50; count++) {
      const attempt = await begin('a');
      if (isAttempt(attempt)) await attempt.withdrawn();
      else throw new Error('refused');
    }
    for (let count = 0; count < 6; count++) await fail('a');
    for (let count = 0; count < 500; count++) expect(await fail('a')).toBe(30);
    vi.advanceTimersByTime(30_000);
    expect(await fail('a')).toBeNull();
    expect(await fail('a')).toBe(60);
  });

  it('who tries settings is told of a limit by his address alone', async () => {
    for (let count = 0; count < 20; count++) {
      const attempt = await begin('a');
      if (isAttempt(attempt)) await attempt.unproved();
      else throw new Error('refused');
    }
    expect(await begin('a').then(isAttempt)).toBe(true);
    expect(await fail('a')).toBe(15);
  });
});
