import { describe, expect, it } from 'vitest';
import { leaveEverything } from '@/lib/store/deletions';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { Candidate } from '@/lib/store/retention';
import type { AccountRecord, MessageRecord } from '@/lib/store/schema';
import { isExpired, mayFree } from './lifetime';

const day = 86_400_000;
const now = 1_000 * day;

it.each<[number | undefined, number, boolean]>([
  [now - 30 * day, 30, true],
  [now - 30 * day + 1, 30, false],
  [now - 900 * day, 0, false],
  [undefined, 30, false],
])('in its folder since %s, kept for %i days: expired %s', (movedAt, days, expired) => {
  expect(isExpired(movedAt === undefined ? {} : { movedAt }, days, now)).toBe(expired);
});

describe('the bytes of a message may go', () => {
  const record = { id: 7, uidl: 'a', sha256: 'h', size: 90 } as MessageRecord;
  const account = { id: 'ada' } as AccountRecord;
  const entry = {
    id: 7,
    uidl: 'a',
    sha256: 'h',
    listed: 100,
    settled: true,
    gone: 0,
    headers: false,
  } as LedgerEntry;
  const candidate: Candidate = { record, account, entry, asked: false };
  const listed = new Map([['a', 100]]);

  it('when a listing of just now has it as it was retrieved', () => {
    expect(mayFree(candidate, listed)).toBe(true);
    const policy = { ...leaveEverything, withTrash: true };
    expect(mayFree({ ...candidate, account: { ...account, policy } }, listed)).toBe(true);
  });

  it.each<[string, Partial<Candidate>, ReadonlyMap<string, number>?]>([
    ['the listing lacks it', {}, new Map()],
    ['another message may have its name', {}, new Map([['a', 101]])],
    ['the ledger does not know it', { entry: undefined }],
    ['the ledger means another record', { entry: { ...entry, id: 8 } }],
    ['the ledger means other bytes', { entry: { ...entry, sha256: 'x' } }],
    ['its size was not kept', { entry: { ...entry, listed: -1 } }],
    ['the server may hide it once it has heard of it', { entry: { ...entry, settled: false } }],
    ['it is gone', { entry: { ...entry, gone: 5 } }],
    ['its header alone was retrieved', { entry: { ...entry, headers: true } }],
    ['it is to be deleted there', { asked: true }],
    [
      'a policy deletes there',
      { account: { ...account, policy: { ...leaveEverything, remove: { kind: 'at-once' } } } },
    ],
    ['listings contradict each other', { account: { ...account, quarantine: {} as never } }],
    ['the server deletes by itself', { account: { ...account, removesItself: true } }],
    ['it bears a star', { record: { ...record, starred: true } }],
    ['they are gone already', { record: { ...record, freed: true } }],
    ['only its header is here', { record: { ...record, headerOf: 5 } }],
  ])('but not when %s', (_, change, other = listed) => {
    expect(mayFree({ ...candidate, ...change }, other)).toBe(false);
  });
});
