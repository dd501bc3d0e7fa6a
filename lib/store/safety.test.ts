import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { LeadershipLost } from './errors';
import { takeLead } from './leadership';
import { noteFindings } from './ledger';
import { countOnlyHere, noteVerifiedExport, readOnlyHere, readSafety, readVerifiedExport } from './safety';

let epoch: number;

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
});

it('counts what its server is known not to have any more, and nothing else', async () => {
  await storeMail(epoch, 'ada', { c: someMessage('c'), b: someMessage('b'), a: someMessage('a') });
  expect(await countOnlyHere(epoch)).toEqual({ onlyHere: 0, uncopied: 0 });
  await noteFindings(epoch, 'ada', { absent: new Set(['a', 'b']), back: new Set(), listed: 1, at: 5 });
  expect((await readOnlyHere()).onlyHere).toBe(0);
  expect(await countOnlyHere(epoch)).toEqual({ onlyHere: 2, uncopied: 2 });
  expect(await readOnlyHere()).toEqual({ onlyHere: 2, uncopied: 2 });
  const stored = Date.UTC(2026, 0, 15);
  const verified = { verifiedAt: stored, upTo: 1, digest: '', messages: 1, octets: 1 };
  // Its bytes came after the copy, under a key that is in it.
  await noteVerifiedExport({ ...verified, value: stored - 1 });
  expect(await countOnlyHere(epoch)).toEqual({ onlyHere: 2, uncopied: 2 });
  await noteVerifiedExport({ ...verified, value: stored });
  expect(await countOnlyHere(epoch)).toEqual({ onlyHere: 2, uncopied: 1 });
  await noteFindings(epoch, 'ada', { absent: new Set(), back: new Set(['a']), listed: 2, at: 6 });
  expect(await countOnlyHere(epoch)).toMatchObject({ onlyHere: 1 });
});

it('a worker that no longer leads writes no count', async () => {
  await takeLead();
  await expect(countOnlyHere(epoch)).rejects.toThrow(LeadershipLost);
});

it('remembers the newest export that was found whole, whatever was verified last', async () => {
  expect((await readSafety()).lastVerifiedExportAt).toBeNull();
  const newer = { value: 200, verifiedAt: 300, upTo: 3, digest: 'd', messages: 2, octets: 10 };
  await noteVerifiedExport(newer);
  await noteVerifiedExport({ ...newer, value: 100, verifiedAt: 400 });
  expect(await readVerifiedExport()).toEqual({ key: 'verifiedExport', ...newer });
  expect((await readSafety()).lastVerifiedExportAt).toBe(200);
});
