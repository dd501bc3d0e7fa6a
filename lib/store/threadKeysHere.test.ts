import { beforeEach, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someSummary } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { type ArrivedMessage, commitBatch } from './batches';
import { tx } from './database';
import { takeLead } from './leadership';
import { type RestoredMessage, restoreBatch } from './restore';

const now = Date.UTC(2026, 0, 15);
let epoch = 0;

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('a'));
});

function message(own: string, answers: string[] = []): ArrivedMessage {
  const references = answers.map((id) => `<${id}>`);
  return {
    ...{ uidl: own, sha256: own, offset: 0, size: 1 },
    summary: someSummary(now, { subject: own, messageId: `<${own}>`, references }),
  };
}

const commit = (...messages: ArrivedMessage[]) =>
  commitBatch(epoch, 'a', new ArrayBuffer(messages.length), messages, now);

/** How often it is asked who has a key. */
async function asked(work: () => Promise<void>): Promise<number> {
  const looks = [vi.spyOn(IDBIndex.prototype, 'get'), vi.spyOn(IDBIndex.prototype, 'getAll')];
  try {
    await work();
    const on = looks.flatMap(({ mock }) => mock.contexts).map((index) => (index as IDBIndex).name);
    return on.filter((name) => name === 'byThreadKey').length;
  } finally {
    for (const look of looks) look.mockRestore();
  }
}

async function threadOf(own: string): Promise<number | undefined> {
  const all = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  return all.find(({ envelope }) => envelope.subject === own)?.thread;
}

it('nobody is asked for conversations that nobody has begun, and an answer finds its own', async () => {
  expect(await asked(() => commit(message('one'), message('two')))).toBe(0);
  expect(await asked(() => commit(message('three')))).toBe(0);
  expect(await asked(() => commit(message('four', ['two'])))).toBeGreaterThan(0);
  expect(await threadOf('four')).toBe(await threadOf('two'));
});

it('what somebody else has stored meanwhile is found', async () => {
  await commit(message('one'));
  const { uidl: _, ...read } = message('filed');
  const marks = { unread: false, starred: false, pinned: false, quiet: false, labels: [], snooze: null };
  const restored: RestoredMessage = {
    ...{ ...read, ...marks, folder: 'inbox', movedAt: null, date: null, headerOf: null, entry: null },
    copy: false,
  };
  await restoreBatch('a', new ArrayBuffer(1), [restored], now);
  await commit(message('answer', ['filed']));
  expect(await threadOf('answer')).toBe(await threadOf('filed'));
});

it('mail of before this leader is found, and so is what came after a batch that failed', async () => {
  await commit(message('one'));
  vi.resetModules();
  const fresh = await import('./batches');
  epoch = await (await import('./leadership')).takeLead();
  const also = (...messages: ArrivedMessage[]) =>
    fresh.commitBatch(epoch, 'a', new ArrayBuffer(messages.length), messages, now);
  await also(message('answer', ['one']));
  expect(await threadOf('answer')).toBe(await threadOf('one'));
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  await also(message('two')).catch(() => {});
  put.mockRestore();
  await also(message('three'));
  await also(message('four', ['three']));
  expect(await threadOf('four')).toBe(await threadOf('three'));
});
