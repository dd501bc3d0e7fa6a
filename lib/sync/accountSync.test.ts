import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { mail } from '@/e2e/support/oneAccount';
import { someAccount } from '@/e2e/support/storedMail';
import { lost, TestBridge, text } from '@/e2e/support/testBridge';
import type { ListingAnswer } from '@/lib/contract/routes';
import { addAccount, getAccount } from '@/lib/store/accounts';
import { LeadershipLost, StorageFull } from '@/lib/store/errors';
import { takeLead } from '@/lib/store/leadership';
import { knownMessages } from '@/lib/store/ledger';
import { listMessages } from '@/lib/store/lists';
import { rawMessage } from '@/lib/store/raw';
import { type AccountStore, leaderStore } from './accountStore';
import { AccountSync } from './accountSync';
import { BridgeProblem } from './call';

const account = someAccount('ada');

let bridge: TestBridge;
let store: AccountStore;
let sync: AccountSync;

beforeEach(async () => {
  await emptyStore();
  const epoch = await takeLead();
  await addAccount(account);
  bridge = new TestBridge();
  for (let n = 1; n <= 5; n += 1) bridge.maildrop.set(`u${n}`, mail(n));
  store = leaderStore(epoch);
  sync = new AccountSync(account, store, bridge, () => {});
});

const stored = async () => (await listMessages('inbox', 0, 100)).map(({ uidl }) => uidl);

describe('a round', () => {
  it('brings everything, newest first, byte by byte, and settles for what is on the disk', async () => {
    await sync.check();
    expect(bridge.asked).toEqual([['u5', 'u4', 'u3', 'u2', 'u1']]);
    expect(await stored()).toEqual(['u5', 'u4', 'u3', 'u2', 'u1']);
    for (const row of await listMessages('inbox', 0, 9)) {
      expect(await rawMessage(row)).toEqual(bridge.maildrop.get(row.uidl));
    }
    expect(bridge.receipts.map((uidls) => [...uidls].sort())).toEqual([['u1', 'u2', 'u3', 'u4', 'u5']]);
    expect(sync.status).toMatchObject({ phase: 'idle', got: 5, total: 5, missing: 0, problem: null });
    expect(sync.status.octetsGot).toBe(sync.status.octetsTotal);
  });

  it('asks again until all is here when sessions are short', async () => {
    bridge.perSession = 2;
    await sync.check();
    expect(bridge.asked.map((uidls) => uidls[0])).toEqual(['u5', 'u3', 'u1']);
    expect(await stored()).toHaveLength(5);
  });

  it('finds nothing new without a listing of everything, then only what was added', async () => {
    await sync.check();
    await sync.check();
    expect(bridge.asked).toHaveLength(1);
    bridge.maildrop.set('u6', mail(6));
    await sync.check();
    expect(bridge.asked.at(-1)).toEqual(['u6']);
    expect((await getAccount('ada'))?.seen).toEqual({ count: 6, last: 'u6' });
  });
});

describe('the listing that came with the sign-in', () => {
  const asItWas = () =>
    bridge.listing({ id: 'eve', key: 'k' }, { known: null }, new AbortController().signal);
  const firstOf = async (answer: ListingAnswer, until = Date.now() + 60_000) => {
    await addAccount(someAccount('eve'));
    bridge.listings = 0;
    return new AccountSync(someAccount('eve'), store, bridge, () => {}, { answer, until });
  };

  it('is what the first check begins with, and no later one', async () => {
    const eve = await firstOf(await asItWas());
    await eve.check();
    expect(bridge.listings).toBe(0);
    expect(await stored()).toHaveLength(5);
    expect((await getAccount('eve'))?.seen).toEqual({ count: 5, last: 'u5' });
    bridge.maildrop.set('u6', mail(6));
    await eve.check();
    expect(bridge.listings).toBe(1);
    expect(await stored()).toHaveLength(6);
  });

  it('is old after a while: then the server is asked', async () => {
    const eve = await firstOf(await asItWas(), Date.now());
    await eve.check();
    expect(bridge.listings).toBe(1);
    expect(await stored()).toHaveLength(5);
  });

  it('is not needed: a first check that broke off asks the server', async () => {
    const eve = await firstOf(await asItWas());
    bridge.mishaps.push({ uidl: 'u3', how: 'cut', times: 3 });
    await eve.check();
    await new AccountSync(someAccount('eve'), store, bridge, () => {}).check();
    expect(bridge.listings).toBe(1);
    expect(await stored()).toHaveLength(5);
  });
});

describe('a listing that leaves messages without their names', () => {
  const nameless = (uidl: string) => {
    const listing = bridge.listing;
    bridge.listing = async (...request) => {
      const answer = await listing(...request);
      return { ...answer, entries: answer.entries.filter(([, name]) => name !== uidl) };
    };
    return () => {
      bridge.listing = listing;
    };
  };

  it('for once is followed by another full one, and nothing stays behind', async () => {
    const truthful = nameless('u2');
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1, leftOut: 1 });
    truthful();
    await sync.check();
    expect(await stored()).toEqual(['u5', 'u4', 'u3', 'u2', 'u1']);
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 0 });
  });

  it('always is taken twice, and then cheap checks do', async () => {
    nameless('u2');
    const kinds: string[] = [];
    const listing = bridge.listing;
    bridge.listing = async (...request) => {
      const answer = await listing(...request);
      kinds.push(answer.kind);
      return answer;
    };
    for (let check = 0; check < 4; check += 1) await sync.check();
    expect(kinds).toEqual(['full', 'full', 'unchanged', 'unchanged']);
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1 });
    // Who asks for a check wants it looked for, also after the tab was opened anew.
    const again = new AccountSync((await getAccount('ada')) ?? account, store, bridge, () => {});
    await again.check(false, true);
    expect(kinds.at(-1)).toBe('full');
    expect(again.status.missing).toBe(1);
  });
});

describe('when something breaks', () => {
  it('a stream cut inside a message keeps what was complete and goes on there', async () => {
    bridge.mishaps.push({ uidl: 'u3', how: 'cut', times: 1 });
    await sync.check();
    expect(bridge.asked).toEqual([
      ['u5', 'u4', 'u3', 'u2', 'u1'],
      ['u3', 'u2', 'u1'],
    ]);
    expect(await stored()).toHaveLength(5);
    expect(sync.status.octetsGot).toBe(sync.status.octetsTotal);
  });

  it('a message on which the session always breaks does not hold up the others', async () => {
    bridge.mishaps.push({ uidl: 'u4', how: 'cut' });
    await sync.check();
    expect(await stored()).toEqual(['u5', 'u3', 'u2', 'u1']);
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1 });
    expect((await getAccount('ada'))?.seen).toBeNull();
  });

  it('a message whose hash is wrong is never stored and never in a receipt, and the others come', async () => {
    bridge.mishaps.push({ uidl: 'u2', how: 'hash' });
    await sync.check();
    expect(await stored()).toEqual(['u5', 'u4', 'u3', 'u1']);
    expect(bridge.receipts.flat()).not.toContain('u2');
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1 });
  });

  it('a message that the server refuses is counted and the rest comes', async () => {
    bridge.mishaps.push({ uidl: 'u5', how: 'missing' });
    await sync.check();
    expect(await stored()).toEqual(['u4', 'u3', 'u2', 'u1']);
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1, leftOut: 0 });
  });

  it('a login that came too soon behind the listing costs no second listing', async () => {
    const { messages } = bridge;
    bridge.messages = async () => {
      throw new BridgeProblem({ ...lost, code: 'too_soon' });
    };
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'failed', problem: { code: 'too_soon' } });
    bridge.messages = messages;
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', got: 5 });
    expect(bridge.listings).toBe(1);
    await sync.check();
    expect(bridge.listings).toBe(2);
  });

  it('a message without a UIDL is counted, every time, and costs no full listing', async () => {
    const listing = bridge.listing;
    bridge.listing = async (...request) => {
      const answer = await listing(...request);
      return { ...answer, entries: answer.entries.filter(([, uidl]) => uidl !== 'u2') };
    };
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', got: 4, missing: 1 });
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', missing: 1 });
    expect((await getAccount('ada'))?.seen).toEqual({ count: 5, last: 'u5' });
  });

  it('a full device stops the round with its reason, without a receipt', async () => {
    store.commit = () => Promise.reject(new StorageFull('full'));
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'failed', problem: { code: 'storage_full' } });
    expect(bridge.receipts).toEqual([]);
  });

  it('a failed listing is told and the next check starts anew', async () => {
    bridge.failListing = lost;
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'failed', problem: { code: 'connection_lost' } });
    bridge.failListing = null;
    await sync.check();
    expect(sync.status).toMatchObject({ phase: 'idle', problem: null });
  });

  it('a worker that lost the lead rejects and does not go on', async () => {
    store.commit = () => Promise.reject(new LeadershipLost('another'));
    await expect(sync.check()).rejects.toThrow(LeadershipLost);
  });
});

it('stopping ends the round; the next one gets what is left', async () => {
  bridge.perSession = 1;
  const messages = bridge.messages;
  bridge.messages = async (...request) => {
    if (bridge.asked.length === 2) sync.stop();
    return messages(...request);
  };
  await sync.check();
  expect(sync.status.phase).toBe('stopped');
  const before = (await stored()).length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(5);
  bridge.messages = messages;
  await sync.check();
  expect(await stored()).toHaveLength(5);
});

it('an account that is signed out is left alone', async () => {
  await addAccount({ ...account, key: null });
  await sync.check();
  expect(sync.status.phase).toBe('signed-out');
  expect(bridge.listings).toBe(0);
});

describe('a receipt that never arrived', () => {
  const loseOneReceipt = () => {
    const settle = bridge.settle;
    bridge.settle = async () => {
      bridge.settle = settle;
      throw new BridgeProblem({ code: 'session_unknown', message: 'late', hint: 'again' });
    };
  };

  it('does not stop a server that hides mail only at QUIT: its window moves on, nothing comes twice', async () => {
    bridge.window = 2;
    loseOneReceipt();
    for (let round = 0; round < 8; round += 1) await sync.check();
    expect(await stored()).toEqual(['u5', 'u4', 'u3', 'u2', 'u1']);
    expect(bridge.receipts.flat().sort()).toEqual(['u1', 'u2', 'u3', 'u4', 'u5']);
  });

  it('brings no second copy where the server writes its messages anew each time, but what is another one by now', async () => {
    // By nothing but its octets is told what has no Message-ID.
    const bare = (words: string) => text(`Subject: bare\r\n\r\n${words}\r\n`);
    bridge.maildrop.set('u1', bare('one')).set('u3', bare('three'));
    loseOneReceipt();
    await sync.check();
    const four = (await listMessages('inbox', 0, 9)).find(({ uidl }) => uidl === 'u4');
    bridge.maildrop.set('u4', text(`Status: RO\r\n${new TextDecoder().decode(mail(4))}`));
    bridge.maildrop.set('u2', mail(7)).set('u3', bare('drei!'));
    await sync.check();
    expect((await stored()).sort()).toEqual(['u1', 'u2', 'u2', 'u3', 'u3', 'u4', 'u5']);
    expect(four && (await rawMessage(four))).toEqual(mail(4));
    expect(bridge.receipts.map((uidls) => [...uidls].sort())).toEqual([['u1', 'u2', 'u3', 'u4', 'u5']]);
    expect((await knownMessages('ada')).unsettled.size).toBe(0);
  });

  it('costs nothing where the server hides nothing', async () => {
    loseOneReceipt();
    bridge.perSession = 3;
    await sync.check();
    await sync.check();
    await sync.check();
    expect(bridge.asked.map((uidls) => uidls.length)).toEqual([5, 2]);
    expect((await knownMessages('ada')).unsettled.size).toBe(0);
  });
});
