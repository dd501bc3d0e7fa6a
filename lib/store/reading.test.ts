import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { removeAccount } from './accounts';
import { openDatabase, tx } from './database';
import { migrations } from './migrations';
import { noteReceipt } from './receivers';
import type { AccountRecord } from './records/account';
import { keepImages, keptImages, maxKeptOctets } from './remoteImages';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';
import { chooseForSender, senderChoices } from './senders';

beforeEach(async () => {
  await emptyStore();
});

const message = (id: number, account = 'ada') =>
  ({ id, account, folder: 'inbox', date: id }) as MessageRecord;
const put = (...records: MessageRecord[]) =>
  tx(['messages'], 'readwrite', async (t) => {
    await Promise.all(records.map((record) => t.objectStore('messages').put(record)));
  });
const image = (address: string, octets = 3) => ({ address, bytes: new ArrayBuffer(octets) });

describe('images that were loaded', () => {
  it('are kept with their message, each once', async () => {
    await put(message(1));
    await keepImages(1, [image('https://a.example/1')]);
    await keepImages(1, [image('https://a.example/1', 5), image('https://a.example/2')]);
    expect((await keptImages(1)).map(({ address, bytes }) => [address, bytes.byteLength])).toEqual([
      ['https://a.example/1', 3],
      ['https://a.example/2', 3],
    ]);
    expect(await keptImages(2)).toEqual([]);
  });

  it('are not kept for a message that is gone, nor beyond the limit', async () => {
    await keepImages(1, [image('https://a.example/1')]);
    expect(await keptImages(1)).toEqual([]);
    await put(message(2));
    await keepImages(2, [image('https://a.example/1', maxKeptOctets), image('https://a.example/2', 1)]);
    expect(await keptImages(2)).toHaveLength(1);
  });

  it('go with their message', async () => {
    const record = { ...message(1), uidl: 'a', envelope: {}, pack: 1, offset: 0, size: 1 } as MessageRecord;
    await put(record, message(2));
    await keepImages(1, [image('https://a.example/1')]);
    await keepImages(2, [image('https://a.example/1')]);
    await removeMessages([1]);
    expect([(await keptImages(1)).length, (await keptImages(2)).length]).toEqual([0, 1]);
  });

  it('go with the account', async () => {
    await put(message(1, 'ada'), message(2, 'bob'));
    await tx(['accounts'], 'readwrite', (t) => t.objectStore('accounts').put({ id: 'ada' } as AccountRecord));
    await keepImages(1, [image('https://a.example/1')]);
    await keepImages(2, [image('https://a.example/1')]);
    await removeAccount('ada');
    expect([(await keptImages(1)).length, (await keptImages(2)).length]).toEqual([0, 1]);
  });
});

describe('choices for a sender', () => {
  it('are for an address or for a domain, and can be taken back', async () => {
    expect(await senderChoices('ada@x.example', 'x.example')).toEqual({ images: null, original: false });
    await chooseForSender({ domain: 'X.example' }, { images: true });
    expect(await senderChoices('ADA@x.example', 'x.example')).toEqual({ images: 'domain', original: false });
    await chooseForSender({ address: 'Ada@x.example ' }, { images: true });
    await chooseForSender({ address: 'ada@x.example' }, { original: true });
    expect(await senderChoices('ada@x.example', 'x.example')).toEqual({ images: 'address', original: true });
    expect(await senderChoices('bob@x.example', 'x.example')).toEqual({ images: 'domain', original: false });
    await chooseForSender({ domain: 'x.example' }, { images: false });
    await chooseForSender({ address: 'ada@x.example' }, { images: false });
    expect(await senderChoices('ada@x.example', 'x.example')).toEqual({ images: null, original: true });
    expect(await senderChoices('ada@x.example', null)).toEqual({ images: null, original: true });
    await chooseForSender({ address: 'ada@x.example' }, { original: false });
    expect(await tx(['senders'], 'readonly', (t) => t.objectStore('senders').count())).toBe(0);
  });
});

it('a database from before keeps its mail and gets the new stores', async () => {
  const step = migrations.findIndex(({ name }) => name === 'addReading');
  const old = await openDatabase('postbag', migrations.slice(0, step));
  await old.put('messages', message(1));
  old.close();
  await keepImages(1, [image('https://a.example/1')]);
  await chooseForSender({ address: 'ada@x.example' }, { images: true });
  expect(await keptImages(1)).toHaveLength(1);
});

it('who receives an account’s mail is learned from what was opened, each message once', async () => {
  await tx(['accounts'], 'readwrite', (t) => t.objectStore('accounts').put({ id: 'ada' } as AccountRecord));
  const receipt = (name: string) => ({ server: 'mx.example', headers: 1, domain: `${name}.example` });
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
    expect(await noteReceipt('ada', index, receipt(name))).toBeNull();
  }
  expect(await noteReceipt('ada', 3, receipt('d'))).toBeNull();
  expect(await noteReceipt('ada', 4, receipt('e'))).toEqual({ server: 'mx.example', headers: 1 });
  await removeAccount('ada');
  expect(await noteReceipt('ada', 5, receipt('f'))).toBeNull();
  expect(await tx(['receivers'], 'readonly', (t) => t.objectStore('receivers').count())).toBe(0);
});
