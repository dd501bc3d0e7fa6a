import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount as account, someSummary } from '@/e2e/support/storedMail';
import { addAccount, getAccount, listAccounts, noteAccount, removeAccount } from './accounts';
import { type ArrivedMessage, commitBatch } from './batches';
import { accountCounters, listCounter } from './counters';
import { openDatabase, tx } from './database';
import {
  AccountGone,
  LeadershipLost,
  MessageDamaged,
  StorageFull,
  StoreOutdated,
  storeError,
} from './errors';
import { takeLead } from './leadership';
import { knownMessages, settleMessages } from './ledger';
import { listMessages, positionOf, windowAround } from './lists';
import { setUnread } from './marks';
import { getMessage } from './messages';
import { migrations } from './migrations';
import { rawMessage } from './raw';

const now = Date.UTC(2026, 0, 15);
const hour = 3_600_000;

/** One message of three bytes at each offset 0, 3, 6, …; the first is the newest. */
const batch = (...uidls: string[]): ArrivedMessage[] =>
  uidls.map((uidl, index) => ({
    uidl,
    sha256: `hash of ${uidl}`,
    offset: index * 3,
    size: 3,
    summary: someSummary(now - index * hour, { subject: uidl }),
  }));

const pack = (length: number): ArrayBuffer => Uint8Array.from({ length }, (_, index) => index).buffer;

beforeEach(async () => {
  await emptyStore();
});

describe('a committed batch', () => {
  it('is listed newest first, counted, known by its UIDLs and readable byte by byte', async () => {
    const epoch = await takeLead();
    await addAccount(account('ada'));
    await commitBatch(epoch, 'ada', pack(9), batch('c', 'b', 'a'), now);

    const rows = await listMessages('inbox', 0, 10);
    expect(rows.map(({ uidl }) => uidl)).toEqual(['c', 'b', 'a']);
    expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 3, unread: 3 });
    expect((await knownMessages('ada')).stored).toEqual(new Set(['a', 'b', 'c']));
    const second = rows[1];
    expect(second && [...(await rawMessage(second))]).toEqual([3, 4, 5]);
  });

  it('is windowed by offset, and every message knows its place', async () => {
    const epoch = await takeLead();
    await addAccount(account('ada'));
    await commitBatch(epoch, 'ada', pack(15), batch('e', 'd', 'c', 'b', 'a'), now);
    const window = await listMessages('inbox', 2, 2);
    expect(window.map(({ uidl }) => uidl)).toEqual(['c', 'b']);
    expect(await listMessages('inbox', 5, 2)).toEqual([]);
    const place = window[0] && (await positionOf('inbox', window[0]));
    expect(place).toBe(2);
  });

  it('is seen around an anchor as of one moment, whatever is committed meanwhile', async () => {
    const epoch = await takeLead();
    await addAccount(account('ada'));
    await commitBatch(epoch, 'ada', pack(15), batch('e', 'd', 'c', 'b', 'a'), now);
    const [anchor] = await listMessages('inbox', 3, 1);
    let committed: Promise<void> | undefined;
    const view = await windowAround('inbox', anchor, (total, place) => {
      committed = commitBatch(epoch, 'ada', pack(6), batch('g', 'f'), now + hour);
      expect([total, place]).toEqual([5, 3]);
      return { offset: 2, count: 2 };
    });
    expect(view).toMatchObject({ total: 5, unread: 5, place: 3, offset: 2 });
    expect(view.rows.map(({ uidl }) => uidl)).toEqual(['c', 'b']);
    await committed;
    const later = await windowAround('inbox', anchor, (_, place) => ({ offset: place ?? 0, count: 1 }));
    expect(later).toMatchObject({ total: 7, place: 5 });
    expect(later.rows.map(({ id }) => id)).toEqual([anchor?.id]);
    expect((await windowAround('inbox', undefined, () => ({ offset: 0, count: 0 }))).rows).toEqual([]);
  });

  it('sorts nonsense dates by arrival', async () => {
    const epoch = await takeLead();
    await addAccount(account('ada'));
    const messages = batch('far', 'none', 'good');
    const [far, none] = messages;
    if (far && none) {
      far.summary = someSummary(Date.UTC(2190, 0, 1), { subject: 'far' });
      none.summary = someSummary(null, { subject: 'none' });
    }
    await commitBatch(epoch, 'ada', pack(9), messages, now);
    const dates = (await listMessages('inbox', 0, 3)).map(({ date }) => date);
    expect(dates).toEqual([now, now, now - 2 * hour]);
  });

  it('is refused whole when another worker leads, and when the account is gone', async () => {
    const old = await takeLead();
    await addAccount(account('ada'));
    const epoch = await takeLead();
    await expect(commitBatch(old, 'ada', pack(3), batch('a'), now)).rejects.toThrow(LeadershipLost);
    await expect(noteAccount(old, 'ada', { checkedAt: 1 })).rejects.toThrow(LeadershipLost);
    await expect(commitBatch(epoch, 'nobody', pack(3), batch('a'), now)).rejects.toThrow(AccountGone);
    expect(await listMessages('inbox', 0, 1)).toEqual([]);
    expect(await accountCounters()).toEqual([]);
  });
});

it('reading moves the counter, once', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await commitBatch(epoch, 'ada', pack(6), batch('b', 'a'), now);
  const id = (await listMessages('inbox', 0, 1))[0]?.id ?? 0;
  await setUnread(id, false);
  await setUnread(id, false);
  expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 2, unread: 1 });
  expect((await getMessage(id))?.unread).toBe(false);
  await setUnread(4711, false);
});

it('removing an account removes its mail and nothing else', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await addAccount(account('office'));
  await commitBatch(epoch, 'ada', pack(3), batch('a'), now);
  await commitBatch(epoch, 'office', pack(3), batch('o'), now);
  await removeAccount('ada');
  expect((await listAccounts()).map(({ id }) => id)).toEqual(['office']);
  expect((await listMessages('inbox', 0, 9)).map(({ uidl }) => uidl)).toEqual(['o']);
  expect((await knownMessages('ada')).stored).toEqual(new Set());
  expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 1, unread: 1 });
  const packs = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').count());
  expect(packs).toBe(1);
});

it('ids of removed mail are not given to other mail', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await commitBatch(epoch, 'ada', pack(6), batch('b', 'a'), now);
  const [old] = await listMessages('inbox', 0, 1);
  await removeAccount('ada');
  await addAccount(account('office'));
  await commitBatch(epoch, 'office', pack(6), batch('p', 'o'), now);
  const rows = await listMessages('inbox', 0, 9);
  expect(rows.map(({ id }) => id)).toEqual([4, 3]);
  expect(rows.map((row) => row.pack)).toEqual([2, 2]);
  if (!old) throw new Error('no row');
  expect(await getMessage(old.id)).toBeUndefined();
  await expect(rawMessage(old)).rejects.toThrow('damaged');
});

it('an id counter that is missing or behind overwrites nothing', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await commitBatch(epoch, 'ada', pack(6), batch('b', 'a'), now);
  await tx(['meta'], 'readwrite', async (t) => {
    await t.objectStore('meta').delete('nextMessage');
    await t.objectStore('meta').put({ key: 'nextPack', value: 1 });
  });
  await commitBatch(epoch, 'ada', pack(3), batch('c'), now);
  expect((await listMessages('inbox', 0, 9)).map(({ id }) => id).sort()).toEqual([1, 2, 3]);
  expect(await tx(['packs'], 'readonly', (t) => t.objectStore('packs').count())).toBe(2);
});

it('a failed transaction leaves nothing behind and tells its reason', async () => {
  await addAccount(account('ada'));
  const failing = tx(['accounts', 'counters'], 'readwrite', async (t) => {
    await t.objectStore('counters').put({ account: 'ada', folder: 'inbox', total: 1, unread: 1 });
    throw new Error('half way');
  });
  await expect(failing).rejects.toThrow('half way');
  expect(await accountCounters()).toEqual([]);
});

it('a damaged pack is an error, not a wrong message', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await commitBatch(epoch, 'ada', pack(2), batch('a'), now);
  const row = (await listMessages('inbox', 0, 1))[0];
  if (!row) throw new Error('no row');
  await expect(rawMessage(row)).rejects.toThrow(MessageDamaged);
});

describe('versions', () => {
  it('a database of the first version keeps its mail through a migration', async () => {
    const old = await openDatabase('moving', migrations.slice(0, 1));
    await old.put('accounts', account('ada'));
    old.close();
    const next = await openDatabase('moving', [
      ...migrations,
      async (_database, transaction) => {
        const store = transaction.objectStore('accounts');
        for (const record of await store.getAll()) await store.put({ ...record, name: 'moved' });
      },
    ]);
    expect(next.version).toBe(migrations.length + 1);
    expect((await next.get('accounts', 'ada'))?.name).toBe('moved');
    next.close();
  });

  it('a tab that meets a newer database says so and never writes', async () => {
    (await openDatabase('postbag', [...migrations, () => {}])).close();
    await expect(addAccount(account('ada'))).rejects.toThrow(StoreOutdated);
  });

  it('an open tab lets a newer version through and does not write afterwards', async () => {
    await addAccount(account('ada'));
    (await openDatabase('postbag', [...migrations, () => {}])).close();
    await expect(addAccount(account('late'))).rejects.toThrow(StoreOutdated);
    await expect(getAccount('ada')).rejects.toThrow(StoreOutdated);
  });
});

it('a full device has a name of its own', () => {
  expect(storeError(new DOMException('no room', 'QuotaExceededError'))).toBeInstanceOf(StorageFull);
});

it('a batch is unsettled until every message of it is', async () => {
  const epoch = await takeLead();
  await addAccount(account('ada'));
  await commitBatch(epoch, 'ada', pack(6), batch('b', 'a'), now);
  await settleMessages(epoch, 'ada', new Set(['a']));
  expect([...(await knownMessages('ada')).unsettled]).toMatchObject([
    ['b', { sha256: 'hash of b' }],
    ['a', { sha256: 'hash of a' }],
  ]);
  await settleMessages(epoch, 'ada', new Set(['a', 'b', 'c']));
  const known = await knownMessages('ada');
  expect([known.stored.size, known.unsettled.size]).toEqual([2, 0]);
});
