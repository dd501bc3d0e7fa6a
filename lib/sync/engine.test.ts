import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  account,
  beginEngine,
  bridge,
  endEngine,
  engine,
  listed,
  lostLead,
  resting,
} from '@/e2e/support/engineGround';
import { atOnce, choose } from '@/e2e/support/oneAccount';
import { text } from '@/e2e/support/testBridge';
import { addAccount, removeAccount, updateAccount } from '@/lib/store/accounts';
import { takeLead } from '@/lib/store/leadership';
import { knownMessages } from '@/lib/store/ledger';

beforeEach(beginEngine);
afterEach(endEngine);

it('goes on at once where the server shows more with every QUIT, and stops where it shows no more', async () => {
  bridge.window = 2;
  for (const n of [1, 2, 3, 4, 5]) bridge.maildrop.set(`u${n}`, text(`Subject: ${n}\r\n\r\n`));
  await addAccount(account('ada'));
  await engine.refresh();
  // Three windows, and a look at the empty one.
  await listed(4);
  await resting();
  expect((await knownMessages('ada')).stored.size).toBe(5);
  expect(bridge.receipts.flat().sort()).toEqual(['u1', 'u2', 'u3', 'u4', 'u5']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bridge.listings).toBe(4);
});

it('begins with what the sign-in of a new account has seen, and with no other’s', async () => {
  bridge.maildrop.set('u1', text('Subject: 1\r\n\r\n'));
  const entries = [[1, 'u1', 14] as const];
  engine.listed('ada', { count: 1, octets: 14, kind: 'full', entries });
  const asked: string[] = [];
  const { listing, messages } = bridge;
  bridge.listing = (who, ...rest) => {
    asked.push(`list ${who.id}`);
    return listing(who, ...rest);
  };
  bridge.messages = (who, ...rest) => {
    asked.push(`get ${who.id}`);
    return messages(who, ...rest);
  };
  for (const id of ['bob', 'ada']) {
    await addAccount(account(id));
    await engine.refresh();
    // Every first round is followed by a look for more.
    await vi.waitFor(() => expect(asked.slice(-2)).toEqual([`get ${id}`, `list ${id}`]), 10_000);
    await resting();
  }
  expect(asked).toEqual(['list bob', 'get bob', 'list bob', 'get ada', 'list ada']);
});

it('checks at most three accounts side by side', async () => {
  let running = 0;
  let most = 0;
  const free: (() => void)[] = [];
  const listing = bridge.listing;
  bridge.listing = async (...request) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => free.push(resolve));
    running -= 1;
    return listing(...request);
  };
  for (const id of ['a', 'b', 'c', 'd', 'e']) await addAccount(account(id));
  await engine.refresh();
  await vi.waitFor(() => expect(free).toHaveLength(3), 10_000);
  for (let n = 0; n < 5; n += 1) {
    await vi.waitFor(() => expect(free.length).toBeGreaterThan(n), 10_000);
    free[n]?.();
  }
  await listed(5);
  expect(most).toBe(3);
});

it('hands over after the session that runs: what it brought is settled, and no other one is begun', async () => {
  for (const n of [1, 2, 3, 4]) bridge.maildrop.set(`u${n}`, text(`Subject: ${n}\r\n\r\n`));
  bridge.perSession = 2;
  await addAccount(account('ada'));
  let finished: Promise<void> | null = null;
  const settle = bridge.settle;
  bridge.settle = async (...request) => {
    finished ??= engine.finish();
    return settle(...request);
  };
  await engine.refresh();
  await vi.waitFor(() => expect(finished).not.toBeNull(), 10_000);
  await finished;
  expect(bridge.asked).toHaveLength(1);
  expect(bridge.receipts.flat().sort()).toEqual(['u3', 'u4']);
  engine.checkNow();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(bridge.listings).toBe(1);
  expect((await knownMessages('ada')).unsettled.size).toBe(0);
});

it('what is applied while a round deletes is done in the next one, at once', async () => {
  for (const n of [1, 2, 3]) bridge.maildrop.set(`u${n}`, text(`Subject: ${n}\r\n\r\n`));
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(2);
  await resting();
  const remove = bridge.remove;
  bridge.remove = async (...request) => {
    if (bridge.removals.length === 0) {
      await choose(atOnce);
      engine.checkNow('ada');
    }
    return remove(...request);
  };
  await choose({ ...atOnce, remove: { kind: 'newest', messages: 1 } });
  engine.checkNow('ada');
  await vi.waitFor(() => expect(bridge.maildrop.size).toBe(0), 10_000);
  expect(bridge.removals.map((uidls) => uidls.length)).toEqual([2, 1]);
});

it('who asks once the server has been asked gets another round, with what has come since', async () => {
  await addAccount(account('ada'));
  const { listing } = bridge;
  bridge.listing = async (...request) => {
    const answer = await listing(...request);
    if (bridge.listings === 1) {
      bridge.maildrop.set('u1', text('Subject: 1\r\n\r\n'));
      engine.checkNow('ada');
    }
    return answer;
  };
  await engine.refresh();
  await vi.waitFor(async () => expect((await knownMessages('ada')).stored.size).toBe(1), 10_000);
});

it('forgets an account that was removed', async () => {
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await resting();
  await removeAccount('ada');
  await engine.refresh();
  expect(engine.statuses).toEqual([]);
});

it('ends when another worker took the lead', async () => {
  await addAccount(account('ada'));
  await takeLead();
  await engine.refresh();
  await vi.waitFor(() => expect(lostLead).toHaveLength(1), 10_000);
  const { listings } = bridge;
  engine.checkNow();
  expect(bridge.listings).toBe(listings);
  expect(bridge.asked).toEqual([]);
});

it('a stop ends the round, and the next check brings what is left', async () => {
  await addAccount(account('ada'));
  const listing = bridge.listing;
  bridge.listing = async (...request) => {
    if (bridge.listings === 0) engine.stop();
    return listing(...request);
  };
  bridge.maildrop.set('u1', text('Subject: 1\r\n\r\n'));
  await engine.refresh();
  await vi.waitFor(() => expect(engine.statuses[0]?.phase).toBe('stopped'), 10_000);
  expect(engine.statuses[0]?.next?.at).toBeGreaterThan(Date.now() + 119_000);
  await vi.advanceTimersByTimeAsync(121_000);
  await resting();
  expect((await knownMessages('ada')).stored.size).toBe(1);
});

it('a round that was stopped is over before the next one of the account begins', async () => {
  let end: () => void = () => {};
  const listing = bridge.listing;
  bridge.listing = async (...request) => {
    const answer = await listing(...request);
    if (bridge.listings === 1) await new Promise<void>((resolve) => (end = resolve));
    return answer;
  };
  await addAccount(account('ada'));
  await engine.refresh();
  await listed(1);
  await updateAccount('ada', { key: 'another K' });
  await engine.refresh();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(bridge.listings).toBe(1);
  end();
  await listed(2);
});
