import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { openDatabase } from './database';
import { migrations } from './migrations';
import type { MessageRecord } from './schema';

const now = Date.UTC(2026, 0, 15);

beforeEach(emptyStore);

it('a ledger of the first version learns where its messages are', async () => {
  const old = await openDatabase('first', migrations.slice(0, 1));
  const message = (id: number, uidl: string) =>
    ({ id, account: 'ada', uidl, date: id * 100 }) as MessageRecord;
  await old.put('messages', message(7, 'b'));
  await old.put('messages', message(6, 'a'));
  const first = { id: 1, account: 'ada', storedAt: now, settled: true, uidls: ['b', 'a'] };
  await old.put('ledger', { ...first, sha256: ['hb', 'ha'], sizes: [3, 4] } as never);
  old.close();
  const next = await openDatabase('first', migrations);
  expect(await next.get('ledger', 1)).toEqual({
    ...first,
    sha256: ['hb', 'ha'],
    sizes: [3, 4],
    listed: [-1, -1],
    fingerprints: ['', ''],
    ids: [7, 6],
    dates: [700, 600],
  });
  expect([...next.objectStoreNames]).toContain('journal');
  next.close();
});
