import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, test } from 'vitest';
import { closeStore, tx } from '../database';
import { choiceFor, chooseJunkSender, chosenOf, junkSenders, senderKey } from './senders';

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
});

const choice = async (address: string) => choiceFor(address, chosenOf(await junkSenders()));

it.each([
  ['bücher.example', 'a@xn--bcher-kva.example', 'a@buecher.example'],
  ['BÜCHER.example', 'a@News.XN--BCHER-KVA.example', 'a@bucher.example'],
  ['bu\u0308cher.example', 'a@bücher.example', 'a@bücher.example.org'],
  ['@xn--bcher-kva.example', 'a@Bücher.example', 'a@xn--bcher-kva.example.org'],
  ['münchen@bücher.example', 'München@xn--bcher-kva.example', 'a@xn--bcher-kva.example'],
  ['例え。テスト', 'a@xn--r8jz45g.xn--zckzah', 'a@xn--r8jz45g.example'],
])('who is blocked as %s is %s, and not %s', async (typed, sender, other) => {
  await chooseJunkSender(typed, 'blocked');
  expect(await choice(sender)).toBe('blocked');
  expect(await choice(other)).toBeNull();
});

it('what was stored as people read it counts, and is changed and taken back under either name', async () => {
  const stored = { who: '@bücher.example', verdict: 'blocked' } as const;
  await tx(['junkSenders'], 'readwrite', (t) => t.objectStore('junkSenders').put(stored));
  expect(await choice('a@xn--bcher-kva.example')).toBe('blocked');
  expect(await chooseJunkSender('xn--bcher-kva.example', 'allowed')).toBe('blocked');
  expect(await junkSenders()).toEqual([{ who: '@xn--bcher-kva.example', verdict: 'allowed' }]);
  expect(await choice('a@xn--bcher-kva.example')).toBe('allowed');
  expect(await chooseJunkSender(stored.who, null)).toBe('allowed');
  expect(await junkSenders()).toEqual([]);
});

test.each(['nobody', 'ä', 'ä..example', 'a b@ä.example', '@', 'ä@'])(
  '%s is neither an address nor a domain',
  (text) => {
    expect(senderKey(text)).toBeNull();
  },
);
