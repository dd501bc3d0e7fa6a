import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atOnce, choose, mail, type OneAccount, oneAccount, rows } from '@/e2e/support/oneAccount';
import { someAccount } from '@/e2e/support/storedMail';
import { text } from '@/e2e/support/testBridge';
import { getAccount, updateAccount, wantWhole } from '@/lib/store/accounts';
import { tx } from '@/lib/store/database';
import { leaveEverything, wantDeletion } from '@/lib/store/deletions';
import { readLedger } from '@/lib/store/ledger';
import { rawMessage } from '@/lib/store/raw';
import type { Policy } from '@/lib/store/records/account';

/** Listings that are odd, mail under other names, and mail of which only the header is here: nothing is lost by them. */

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

  it('is one with few of few, or with others in their place: what was to be deleted there waits for what comes back', async () => {
    await choose({ ...leaveEverything, withTrash: true, accepted: true });
    await sync.check();
    await sync.check();
    const [newest] = await rows();
    await wantDeletion(newest ? [newest] : [], 'trash');
    const held = new Map(bridge.maildrop);
    bridge.maildrop.clear();
    bridge.maildrop.set('u6', mail(6));
    await sync.check();
    expect(sync.status.notices).toMatchObject([{ kind: 'quarantine', oddity: 'shorter', listed: 1 }]);
    expect(sync.status.got, 'new mail comes all the same').toBe(1);
    await sync.check();
    for (const [uidl, bytes] of held) bridge.maildrop.set(uidl, bytes);
    vi.setSystemTime(Date.now() + leaveEverything.delay);
    await sync.check();
    expect(sync.status.notices).toEqual([]);
    expect(onServer().sort()).toEqual(['u1', 'u2', 'u3', 'u4', 'u6']);
  });

  it('is none at a server that removes what was retrieved, which is said though new mail comes in between', async () => {
    await sync.check();
    bridge.maildrop.clear();
    bridge.maildrop.set('u6', mail(6));
    await sync.check();
    expect(sync.status.notices).toMatchObject([{ kind: 'removes-itself', asks: false }]);
    expect([...(await readLedger('ada')).values()].filter(({ gone }) => gone > 0)).toHaveLength(5);
    await sync.check();
    expect(sync.status.notices, 'and taken back when it keeps something').toEqual([]);
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
    await updateAccount('ada', { capabilities: { ...someAccount('ada').capabilities, top: false } });
    await sync.check();
    migrate();
    await sync.check();
    expect((await rows()).map(({ uidl }) => uidl)).toEqual([5, 4, 3, 2, 1].map((n) => `new-u${n}`));
    expect(bridge.headersAsked).toEqual([]);
    await sync.check();
    expect(sync.status).toMatchObject({ notices: [], phase: 'idle' });
  });
});

describe('what came and is not stored', () => {
  const damaged = (uidl: string) =>
    tx(['messages'], 'readwrite', async (t) => {
      const record = (await t.objectStore('messages').getAll()).find((each) => each.uidl === uidl);
      if (record) await t.objectStore('messages').put({ ...record, damaged: 1 });
    });

  it('is in no receipt: another message stands under the name of a damaged one', async () => {
    await sync.check();
    await damaged('u5');
    bridge.maildrop.set('u5', text(new TextDecoder().decode(mail(5)).replace('<5@a>', '<9@a>')));
    await wantWhole('ada', ['u5', 'u4']);
    await sync.check();
    expect(bridge.asked.at(-1)).toEqual(['u5', 'u4']);
    expect(bridge.receipts.at(-1)).toEqual(['u4']);
  });

  it('is stored after all where the copy of before is damaged, and its name has changed', async () => {
    await updateAccount('ada', { capabilities: { ...someAccount('ada').capabilities, top: false } });
    await sync.check();
    await damaged('u5');
    for (const [uidl, bytes] of [...bridge.maildrop]) {
      bridge.maildrop.delete(uidl);
      bridge.maildrop.set(`new-${uidl}`, bytes);
    }
    await sync.check();
    const held = (await rows()).filter(({ damaged }) => damaged === undefined).map(({ uidl }) => uidl);
    expect(held.sort()).toEqual([1, 2, 3, 4, 5].map((n) => `new-u${n}`));
    expect(await rows()).toHaveLength(6);
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
