import { beforeEach, expect, it } from 'vitest';
import { epoch, exported, freshDevice, imported, now } from '@/e2e/support/copiesGround';
import { sha256Of, someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount, updateAccount } from './accounts';
import { copyMessages } from './copying';
import { accountCounters } from './counters';
import { tx } from './database';
import { leaveEverything, readDeletions } from './deletions';
import { changeMessages } from './marks';
import { getMessage } from './messages';
import { compactPacks } from './packs';
import { addFolder, deleteFolder } from './placeChanges';
import { rawMessage } from './raw';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';

let work: Awaited<ReturnType<typeof addFolder>>;

beforeEach(async () => {
  await freshDevice();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('a'), b: someMessage('b') });
  work = await addFolder({ name: 'Work', parent: null, colour: null });
});

const all = (): Promise<MessageRecord[]> =>
  tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
const inFolder = async (folder: string) => (await all()).filter((record) => record.folder === folder);
const bytesOf = async (id: number) => {
  const record = await getMessage(id);
  return record && sha256Of(await rawMessage(record));
};
const counted = async () =>
  (await accountCounters())
    .filter(({ total }) => total > 0)
    .map(({ folder, total, unread }) => `${folder} ${total} ${unread}`)
    .sort();

it('a copy stands in its folder beside the message, with its marks, and is counted', async () => {
  const [first] = await all();
  if (!first) throw new Error('no mail');
  await changeMessages([first.id], { starred: true, pinned: true, unread: false });
  const [copy = 0] = await copyMessages([first.id], work.id, now);
  expect(await getMessage(copy)).toMatchObject({
    ...{ folder: work.id, movedAt: now, starred: true, unread: false, sha256: first.sha256 },
    thread: first.thread,
  });
  expect(await getMessage(copy)).not.toHaveProperty('pinned');
  expect((await getMessage(first.id))?.folder).toBe('inbox');
  expect(await counted()).toEqual(['inbox 2 1', `${work.id} 1 0`, 'pinned 1 0', 'starred 2 0'].sort());
});

it('whichever of the two is removed, and however packs are rewritten, the other is whole', async () => {
  const [first, second] = await all();
  if (!first || !second) throw new Error('no mail');
  const [copy = 0, other = 0] = await copyMessages([first.id, second.id], work.id);
  await removeMessages([first.id, other]);
  await compactPacks(epoch, 'ada');
  expect(await bytesOf(copy)).toBe(first.sha256);
  expect(await bytesOf(second.id)).toBe(second.sha256);
  expect(await counted()).toEqual(['inbox 1 1', `${work.id} 1 1`].sort());
});

it('removing a copy, or binning it, asks nothing of the server', async () => {
  await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
  const [first] = await all();
  const [one = 0, two = 0] = [
    ...(await copyMessages([first?.id ?? 0], work.id)),
    ...(await copyMessages([first?.id ?? 0], 'archive')),
  ];
  await changeMessages([one], { folder: 'trash' });
  await removeMessages([two]);
  expect(await readDeletions('ada')).toEqual([]);
  // Of the message itself it is asked: the policy is in force.
  await changeMessages([first?.id ?? 0], { folder: 'trash' });
  expect(await readDeletions('ada')).toHaveLength(1);
});

it('goes to Archive where the folder was deleted meanwhile, and copies neither headers nor what is gone', async () => {
  const [first, second] = await all();
  await tx(['messages'], 'readwrite', async (t) => {
    if (second) await t.objectStore('messages').put({ ...second, headerOf: 10_000 });
  });
  await deleteFolder(work.id, 'archive', () => {});
  expect(await copyMessages([first?.id ?? 0, second?.id ?? 0, 99], work.id)).toHaveLength(1);
  expect(await inFolder('archive')).toHaveLength(1);
});

it('comes back from an export once for each time that it was made, and not again', async () => {
  const [first] = await all();
  await copyMessages([first?.id ?? 0], work.id);
  await copyMessages([first?.id ?? 0], 'archive');
  const file = await exported();
  await freshDevice();
  expect(await imported([file])).toMatchObject({ imported: 4, duplicates: 0 });
  expect((await all()).map(({ folder }) => folder.replace(/\d+/, '')).sort()).toEqual([
    'archive',
    'inbox',
    'inbox',
    'own-',
  ]);
  expect(await imported([file])).toMatchObject({ imported: 0, duplicates: 4 });
});
