import { expect, test } from 'vitest';
import type { MessageRecord } from '@/lib/store/schema';
import { shownFor } from './useRecord';

const record = (id: number) => ({ id, unread: true }) as MessageRecord;

test('the message that is wanted may be acted on', () => {
  expect(shownFor(7, { id: 7, record: record(7) })).toEqual({ record: record(7), stale: false });
  expect(shownFor(7, { id: 7, record: null })).toEqual({ record: null, stale: false });
});

test('the message before is there to be looked at, and for nothing else', () => {
  expect(shownFor(8, { id: 7, record: record(7) })).toEqual({ record: record(7), stale: true });
});

test('where there is no message before, the wanted one is not known yet', () => {
  expect(shownFor(8, null)).toEqual({ record: undefined, stale: false });
  expect(shownFor(8, { id: 7, record: null })).toEqual({ record: undefined, stale: false });
  expect(shownFor(null, { id: 7, record: record(7) })).toEqual({ record: null, stale: false });
});

test('what the list has of the wanted message is there before it is read, and not after', () => {
  const [listed, read] = [record(8), { ...record(8), unread: false }];
  expect(shownFor(8, { id: 7, record: record(7) }, listed)).toEqual({ record: listed, stale: false });
  expect(shownFor(8, null, record(9))).toEqual({ record: undefined, stale: false });
  expect(shownFor(8, { id: 8, record: read }, listed)).toEqual({ record: read, stale: false });
  expect(shownFor(8, { id: 8, record: null }, listed)).toEqual({ record: null, stale: false });
});
