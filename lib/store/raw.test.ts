import { beforeEach, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { tx } from './database';
import { MessageDamaged } from './errors';
import { takeLead } from './leadership';
import { listMessages } from './lists';
import { rawMessageToRead } from './raw';

/** Somebody goes through mail: packs are read once, and never the wrong bytes are given. */

const texts = { a: someMessage('a'), b: someMessage('b') };

beforeEach(async () => {
  await emptyStore();
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', texts);
});

const records = () => listMessages('inbox', 0, 9);
const text = async (uidl: 'a' | 'b') => {
  const record = (await records()).find((each) => each.uidl === uidl);
  if (!record) throw new Error(`no record of ${uidl}`);
  return Buffer.from(await rawMessageToRead(record)).toString();
};

it('reads one pack once for the messages in it', async () => {
  const read = vi.spyOn(IDBObjectStore.prototype, 'get');
  try {
    expect(await text('a')).toBe(texts.a);
    expect(await text('b')).toBe(texts.b);
    expect(await text('a')).toBe(texts.a);
    const { contexts } = read.mock;
    expect(contexts.filter((store) => (store as IDBObjectStore).name === 'packs')).toHaveLength(1);
  } finally {
    read.mockRestore();
  }
});

it('what another pack of the same number holds is never given for the message', async () => {
  expect(await text('a')).toBe(texts.a);
  // As after a database that was made anew: the pack and the places in it are others.
  const [first] = await records();
  const turned = texts.b + texts.a;
  await tx(['messages', 'packs'], 'readwrite', async (t) => {
    for (const record of await t.objectStore('messages').getAll()) {
      await t.objectStore('messages').put({ ...record, offset: record.uidl === 'b' ? 0 : texts.b.length });
    }
    const pack = { id: first?.pack ?? 0, account: 'ada', bytes: new TextEncoder().encode(turned).buffer };
    await t.objectStore('packs').put(pack);
  });
  expect(await text('a')).toBe(texts.a);
  expect(await text('b')).toBe(texts.b);
});

it('a pack that is gone is damage, unless the message is in memory still', async () => {
  const [first] = await records();
  if (!first) throw new Error('nothing is stored');
  await tx(['packs'], 'readwrite', (t) => t.objectStore('packs').clear());
  await expect(rawMessageToRead({ ...first, id: 99, pack: 99 })).rejects.toThrow(MessageDamaged);
});
