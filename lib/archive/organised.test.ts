import { beforeEach, expect, it } from 'vitest';
import { epoch, exported, freshDevice, imported, now } from '@/e2e/support/copiesGround';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount, listAccounts } from '@/lib/store/accounts';
import { everything, selectRecords } from '@/lib/store/copies';
import { tx } from '@/lib/store/database';
import { changeMessages } from '@/lib/store/marks';
import { addFolder, addLabel } from '@/lib/store/placeChanges';
import { pathOf, readPlaces } from '@/lib/store/places';
import { readRules, saveRule } from '@/lib/store/rules';
import { savedSearches, saveSearch } from '@/lib/store/savedSearches';
import type { View } from '@/lib/store/schema';
import { manifestText } from './manifest';
import { readManifest } from './readManifest';

beforeEach(freshDevice);

it('of a folder, a label or the starred holds what is in any of them', async () => {
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('a'), b: someMessage('b'), c: someMessage('c') });
  const work = await addFolder({ name: 'Work', parent: null, colour: 3 });
  const red = await addLabel({ name: 'Red', colour: 1 });
  const [one = 0, two = 0] = (
    await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll())
  ).map(({ id }) => id);
  await changeMessages([one], { folder: work.id }, now);
  await changeMessages([two], { addLabels: [red.id], starred: true }, now);
  const subjects = async (...views: View[]) => {
    const found: string[] = [];
    for await (const records of selectRecords({ ...everything, views }))
      found.push(...records.map(({ id }) => (id === one ? 'one' : id === two ? 'two' : 'other')));
    return found;
  };
  expect(await subjects(work.id)).toEqual(['one']);
  expect(await subjects(red.id)).toEqual(['two']);
  expect(await subjects('starred', work.id)).toEqual(['one', 'two']);
  expect(await subjects('inbox')).toEqual(['two', 'other']);
});

it('carries folders, labels, pins and snoozes to another device, into those of the same name', async () => {
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('a'), b: someMessage('b'), c: someMessage('c') });
  const work = await addFolder({ name: 'Work', parent: null, colour: 3 });
  const acme = await addFolder({ name: 'Acme', parent: work.id, colour: null });
  const red = await addLabel({ name: 'Red', colour: 1 });
  const ids = (await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll())).map(
    ({ id }) => id,
  );
  await changeMessages(ids.slice(0, 2), { folder: acme.id, addLabels: [red.id], pinned: true, quiet: true });
  await changeMessages(ids.slice(1, 2), { folder: 'snoozed', until: now + 1_000 });
  const file = await exported();

  await freshDevice();
  // Numbers are others there, and one of the names is there already.
  await addFolder({ name: 'Other', parent: null, colour: null });
  const there = await addLabel({ name: 'red', colour: 2 });
  expect((await imported([file])).problems.list).toEqual([]);
  const { folders, labels } = await readPlaces();
  expect(folders.map(({ id, colour }) => [pathOf(folders, id).join('/'), colour])).toEqual([
    ['Other', null],
    ['Work', 3],
    ['Work/Acme', null],
  ]);
  expect(labels).toEqual([there]);
  const inner = folders.find(({ name }) => name === 'Acme')?.id;
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  const marks = records.map(({ folder, pinned, quiet, labels, snooze }) => ({
    folder,
    pinned,
    quiet,
    labels,
    snooze,
  }));
  const both = { pinned: true, quiet: true, labels: [there.id] };
  expect(marks).toEqual([
    { folder: inner, ...both, snooze: undefined },
    { folder: 'snoozed', ...both, snooze: { until: now + 1_000, from: inner } },
    { folder: 'inbox', pinned: undefined, quiet: undefined, labels: undefined, snooze: undefined },
  ]);
});

it('carries rules, switched off, and saved searches; what is here already stays as it is', async () => {
  const rule = { name: '', on: true, match: 'all' as const, stop: false };
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('a') });
  const work = await addFolder({ name: 'Work', parent: null, colour: 3 });
  const red = await addLabel({ name: 'Red', colour: 1 });
  const written = {
    ...rule,
    name: 'Bills',
    conditions: [
      { kind: 'header' as const, header: 'subject', how: 'contains' as const, value: 'invoice' },
      { kind: 'account' as const, account: 'ada' },
    ],
    actions: [
      { kind: 'move' as const, folder: work.id },
      { kind: 'label' as const, label: red.id },
      { kind: 'server' as const },
    ],
  };
  await saveRule(written);
  await saveRule({ ...rule, name: 'Mine', conditions: [], actions: [{ kind: 'star' }] });
  await saveSearch({ name: 'From Ada', text: 'from:ada' });
  const file = await exported();

  await freshDevice();
  await addFolder({ name: 'Other', parent: null, colour: null });
  await saveRule({ ...rule, name: 'Mine', conditions: [], actions: [{ kind: 'read' }] });
  expect((await imported([file])).problems.list).toEqual([]);
  const [account] = await listAccounts();
  const { folders, labels } = await readPlaces();
  const [mine, bills, ...others] = await readRules();
  expect(others).toEqual([]);
  expect(mine).toMatchObject({ on: true, actions: [{ kind: 'read' }] });
  expect(bills).toMatchObject({
    ...{ name: 'Bills', on: false },
    conditions: [written.conditions[0], { kind: 'account', account: account?.id }],
    actions: [
      { kind: 'move', folder: folders.find(({ name }) => name === 'Work')?.id },
      { kind: 'label', label: labels[0]?.id },
      { kind: 'server' },
    ],
  });
  await imported([file]);
  expect(await readRules()).toHaveLength(2);
  expect((await savedSearches()).map(({ name, text }) => [name, text])).toEqual([['From Ada', 'from:ada']]);
});

it('refuses rules and searches that are none, whole', async () => {
  const head = { createdAt: 1, whole: true, accounts: [], folders: [], labels: [], searches: [], rules: [] };
  const foot = manifestText.foot([], { damaged: 0, count: 0, octets: 0 });
  const read = (more: object) =>
    readManifest(
      new Blob([
        manifestText
          .head(head)
          .replace(',"messages":[', `,${JSON.stringify(more).slice(1, -1)},"messages":[`),
        foot,
      ]).stream(),
    );
  const rule = { name: 'x', on: true, match: 'all', conditions: [], actions: [], stop: false };
  expect((await read({ rules: [rule] })).rules).toEqual([rule]);
  for (const wrong of [
    { match: 'none' },
    { name: 1 },
    { conditions: [{ kind: 'moon' }] },
    { conditions: [{ kind: 'header', header: 'x', how: 'smells', value: '' }] },
    { conditions: [{ kind: 'size', how: 'larger', octets: -1 }] },
    { actions: [{ kind: 'erase' }] },
    { actions: [{ kind: 'move' }] },
    { actions: null },
  ])
    await expect(read({ rules: [{ ...rule, ...wrong }] })).rejects.toMatchObject({ code: 'bad_manifest' });
  await expect(read({ searches: [{ name: 'x' }] })).rejects.toMatchObject({ code: 'bad_manifest' });
});
