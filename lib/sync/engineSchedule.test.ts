import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { account, beginEngine, bridge, endEngine, engine, listed, resting } from '@/e2e/support/engineGround';
import { lost, text } from '@/e2e/support/testBridge';
import type { ListingEntry } from '@/lib/contract/routes';
import { addAccount, getAccount, updateAccount } from '@/lib/store/accounts';
import { knownMessages } from '@/lib/store/ledger';
import { largeOctets } from './plan';

beforeEach(beginEngine);
afterEach(endEngine);

it('checks a new account at once and again two minutes later', async () => {
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(119_000);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await listed(2);
});

it('never logs in more often than the server allows', async () => {
  await addAccount(account('ada', 900));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(899_000);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await listed(2);
});

it('never does after a failure either', async () => {
  bridge.failListing = { code: 'too_soon', message: 'wait', hint: 'wait', retryAfter: 60 };
  await addAccount(account('ada', 900));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(899_000);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await listed(2);
});

it('backs off further with each failure, and a word from the user ends the wait', async () => {
  bridge.failListing = lost;
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(16_000);
  await listed(2);
  await resting();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(bridge.listings).toBe(2);
  engine.checkNow('ada');
  await listed(3);
});

it('does not try a refused password again until the user signs in', async () => {
  bridge.failListing = { code: 'auth_failed', message: 'no', hint: 'type it again' };
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(24 * 3_600_000);
  expect(bridge.listings).toBe(1);
  bridge.failListing = null;
  await updateAccount('ada', { key: 'another K' });
  await engine.refresh();
  await listed(2);
});

it('the line coming back neither offers a refused password again nor undoes a pause', async () => {
  bridge.failListing = { code: 'auth_failed', message: 'no', hint: 'type it again' };
  await addAccount(account('ada'));
  await addAccount(account('office'));
  await engine.refresh();
  await listed(2);
  await resting();
  engine.online();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bridge.listings).toBe(2);
  bridge.failListing = null;
  engine.checkNow('office');
  await listed(3);
  await resting();
  engine.pause('office');
  expect(engine.statuses[1]).toMatchObject({ phase: 'paused', next: null });
  engine.online();
  engine.looked();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(bridge.listings).toBe(3);
});

it('checks as often as was chosen, by hand alone if that was chosen', async () => {
  engine.interval = 5;
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(299_000);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await listed(2);
  await resting();
  engine.interval = 0;
  engine.online();
  engine.looked();
  await vi.advanceTimersByTimeAsync(48 * 3_600_000);
  expect(bridge.listings).toBe(2);
  engine.checkNow();
  await listed(3);
});

it('a look at the tab brings a check, but not one after the other', async () => {
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await vi.advanceTimersByTimeAsync(29_000);
  engine.looked();
  await vi.advanceTimersByTimeAsync(500);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  engine.looked();
  await listed(2);
});

it('a wish to check waits for the server’s own delay, and the status says until when', async () => {
  await addAccount(account('slow', 900));
  await engine.refresh();
  await listed(1);
  await resting();
  const allowed = Date.now() + 900_000;
  await vi.advanceTimersByTimeAsync(60_000);
  engine.checkNow();
  expect(engine.statuses[0]?.next).toMatchObject({ why: 'login-delay' });
  expect(engine.statuses[0]?.next?.at).toBeLessThanOrEqual(allowed);
  await vi.advanceTimersByTimeAsync(800_000);
  expect(bridge.listings).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  await listed(2);
});

it('a login of the leader before counts for the server’s delay', async () => {
  await addAccount({ ...account('slow', 900), checkedAt: Date.now() - 100_000 });
  await engine.refresh();
  await vi.advanceTimersByTimeAsync(790_000);
  expect(bridge.listings).toBe(0);
  await vi.advanceTimersByTimeAsync(20_000);
  await listed(1);
});

describe('while the device is short of something', () => {
  /** As LIST says it. */
  const size = largeOctets + 1;
  const metered = { metered: true, lowBattery: false };
  const here = async () => [...(await knownMessages('ada')).stored].sort();

  beforeEach(async () => {
    bridge.maildrop.set('small', text('Subject: small\r\n\r\n'));
    bridge.maildrop.set('large', text('Subject: large\r\n\r\n'));
    const listing = bridge.listing;
    bridge.listing = async (...request) => {
      const answer = await listing(...request);
      const entries = answer.entries.map(
        ([number, uidl, octets]): ListingEntry => [number, uidl, uidl === 'large' ? size : octets],
      );
      return { ...answer, entries };
    };
    await addAccount(account('ada'));
    engine.shortage = metered;
    await engine.refresh();
    // The second time because the server might have shown more.
    await listed(2);
    await resting();
  });

  it('checks are rarer and large messages wait, which is told', async () => {
    expect(await here()).toEqual(['small']);
    expect(engine.statuses[0]?.deferred).toEqual({ messages: 1, octets: size });
    await vi.advanceTimersByTimeAsync(899_000);
    expect(bridge.listings).toBe(2);
    expect(await here()).toEqual(['small']);
    // Another leader knows of them, too.
    expect((await getAccount('ada'))?.deferred).toEqual({ messages: 1, octets: size });
  });

  it('somebody’s wish brings them', async () => {
    engine.checkNow(undefined, true);
    await vi.waitFor(async () => expect(await here()).toEqual(['large', 'small']), 10_000);
    await resting();
    expect(engine.statuses[0]?.deferred).toBeNull();
  });

  it('and so does the end of the shortage', async () => {
    engine.shortage = { metered: false, lowBattery: false };
    await vi.waitFor(async () => expect(await here()).toEqual(['large', 'small']), 10_000);
  });
});

it('the line coming back ends a back-off, but not the server’s own delay', async () => {
  bridge.failListing = lost;
  await addAccount(account('ada'));
  await addAccount(account('slow', 900));
  await engine.refresh();
  await listed(2);
  await resting();
  engine.online();
  await listed(3);
});
