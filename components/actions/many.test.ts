import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from '@/lib/store/accounts';
import { closeStore, tx } from '@/lib/store/database';
import { readDeletions, wantDeletion } from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { listIds } from '@/lib/store/lists';
import { getMessages } from '@/lib/store/messages';
import { addFolder, addLabel, takeBackPlace } from '@/lib/store/placeChanges';
import { readPlaces } from '@/lib/store/places';
import { changeMany, foldersOf, removeMany } from './many';

let ids: number[];

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  await addAccount(someAccount('ada'));
  await storeMail(await takeLead(), 'ada', { a: someMessage('a'), b: someMessage('b') });
  ids = await listIds('inbox');
});

const made = async () => {
  const { id } = await addFolder({ name: 'Bills', parent: null, colour: null });
  return { folder: id, undone: () => takeBackPlace(id) };
};
const folders = async () => (await readPlaces()).folders.map(({ name }) => name);

test('a folder that was made for a move goes with it when it is undone', async () => {
  const filing = await made();
  const { changed, undo } = await changeMany(ids, filing);
  expect(changed).toBe(2);
  expect(await listIds(filing.folder)).toEqual(ids);
  await undo();
  expect(await listIds('inbox')).toEqual(ids);
  expect(await folders()).toEqual([]);
});

test('it stays where something else has come into it meanwhile', async () => {
  const filing = await made();
  const [first = 0, second = 0] = ids;
  const { undo } = await changeMany([first], filing);
  await changeMany([second], { folder: filing.folder });
  await undo();
  expect(await listIds(filing.folder)).toEqual([second]);
  expect(await folders()).toEqual(['Bills']);
});

test('a label that was made for messages goes when it is taken off them', async () => {
  const { id } = await addLabel({ name: 'Red', colour: 0 });
  const { undo } = await changeMany(ids, { addLabels: [id], undone: () => takeBackPlace(id) });
  expect(await listIds({ folder: id })).toEqual(ids);
  await undo();
  expect((await readPlaces()).labels).toEqual([]);
  expect(await listIds('inbox')).toEqual(ids);
});

test('undoing tells whether any came back: of those that were erased for good meanwhile none does', async () => {
  const [first = 0] = ids;
  const one = await changeMany(ids, { folder: 'trash' });
  const other = await changeMany([first], { folder: 'archive', copy: true });
  await removeMany([first]);
  expect(await one.undo()).toBe(true);
  expect(await other.undo()).toBe(true);
  const again = await changeMany(ids, { folder: 'trash' });
  await removeMany(ids);
  expect(await again.undo()).toBe(false);
});

test('what goes with an undoing is tried again with it', async () => {
  const filing = await made();
  let full = true;
  const { undo } = await changeMany(ids, {
    folder: filing.folder,
    undone: () => (full ? Promise.reject(new Error('no room')) : filing.undone()),
  });
  await expect(undo()).rejects.toThrow('no room');
  full = false;
  await undo();
  expect(await folders()).toEqual([]);
  expect(await listIds('inbox')).toEqual(ids);
});

test('what a server is just deleting is not deleted here for good, and is counted apart', async () => {
  const [first = 0] = ids;
  await wantDeletion(await getMessages([first]), 'chosen');
  const [deletion] = await readDeletions('ada');
  if (!deletion) throw new Error('nothing was asked for');
  await tx(['deletions'], 'readwrite', (t) => t.objectStore('deletions').put({ ...deletion, state: 'sent' }));
  expect(await removeMany([...ids, 4_711])).toEqual({ removed: 1, left: 1 });
  expect(await listIds('inbox')).toEqual([first]);
});

test('says where messages are; one in the inbox is enough to know what can be done', async () => {
  expect(await foldersOf(ids)).toEqual(['inbox']);
  const [first = 0, second = 0] = ids;
  await changeMany([first], { folder: 'junk' });
  expect(await foldersOf([first])).toEqual(['junk']);
  expect(await foldersOf(ids)).toContain('inbox');
  await changeMany([second], { folder: 'archive' });
  expect((await foldersOf(ids)).sort()).toEqual(['archive', 'junk']);
  expect(await foldersOf([])).toEqual([]);
});
