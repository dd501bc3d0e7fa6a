import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { someAccount, storeMail } from '@/e2e/support/storedMail';
import { openMessage } from '@/lib/mail/open';
import { parseQuery } from '@/lib/mail/query';
import { addAccount } from '@/lib/store/accounts';
import { closeStore } from '@/lib/store/database';
import { takeLead } from '@/lib/store/leadership';
import { getMessages } from '@/lib/store/messages';
import { groupHits } from './groups';
import { Indexer } from './indexer';
import { MailboxSearch, type Order } from './mailbox';

const mail = (id: string, subject: string, hour: number, answers = '') =>
  `From: Ada <ada@x.example>\r\nMessage-ID: <${id}>\r\nSubject: ${subject}\r\n${answers && `References: <${answers}>\r\n`}Date: Thu, 1 Jan 2026 ${hour}:00:00 +0000\r\n\r\nA kiln.\r\n`;

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', {
    e: mail('e', 'Re: Kiln', 15, 'a'),
    d: mail('d', 'Sand', 14),
    c: mail('c', 'Salt', 13, 'b'),
    b: mail('b', 'Kiln kiln', 12),
    a: mail('a', 'Kiln', 11),
  });
  const doors = { open: openMessage, at: () => {}, busy: () => false, breathe: async () => {}, now: () => 0 };
  const indexer = await Indexer.claim(epoch, doors);
  while (await indexer.step());
});

/** Message-IDs of the hits of each conversation, found in portions of two. */
async function found(order: Order): Promise<string[]> {
  const { query } = parseQuery('kiln', { now: 0 });
  const session = await new MailboxSearch().search(query, order, 2, Date.UTC(2026, 0, 2));
  const hits = [...session.hits];
  const threads = await session.threads(hits);
  for (let more = await session.more(2); more.length > 0; more = await session.more(2)) {
    hits.push(...more);
    threads.push(...(await session.threads(more)));
  }
  const ids = hits.map(({ id }) => id);
  const named = new Map((await getMessages(ids)).map(({ id, envelope }) => [id, envelope.messageId.at(1)]));
  return [...groupHits(ids, threads)].map(([row, group]) => {
    expect(group[0]).toBe(row);
    return group.map((id) => named.get(id)).join(' ');
  });
}

it('a conversation stands where its newest hit stands, with all of its hits', async () => {
  expect(await found('newest')).toEqual(['e a', 'd', 'c b']);
});

it('by what fits best it stands where its best hit stands', async () => {
  const groups = await found('relevance');
  expect([...groups].sort()).toEqual(['b c', 'd', 'e a']);
  expect(groups.indexOf('d')).toBe(2);
});

it('messages that are in no conversation yet are each by themselves', () => {
  expect([...groupHits([4, 3, 2], [-4, 7, -2]).values()]).toEqual([[4], [3], [2]]);
  expect([...groupHits([4, 3, 2, 1], [7, -3, 7, 7]).values()]).toEqual([[4, 2, 1], [3]]);
});
