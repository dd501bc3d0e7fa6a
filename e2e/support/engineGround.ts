import { expect, vi } from 'vitest';
import { takeLead } from '@/lib/store/leadership';
import type { AccountRecord } from '@/lib/store/records/account';
import { Engine } from '@/lib/sync/engine';
import { emptyStore } from './emptyStore';
import { someAccount } from './storedMail';
import { TestBridge } from './testBridge';

/** What a test of the engine stands on, new for each: an empty store, a bridge of its own, and a clock that stands still. */
export let bridge: TestBridge;
export let engine: Engine;
/** What the engine said when it lost the lead. */
export let lostLead: unknown[];

/** To be called before each test. */
export async function beginEngine(): Promise<void> {
  await emptyStore();
  bridge = new TestBridge();
  lostLead = [];
  engine = new Engine(
    await takeLead(),
    bridge,
    () => {},
    (error) => lostLead.push(error),
  );
  // IndexedDB's stand-in needs its own timers: only the clock of the schedule is ours.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2026, 0, 1) });
}

/** To be called after each test. */
export function endEngine(): void {
  engine.end();
  vi.useRealTimers();
}

/** An account whose server announces its LOGIN-DELAY, seconds; null: it announces none. */
export function account(id: string, loginDelay: number | null = null): AccountRecord {
  const usual = someAccount(id);
  return { ...usual, capabilities: { ...usual.capabilities, loginDelay } };
}

/** Resolves when the bridge has been asked for so many listings in all. */
export const listed = (times: number) =>
  vi.waitFor(() => expect(bridge.listings).toBe(times), { timeout: 10_000 });

/** Resolves when no account is being checked. */
export const resting = () =>
  vi.waitFor(
    () => expect(engine.statuses.every(({ phase }) => phase === 'idle' || phase === 'failed')).toBe(true),
    { timeout: 10_000 },
  );
