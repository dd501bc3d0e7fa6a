import { afterEach, describe, expect, it, vi } from 'vitest';
import { awaitSettlement, settle } from './settlement';

const forever = () => new AbortController().signal;
const wait = (retrieved: string[], ms: number | null = 60_000, signal = forever()) => {
  const settlement = awaitSettlement('alice', new Set(retrieved), signal);
  if (ms !== null) settlement.within(ms);
  return settlement;
};

afterEach(() => {
  vi.useRealTimers();
});

describe('the settlement', () => {
  it.each([
    ['all', ['a', 'b'], true],
    ['all and more', ['b', 'x', 'a'], true],
    ['some', ['a'], false],
    ['none', [], false],
  ])('of a receipt that names %s of the messages', async (_, stored, settled) => {
    const { session, outcome } = wait(['a', 'b']);
    expect(settle(session, 'alice', stored)).toBe(settled);
    expect(await outcome).toBe(settled);
  });

  it('is taken once', async () => {
    const { session, outcome } = wait(['a']);
    expect(settle(session, 'alice', [])).toBe(false);
    expect(settle(session, 'alice', ['a'])).toBeNull();
    expect(await outcome).toBe(false);
  });

  it('is refused to another account, and goes on waiting for its own', async () => {
    const { session, outcome } = wait(['a']);
    expect(settle(session, 'mallory', ['a'])).toBeNull();
    expect(settle('AAAAAAAAAAAAAAAAAAAAAA', 'alice', ['a'])).toBeNull();
    expect(settle(session, 'alice', ['a'])).toBe(true);
    expect(await outcome).toBe(true);
  });

  it('is unguessable', () => {
    const sessions = Array.from({ length: 100 }, () => wait(['a'], 0).session);
    expect(new Set(sessions).size).toBe(100);
    for (const session of sessions) expect(session).toMatch(/^[\w-]{22}$/);
  });

  it('takes a receipt before its time begins to run, which is when the browser has been told', async () => {
    vi.useFakeTimers();
    const early = wait(['a'], null);
    expect(settle(early.session, 'alice', ['a'])).toBe(true);
    early.within(60_000);
    expect(vi.getTimerCount(), 'no clock of a settlement that is over').toBe(0);

    const late = wait(['a'], null);
    await vi.advanceTimersByTimeAsync(3_600_000);
    late.within(60_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(settle(late.session, 'alice', ['a'])).toBe(true);
    expect(await late.outcome).toBe(true);
  });

  it('ends unsettled when no receipt comes, and when the browser goes', async () => {
    expect(await wait(['a'], 10).outcome).toBe(false);
    const gone = new AbortController();
    const left = wait(['a'], 60_000, gone.signal);
    gone.abort();
    expect(await left.outcome).toBe(false);
    expect(settle(left.session, 'alice', ['a'])).toBeNull();
    expect(await wait(['a'], 60_000, gone.signal).outcome).toBe(false);
  });
});
