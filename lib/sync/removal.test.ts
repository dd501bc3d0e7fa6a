import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atOnce, choose, mail, type OneAccount, oneAccount, rows } from '@/e2e/support/oneAccount';
import { lost, text } from '@/e2e/support/testBridge';
import { getAccount } from '@/lib/store/accounts';
import { tx } from '@/lib/store/database';
import {
  leaveEverything,
  readDeletions,
  readJournal,
  wantDeletion,
  withdrawDeletion,
} from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { listMessages } from '@/lib/store/lists';
import { leaderStore } from './accountStore';
import { AccountSync } from './accountSync';
import { BridgeProblem } from './call';

/** Deletion from the server, from the wish to the journal, over the engine and the store as they are. */

let bridge: OneAccount['bridge'];
let sync: OneAccount['sync'];
let onServer: OneAccount['onServer'];

beforeEach(async () => {
  ({ bridge, sync, onServer } = await oneAccount());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 1, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

const everything = () => listMessages('inbox', 0, 1_000);
const states = async () =>
  Object.fromEntries((await readDeletions('ada')).map((d) => [d.uidl, d.kept ?? d.state]));

describe('mail leaves the server', () => {
  it('never by itself', async () => {
    await sync.check();
    await sync.check();
    expect(bridge.removals).toEqual([]);
    expect(onServer()).toHaveLength(5);
  });

  it('once it is here and verified, and the next listing writes it into the journal', async () => {
    await choose(atOnce);
    await sync.check();
    expect(sync.status.phase).toBe('idle');
    expect(onServer()).toEqual([]);
    expect(await rows()).toHaveLength(5);
    const journal = await readJournal('ada', 10);
    expect(journal.map(({ uidl, proof, reason, listed }) => [uidl, proof, reason, listed]).sort()).toEqual(
      [1, 2, 3, 4, 5].map((n) => [`u${n}`, 'top', 'at-once', 0]),
    );
    expect(await states()).toEqual({});
    await sync.check();
    expect(bridge.removals).toHaveLength(1);
  });

  it('under a name that has stood for two messages: written down once, of the one that it was', async () => {
    const late = { code: 'session_unknown', message: 'late', hint: 'again' } as const;
    vi.spyOn(bridge, 'settle').mockRejectedValueOnce(new BridgeProblem(late));
    await sync.check();
    bridge.maildrop.set('u3', mail(9));
    await sync.check();
    expect((await rows()).filter(({ uidl }) => uidl === 'u3')).toHaveLength(2);
    await choose(atOnce);
    await sync.check();
    expect(onServer()).toEqual([]);
    const journal = await readJournal('ada', 10);
    expect(journal.map(({ envelope }) => envelope.subject).sort()).toEqual(
      [1, 2, 4, 5, 9].map((n) => `number ${n}`),
    );
    expect(await rows()).toHaveLength(6);
  });

  it('and mail that comes meanwhile is not passed over by the checks that follow', async () => {
    await choose({ ...atOnce, remove: { kind: 'newest', messages: 2 } });
    const remove = bridge.remove.bind(bridge);
    vi.spyOn(bridge, 'remove').mockImplementation(async (...given) => {
      const answer = await remove(...given);
      bridge.maildrop.set('u6', mail(6));
      return answer;
    });
    await sync.check();
    expect(onServer()).toEqual(['u4', 'u5', 'u6']);
    expect(sync.more).toBe(true);
    await sync.check();
    expect((await rows()).map(({ uidl }) => uidl)).toContain('u6');
  });

  it('not while a copy here is damaged: it is kept, and the others go', async () => {
    await sync.check();
    await tx(['messages', 'packs'], 'readwrite', async (t) => {
      const record = (await t.objectStore('messages').getAll()).find(({ uidl }) => uidl === 'u1');
      const pack = record && (await t.objectStore('packs').get(record.pack));
      if (!pack) throw new Error('no pack');
      const bytes = new Uint8Array(pack.bytes);
      bytes[record.offset + record.size - 3] = 0;
      await t.objectStore('packs').put({ ...pack, bytes: bytes.buffer });
    });
    await choose(atOnce);
    await sync.check();
    expect(onServer()).toEqual(['u1']);
    expect(await states()).toEqual({ u1: 'damaged' });
    await sync.check();
    expect(bridge.removals.flat()).not.toContain('u1');
  });

  it('not when another message stands there under its name; the others go all the same', async () => {
    await sync.check();
    bridge.maildrop.set('u3', text(new TextDecoder().decode(mail(3)).replace('<3@a>', '<9@a>')));
    await choose(atOnce);
    await sync.check();
    expect(onServer()).toEqual(['u3']);
    expect(await states()).toEqual({ u3: 'mismatch' });
    await sync.check();
    expect(onServer()).toEqual(['u3']);
  });

  it('not without a safe copy, unless the person accepted that', async () => {
    await choose({ ...atOnce, accepted: false });
    await sync.check();
    await sync.check();
    expect(onServer()).toHaveLength(5);
  });

  it('not when the person has changed that while messages came in, nor between two sessions', async () => {
    for (let n = 6; n <= 250; n += 1) bridge.maildrop.set(`u${n}`, mail(n));
    await choose(atOnce);
    const messages = bridge.messages;
    bridge.messages = async (...given) => {
      await choose(leaveEverything);
      return messages(...given);
    };
    await sync.check();
    expect(await rows()).toHaveLength(100);
    expect(bridge.removals).toEqual([]);
    await choose(atOnce);
    const remove = bridge.remove;
    bridge.remove = async (...given) => {
      await choose({ ...atOnce, dryRun: true });
      return remove(...given);
    };
    await sync.check();
    expect(bridge.removals).toHaveLength(1);
    expect(onServer()).toHaveLength(50);
  });

  it('not when it was taken back while other sessions went before its own', async () => {
    for (let n = 6; n <= 250; n += 1) bridge.maildrop.set(`u${n}`, mail(n));
    await sync.check();
    await wantDeletion(await everything(), 'chosen', Date.now() - leaveEverything.delay, true);
    const remove = bridge.remove;
    let stays = '';
    bridge.remove = async (...given) => {
      const named = new Set(given[1].wanted.map(({ uidl }) => uidl));
      if (bridge.removals.length === 0) stays = onServer().find((uidl) => !named.has(uidl)) ?? '';
      await withdrawDeletion([{ account: 'ada', uidl: stays }]);
      return remove(...given);
    };
    await sync.check();
    expect(bridge.removals.map((uidls) => uidls.length)).toEqual([200, 49]);
    expect(onServer()).toEqual([stays]);
    expect(await states()).toEqual({});
  });

  it('when a person chose it, after the time to take it back', async () => {
    await sync.check();
    const [newest] = await rows();
    if (!newest) throw new Error('no mail');
    await wantDeletion([newest], 'chosen', Date.now(), true);
    await sync.check();
    expect(onServer()).toHaveLength(5);
    vi.setSystemTime(Date.now() + leaveEverything.delay);
    await sync.check();
    expect(onServer()).toEqual(['u1', 'u2', 'u3', 'u4']);
    expect(await readJournal('ada', 9)).toMatchObject([{ uidl: 'u5', reason: 'chosen' }]);
  });
});

it('a worker that slept when it had written down what it deletes does not send it: a listing tells first', async () => {
  const epoch = await takeLead();
  const store = leaderStore(epoch);
  const record = await getAccount('ada');
  if (!record) throw new Error('no account');
  let slept = 0;
  const sending: typeof store.sending = async (...given) => {
    const sent = await store.sending(...given);
    vi.setSystemTime(Date.now() + slept);
    return sent;
  };
  await choose(atOnce);
  sync = new AccountSync(record, { ...store, sending }, bridge, () => {});
  slept = 6_000;
  await sync.check();
  expect(bridge.removals).toEqual([]);
  expect(Object.values(await states())).toEqual(Array(5).fill('sent'));
  slept = 0;
  await sync.check();
  await sync.check();
  expect(onServer()).toEqual([]);
});

describe('a deletion of which no answer came', () => {
  it('is decided by the next listing: it was done', async () => {
    await sync.check();
    await choose(atOnce);
    bridge.failRemoval = 'after';
    await sync.check();
    expect(sync.status.phase).toBe('failed');
    expect(await readJournal('ada', 9)).toEqual([]);
    expect(Object.values(await states())).toEqual(Array(5).fill('sent'));
    bridge.failRemoval = null;
    await sync.check();
    expect(await readJournal('ada', 9)).toHaveLength(5);
    expect(await states()).toEqual({});
    expect(bridge.removals, 'nothing is asked for twice').toHaveLength(1);
  });

  it('is tried again when the bridge says that it was not done', async () => {
    await sync.check();
    await choose(atOnce);
    bridge.failRemoval = lost;
    await sync.check();
    expect(Object.values(await states())).toEqual(Array(5).fill('wanted'));
    bridge.failRemoval = null;
    await sync.check();
    expect(onServer()).toEqual([]);
  });
});

it('a login that comes too soon for a deletion is no failure: the next round has its login for it', async () => {
  await choose(atOnce);
  bridge.failRemoval = { code: 'too_soon', message: 'wait', hint: 'wait', retryAfter: 60 };
  await sync.check();
  expect(sync.status).toMatchObject({ phase: 'idle', problem: null, got: 5 });
  expect(onServer()).toHaveLength(5);
  bridge.failRemoval = null;
  const order: string[] = [];
  const { listing, remove } = bridge;
  bridge.listing = (...given) => {
    order.push('listing');
    return listing(...given);
  };
  bridge.remove = (...given) => {
    order.push('deletion');
    return remove(...given);
  };
  await sync.check();
  expect(order).toEqual(['deletion', 'listing']);
  expect(await readJournal('ada', 9)).toHaveLength(5);
});

it('a server that ignores deletions is asked three times, and then it is said', async () => {
  await choose(atOnce);
  bridge.ignoresDeletion = true;
  for (let round = 0; round < 6; round += 1) await sync.check();
  expect(bridge.removals).toHaveLength(3);
  expect(Object.values(await states())).toEqual(Array(5).fill('ignored'));
  expect(sync.status.notices).toContainEqual({ kind: 'ignores-deletion' });
  expect((await getAccount('ada'))?.ignoresDeletion).toBe(true);
  expect(await readJournal('ada', 9)).toEqual([]);
});
