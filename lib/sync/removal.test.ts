import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { someAccount } from '@/e2e/support/storedMail';
import { lost, TestBridge, text } from '@/e2e/support/testBridge';
import { addAccount, getAccount, updateAccount, wantWhole } from '@/lib/store/accounts';
import { closeStore, tx } from '@/lib/store/database';
import { leaveEverything, readDeletions, readJournal, wantDeletion } from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { readLedger } from '@/lib/store/ledger';
import { listMessages } from '@/lib/store/lists';
import { rawMessage } from '@/lib/store/messages';
import type { Policy } from '@/lib/store/records/account';
import { leaderStore } from './accountStore';
import { AccountSync } from './accountSync';

/** Deletion from the server, from the wish to the journal, over the engine and the store as they are. */

const account = someAccount('ada');
const atOnce: Policy = { ...leaveEverything, remove: { kind: 'at-once' }, delay: 0, accepted: true };

const mail = (n: number) =>
  text(
    `Message-ID: <${n}@a>\r\nSubject: number ${n}\r\nDate: ${new Date(Date.UTC(2026, 0, n)).toUTCString()}\r\n\r\nbody ${n}\r\n`,
  );

let bridge: TestBridge;
let sync: AccountSync;

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  const epoch = await takeLead();
  await addAccount(account);
  bridge = new TestBridge();
  for (let n = 1; n <= 5; n += 1) bridge.maildrop.set(`u${n}`, mail(n));
  sync = new AccountSync(account, leaderStore(epoch), bridge, () => {});
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 1, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

const choose = (policy: Policy) => updateAccount('ada', { policy });
const rows = () => listMessages('inbox', 0, 100);
const onServer = () => [...bridge.maildrop.keys()];
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
    await tx(['packs'], 'readwrite', async (t) => {
      const [pack] = await t.objectStore('packs').getAll();
      if (!pack) throw new Error('no pack');
      const bytes = new Uint8Array(pack.bytes);
      bytes[bytes.length - 3] = 0;
      await t.objectStore('packs').put({ ...pack, bytes: bytes.buffer });
    });
    await choose(atOnce);
    await sync.check();
    expect(onServer()).toEqual(['u5']);
    expect(await states()).toEqual({ u5: 'damaged' });
    await sync.check();
    expect(bridge.removals.flat()).not.toContain('u5');
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

describe('a listing that is odd', () => {
  it('deletes nothing and forgets nothing; the next one settles it', async () => {
    await sync.check();
    await sync.check();
    const held = new Map(bridge.maildrop);
    bridge.maildrop.clear();
    await choose(atOnce);
    await sync.check();
    expect(sync.status.notices).toMatchObject([{ kind: 'quarantine', oddity: 'empty', expected: 5 }]);
    expect(bridge.removals).toEqual([]);
    expect([...(await readLedger('ada')).values()].filter(({ gone }) => gone > 0)).toEqual([]);
    for (const [uidl, bytes] of held) bridge.maildrop.set(uidl, bytes);
    await choose(leaveEverything);
    await sync.check();
    expect(sync.status).toMatchObject({ notices: [], got: 0, phase: 'idle' });
    expect(bridge.asked.flat(), 'nothing came twice').toHaveLength(5);
  });

  it('is believed when it goes on for an hour: what is gone is gone, and stays here', async () => {
    await sync.check();
    await sync.check();
    bridge.maildrop.clear();
    for (let round = 0; round < 3; round += 1) {
      await sync.check();
      vi.setSystemTime(Date.now() + 40 * 60_000);
    }
    expect(sync.status.notices).toEqual([]);
    expect([...(await readLedger('ada')).values()].every(({ gone }) => gone > 0)).toBe(true);
    expect(await rows()).toHaveLength(5);
  });
});

it('a message whose size has changed is looked at: the same one is, another one is not touched', async () => {
  await sync.check();
  const grown = (n: number, change: (text: string) => string) =>
    bridge.maildrop.set(`u${n}`, text(change(new TextDecoder().decode(mail(n)))));
  grown(1, (t) => `Status: O\r\n${t}`);
  grown(2, (t) => t.replace('<2@a>', '<99@a>'));
  bridge.maildrop.delete('u5');
  await choose(atOnce);
  await sync.check();
  expect(bridge.headersAsked.sort()).toEqual(['u1', 'u2']);
  expect(onServer()).toEqual(['u2']);
  expect(bridge.removals.flat()).not.toContain('u2');
});

describe('after a migration', () => {
  const migrate = (extra = '') => {
    const moved = [...bridge.maildrop].map(([uidl, bytes]): [string, Uint8Array] => [
      `new-${uidl}`,
      text(extra + new TextDecoder().decode(bytes)),
    ]);
    bridge.maildrop.clear();
    for (const [uidl, bytes] of moved) bridge.maildrop.set(uidl, bytes);
  };

  it('with headers of the new server, nothing comes twice, and nothing is deleted', async () => {
    await sync.check();
    migrate('Delivered-To: ada\r\n');
    bridge.maildrop.set('u6', mail(6));
    const before = bridge.asked.flat().length;
    await sync.check();
    expect(sync.status).toMatchObject({ got: 1, phase: 'idle', notices: [] });
    expect(bridge.asked.flat().slice(before)).toEqual(['u6']);
    expect((await rows()).map(({ uidl }) => uidl)).toEqual([
      'u6',
      ...[5, 4, 3, 2, 1].map((n) => `new-u${n}`),
    ]);
    expect(onServer()).toHaveLength(6);
    await sync.check();
    expect(bridge.headersAsked, 'once is enough').toHaveLength(6);
  });

  it('what is here as its header is known as well, and stays one', async () => {
    await choose({ ...leaveEverything, maxOctets: 200 });
    bridge.maildrop.set('u6', text(`${new TextDecoder().decode(mail(6))}${'more\r\n'.repeat(50)}`));
    await sync.check();
    migrate();
    await sync.check();
    expect((await rows()).map(({ uidl }) => uidl)).toEqual([6, 5, 4, 3, 2, 1].map((n) => `new-u${n}`));
    expect((await readLedger('ada')).get('new-u6')).toMatchObject({ headers: true, gone: 0 });
  });

  it('when the server shows no header and breaks off in between, nothing comes twice, and nothing is believed', async () => {
    await sync.check();
    const messages = bridge.messages;
    bridge.messages = async (credentials, request, signal) => {
      const none = { ...request, wanted: request.wanted.map((each) => ({ ...each, uidl: 'gone' })) };
      return messages(credentials, request.part === 'header' ? none : request, signal);
    };
    migrate();
    bridge.mishaps.push({ uidl: 'new-u2', how: 'missing', times: 1 });
    await sync.check();
    expect(sync.status.notices).toMatchObject([{ kind: 'quarantine', oddity: 'changed' }]);
    bridge.messages = messages;
    await sync.check();
    expect((await rows()).map(({ uidl }) => uidl)).toEqual([5, 4, 3, 2, 1].map((n) => `new-u${n}`));
    expect(sync.status.notices).toEqual([]);
  });

  it('at a server without TOP, what comes again is no second copy', async () => {
    await updateAccount('ada', { capabilities: { ...account.capabilities, top: false } });
    await sync.check();
    migrate();
    await sync.check();
    expect((await rows()).map(({ uidl }) => uidl)).toEqual([5, 4, 3, 2, 1].map((n) => `new-u${n}`));
    expect(bridge.headersAsked).toEqual([]);
    await sync.check();
    expect(sync.status).toMatchObject({ notices: [], phase: 'idle' });
  });
});

describe('a message that is larger than the account takes whole', () => {
  const limited: Policy = { ...atOnce, maxOctets: 200 };
  const large = text(`${new TextDecoder().decode(mail(6))}${'more\r\n'.repeat(50)}`);
  const messageOf = async (uidl: string) => (await rows()).find((row) => row.uidl === uidl);

  it('comes as its header, is never taken for whole, and never deleted', async () => {
    bridge.maildrop.set('u6', large);
    await choose(limited);
    await sync.check();
    await sync.check();
    expect(bridge.asked.flat()).not.toContain('u6');
    expect(onServer()).toEqual(['u6']);
    expect(await messageOf('u6')).toMatchObject({ headerOf: large.length, unread: true });
    expect((await messageOf('u6'))?.envelope.subject).toBe('number 6');
    expect((await messageOf('u6'))?.size).toBeLessThan(large.length);
    expect(bridge.headersAsked, 'once').toEqual(['u6']);
  });

  it('comes whole when somebody asks for it, in its place; then the policy holds for it, too', async () => {
    bridge.maildrop.set('u6', large);
    await choose(limited);
    await sync.check();
    const header = await messageOf('u6');
    await wantWhole('ada', ['u6']);
    await sync.check();
    const whole = await messageOf('u6');
    expect(whole).toMatchObject({ id: header?.id, size: large.length, uidl: 'u6' });
    expect(whole?.headerOf).toBeUndefined();
    expect(whole && (await rawMessage(whole))).toEqual(large);
    expect((await readLedger('ada')).get('u6')).toMatchObject({ headers: false, id: header?.id });
    expect((await getAccount('ada'))?.wholeWanted).toEqual([]);
    expect(onServer()).toEqual([]);
    expect(await rows()).toHaveLength(6);
  });

  it('is not asked for again and again when it cannot be had', async () => {
    bridge.maildrop.set('u6', large);
    await choose(limited);
    await sync.check();
    bridge.mishaps.push({ uidl: 'u6', how: 'missing' });
    await wantWhole('ada', ['u6']);
    await sync.check();
    await sync.check();
    expect(bridge.asked.filter((uidls) => uidls.includes('u6'))).toHaveLength(1);
    expect((await messageOf('u6'))?.headerOf).toBe(large.length);
  });
});
