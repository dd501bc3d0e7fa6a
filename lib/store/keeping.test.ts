import { beforeEach, expect, it } from 'vitest';
import { amid } from '@/e2e/support/amid';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someSummary } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { commitBatch } from './batches';
import { listCounter } from './counters';
import { tx } from './database';
import { readDeletions } from './deletions';
import { LeadershipLost } from './errors';
import {
  endKeeping,
  previewKeeping,
  readKeeping,
  readTidied,
  restoreKeeping,
  setKeeping,
  tidy,
} from './keeping';
import { takeLead } from './leadership';
import { listIds } from './lists';
import { changeMessages } from './marks';
import { getMessages } from './messages';
import { addLabel } from './placeChanges';
import type { KeepingRecord } from './records/keeping';

const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;
let epoch: number;
/** The first is of today, each next one a day older. */
let ids: number[];

const inInbox: KeepingRecord = { place: 'inbox', days: 5, messages: null, to: 'archive', server: false };

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
  const messages = Array.from({ length: 10 }, (_, index) => ({
    ...{ uidl: `u${index}`, sha256: `hash ${index}`, offset: index, size: 1 },
    summary: someSummary(now - index * day, { subject: `s${index}`, messageId: `<${index}@x>` }),
  }));
  await commitBatch(epoch, 'ada', new ArrayBuffer(10), messages, now);
  ids = await listIds('inbox');
});

it('what is older goes to Archive, as the preview said; stars and pins stay; the journal tells', async () => {
  await changeMessages(ids.slice(8, 9), { starred: true });
  await changeMessages(ids.slice(9), { pinned: true });
  await setKeeping(inInbox);
  const { messages, octets, first } = await previewKeeping(inInbox, now);
  expect({ messages, octets, first: first.map(({ id }) => id) }).toEqual({
    ...{ messages: 3, octets: 3, first: ids.slice(5, 8) },
  });
  expect(await tidy(epoch, now)).toBe(3);
  expect(await listIds('archive')).toEqual(ids.slice(5, 8));
  expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 7, unread: 7 });
  expect(await readTidied(9)).toMatchObject([
    { at: now, place: 'inbox', to: 'archive', messages: 3, subjects: ['s5', 's6', 's7'] },
  ]);
  expect(await tidy(epoch, now)).toBe(0);
  expect(await readTidied(9)).toHaveLength(1);
});

it('of a label, all but the newest go to Trash, and their server is asked through the gate alone', async () => {
  const { id: place } = await addLabel({ name: 'News', colour: 0 });
  await changeMessages(ids.slice(0, 6), { addLabels: [place] });
  await setKeeping({ place, days: null, messages: 2, to: 'trash', server: true });
  expect(await tidy(epoch, now)).toBe(4);
  expect(await listIds('trash')).toEqual(ids.slice(2, 6));
  expect((await readDeletions('ada')).map(({ uidl, reason, state }) => [uidl, reason, state])).toEqual(
    ['u2', 'u3', 'u4', 'u5'].map((uidl) => [uidl, 'chosen', 'wanted']),
  );
});

it('a choice is taken back with all that it has moved, and with what its server was asked for', async () => {
  const { id: place } = await addLabel({ name: 'News', colour: 0 });
  await changeMessages(ids.slice(0, 6), { addLabels: [place] });
  const archived = Date.UTC(2026, 0, 30);
  await changeMessages(ids.slice(4, 5), { folder: 'archive' }, archived);
  await setKeeping(inInbox);
  expect(await tidy(epoch, now)).toBe(5);
  const inbox = await listIds('inbox');
  const kept = await readKeeping();

  const chosen = await setKeeping({ place, days: null, messages: 2, to: 'trash', server: true });
  expect(await tidy(epoch, now + 1)).toBe(4);
  expect(await readDeletions('ada')).toHaveLength(4);
  // Somebody has put one elsewhere since.
  await changeMessages(ids.slice(3, 4), { folder: 'junk' });
  await restoreKeeping(chosen);
  expect(await listIds('inbox')).toEqual(inbox.filter((id) => id !== ids[3]));
  expect(await listIds('archive')).toEqual(ids.slice(4));
  expect((await getMessages(ids.slice(4, 5)))[0]?.movedAt).toBe(archived);
  expect(await listIds('junk')).toEqual(ids.slice(3, 4));
  expect(await readDeletions('ada')).toEqual([]);
  expect(await readKeeping()).toEqual(kept);
  // And what was ended is chosen again.
  const ended = await endKeeping('inbox');
  await restoreKeeping(ended);
  expect(await readKeeping()).toEqual(kept);
  // What went to Archive is no longer asked of its server, either.
  const stricter = await setKeeping({ ...inInbox, days: 1, server: true });
  await setKeeping({ place, days: null, messages: 4, to: 'trash', server: false });
  expect(await tidy(epoch, now + 2)).toBe(3);
  expect(await readDeletions('ada')).toHaveLength(2);
  await restoreKeeping(stricter);
  // What another choice has moved stays there.
  expect(await listIds('trash')).toEqual(ids.slice(5, 6));
  expect(await readDeletions('ada')).toEqual([]);
  expect(await listIds('inbox')).toEqual(ids.slice(0, 3));
});

it('taken back in the moment after the move, it leaves nothing that a server is still asked for', async () => {
  const chosen = await setKeeping({ ...inInbox, server: true });
  await amid(
    () => tidy(epoch, now),
    () => restoreKeeping(chosen),
  );
  expect(await listIds('inbox')).toEqual(ids);
  expect(await readDeletions('ada')).toEqual([]);
});

it('the journal keeps 200 clearings, and all that one of them moved', async () => {
  const row = { place: 'inbox', to: 'archive', server: false, messages: 1, octets: 1, subjects: [] } as const;
  const before = (at: number) =>
    tx(['tidied'], 'readwrite', async (t) => {
      for (let index = 0; index < 210; index += 1)
        await t.objectStore('tidied').add({ ...row, subjects: [], at });
    });
  await before(now - day);
  await setKeeping(inInbox);
  await tidy(epoch, now);
  expect(await readTidied(999)).toHaveLength(200);
  await before(now);
  await setKeeping({ ...inInbox, days: 3 });
  await tidy(epoch, now);
  expect((await readTidied(999)).filter(({ at }) => at === now)).toHaveLength(212);
});

it('nothing goes before its time, after it was ended, or by a leader that is none any more', async () => {
  await setKeeping({ ...inInbox, days: 30 });
  expect(await tidy(epoch, now)).toBe(0);
  await setKeeping(inInbox);
  const next = await takeLead();
  await expect(tidy(epoch, now)).rejects.toThrow(LeadershipLost);
  await endKeeping('inbox');
  expect(await readKeeping()).toEqual([]);
  expect(await tidy(next, now)).toBe(0);
  expect(await listIds('inbox')).toEqual(ids);
});

it('what would keep nothing, or everything, is refused', async () => {
  await expect(setKeeping({ ...inInbox, days: null })).rejects.toThrow(RangeError);
  await expect(setKeeping({ ...inInbox, days: 0 })).rejects.toThrow(RangeError);
  await expect(setKeeping({ ...inInbox, messages: 1.5 })).rejects.toThrow(RangeError);
  await expect(setKeeping({ ...inInbox, place: 'archive' })).rejects.toThrow(RangeError);
});
