import { beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount as account, someSummary } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { type ArrivedMessage, commitBatch } from './batches';
import { accountCounters } from './counters';
import { tx } from './database';
import { takeLead } from './leadership';
import { listIds, pinnedIn } from './lists';
import { type Changed, changeMessages, type MarkChange, restoreMessages } from './marks';
import { getMessage } from './messages';
import {
  addFolder,
  addLabel,
  changeFolder,
  deleteFolder,
  deleteLabel,
  PlaceRefused,
  restorePlaces,
  takeBackPlace,
} from './placeChanges';
import { pathOf, readPlaces } from './places';
import { placesNamed } from './placesNamed';
import type { LabelId, OwnFolder } from './records/places';
import { nextWaking, wakeDue } from './snooze';

const now = Date.UTC(2026, 0, 15);
const hour = 3_600_000;

const arrived = (uidl: string, index: number): ArrivedMessage => ({
  uidl,
  sha256: `hash of ${uidl}`,
  offset: index,
  size: 1,
  summary: someSummary(now - index * 60_000, { subject: uidl }),
});

async function fill(id: string, count: number): Promise<number[]> {
  const epoch = await takeLead();
  await addAccount(account(id));
  const messages = Array.from({ length: count }, (_, index) => arrived(`${id} ${index}`, index));
  await commitBatch(epoch, id, new ArrayBuffer(count), messages, now);
  return listIds({ folder: 'inbox', account: id });
}

const folder = async (name: string, parent: OwnFolder | null = null) =>
  (await addFolder({ name, parent, colour: null })).id;
const label = async (name: string) => (await addLabel({ name, colour: 1 })).id;
const refusal = (trouble: string) => expect.objectContaining({ name: 'PlaceRefused', trouble });

/** Every stored counter against a recount of all records, in words of its own. */
async function expectExact(): Promise<void> {
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  const recount = new Map<string, { total: number; unread: number }>();
  for (const record of records) {
    const hidden = record.folder === 'trash' || record.folder === 'junk';
    const views: string[] = [record.folder];
    if (record.starred && !hidden) views.push('starred');
    if (record.pinned && !hidden) views.push('pinned');
    if (record.quiet && record.folder === 'inbox') views.push('quiet');
    if (!hidden) views.push(...(record.labels ?? []));
    for (const view of views) {
      const key = `${record.account} ${view}`;
      const { total, unread } = recount.get(key) ?? { total: 0, unread: 0 };
      recount.set(key, { total: total + 1, unread: unread + (record.unread ? 1 : 0) });
    }
  }
  const stored = (await accountCounters())
    .filter(({ total, unread }) => total !== 0 || unread !== 0)
    .map((counter) => [
      `${counter.account} ${counter.folder}`,
      { total: counter.total, unread: counter.unread },
    ]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(recount));
}

beforeEach(async () => {
  await emptyStore();
});

describe('folders', () => {
  it('stand inside one another, by name, and are found by name or path', async () => {
    const work = await folder('Work');
    const acme = await folder('  Acme   Ltd ', work);
    await folder('Häuser');
    const places = await readPlaces();
    expect(places.folders.map(({ name }) => name)).toEqual(['Häuser', 'Work', 'Acme Ltd']);
    expect(pathOf(places.folders, acme)).toEqual(['Work', 'Acme Ltd']);
    expect(placesNamed(places, 'acme ltd')).toEqual([acme]);
    expect(placesNamed(places, 'WORK/Acme Ltd')).toEqual([acme]);
    expect(placesNamed(places, 'ltd')).toEqual([]);
  });

  it('are not called like those that everybody has; one that is so already stays', async () => {
    for (const name of ['Inbox', ' TRASH ', 'starred', 'In\u200bbox', 'Snoozed'])
      await expect(folder(name)).rejects.toEqual(refusal('system'));
    const work = await folder('Work');
    await expect(changeFolder(work, { name: 'Junk' })).rejects.toEqual(refusal('system'));
    await expect(folder('Inbox 2')).resolves.toMatch(/^own-/);
    const { id } = await addFolder({ name: 'Inbox', parent: null, colour: null }, true);
    await changeFolder(id, { colour: 3, parent: work });
    const { id: _, ...was } = await changeFolder(id, { name: 'Post' });
    await changeFolder(id, was, true);
    expect(pathOf((await readPlaces()).folders, id)).toEqual(['Work', 'Inbox']);
  });

  it('and labels have names that turn no letters', async () => {
    await folder('\u202eevil');
    await label('la\u202dbel');
    const { folders, labels } = await readPlaces();
    expect([...folders, ...labels].map(({ name }) => name)).toEqual(['evil', 'label']);
  });

  it('are refused where they make no sense, and say why', async () => {
    const work = await folder('Work');
    const inner = await folder('Inner', work);
    await expect(folder(' ')).rejects.toEqual(refusal('empty'));
    await expect(folder('work')).rejects.toEqual(refusal('taken'));
    await expect(folder('a/b')).rejects.toEqual(refusal('slash'));
    await expect(folder('x'.repeat(101))).rejects.toEqual(refusal('long'));
    await expect(folder('x', 'own-99')).rejects.toEqual(refusal('gone'));
    await expect(changeFolder(work, { parent: inner })).rejects.toEqual(refusal('inside'));
    await expect(changeFolder(work, { parent: work })).rejects.toEqual(refusal('inside'));
    let deep = inner;
    for (let depth = 3; depth <= 8; depth += 1) deep = await folder(`d${depth}`, deep);
    await expect(folder('d9', deep)).rejects.toEqual(refusal('deep'));
    // A name that another folder has inside of another one is free.
    await expect(folder('Inner')).resolves.toMatch(/^own-/);
    expect(new PlaceRefused('many').trouble).toBe('many');
  });

  it('deleted, their mail moves and nothing is lost; taken back, all is as before', async () => {
    const ids = await fill('ada', 5);
    const work = await folder('Work');
    const inner = await folder('Inner', work);
    await changeMessages(ids.slice(0, 2), { folder: work });
    await changeMessages(ids.slice(2, 4), { folder: inner });
    const deleted = await deleteFolder(work, 'archive');
    expect((await readPlaces()).folders).toEqual([]);
    expect(await listIds('archive')).toEqual(ids.slice(0, 4));
    await expectExact();
    await restorePlaces(deleted);
    expect((await readPlaces()).folders.map(({ id }) => id)).toEqual([work, inner]);
    expect(await listIds(work)).toEqual(ids.slice(0, 2));
    expect(await listIds(inner)).toEqual(ids.slice(2, 4));
    await expectExact();
  });

  it('are taken back while nothing has come into them', async () => {
    const [first = 0] = await fill('ada', 1);
    const work = await folder('Work');
    const inner = await folder('Inner', work);
    expect(await takeBackPlace(work)).toBe(false);
    await changeMessages([first], { folder: inner });
    expect(await takeBackPlace(inner)).toBe(false);
    // It is to come back there.
    await changeMessages([first], { folder: 'snoozed', until: now + hour });
    expect(await takeBackPlace(inner)).toBe(false);
    await changeMessages([first], { folder: 'archive' });
    expect(await takeBackPlace(inner)).toBe(true);
    expect(await takeBackPlace(inner)).toBe(true);
    expect(await takeBackPlace(work)).toBe(true);
    expect((await readPlaces()).folders).toEqual([]);
    const red = await label('Red');
    await changeMessages([first], { addLabels: [red] });
    await changeMessages([first], { folder: 'trash' });
    expect(await takeBackPlace(red)).toBe(false);
    await changeMessages([first], { removeLabels: [red] });
    expect(await takeBackPlace(red)).toBe(true);
    expect((await readPlaces()).labels).toEqual([]);
  });

  it('that are no more get no mail: it goes to Archive, where it is seen', async () => {
    const [first = 0, second = 0] = await fill('ada', 2);
    const work = await folder('Work');
    const moved = await changeMessages([first], { folder: work });
    await changeMessages([first], { folder: 'inbox' });
    await deleteFolder(work, 'trash');
    await changeMessages([second], { folder: work });
    expect((await getMessage(second))?.folder).toBe('archive');
    await restoreMessages({ before: moved.before.map((each) => ({ ...each, folder: work })) });
    expect((await getMessage(first))?.folder).toBe('archive');
    await expectExact();
  });
});

describe('labels', () => {
  it('are on several messages and of several kinds, listed by date, and not in Trash', async () => {
    const [first = 0, second = 0, third = 0] = await fill('ada', 3);
    const [red, blue] = [await label('Red'), await label('Blue')];
    await changeMessages([third, first], { addLabels: [red] });
    const both = await changeMessages([first, second], { addLabels: [blue, red] });
    expect(await listIds({ folder: red })).toEqual([first, second, third]);
    expect(await listIds({ folder: blue })).toEqual([first, second]);
    await changeMessages([second], { folder: 'trash' });
    expect(await listIds({ folder: red })).toEqual([first, third]);
    await expectExact();
    // Only what it added is taken back: the first had its red label before.
    await restoreMessages(both);
    expect((await getMessage(first))?.labels).toEqual([red]);
    expect(await getMessage(second)).not.toHaveProperty('labels');
    await expectExact();
  });

  it('deleted, are taken off their messages, in Trash too, and come back', async () => {
    const ids = await fill('ada', 3);
    const red = await label('Red');
    await changeMessages(ids, { addLabels: [red] });
    await changeMessages(ids.slice(2), { folder: 'trash' });
    const deleted = await deleteLabel(red);
    for (const id of ids) expect(await getMessage(id)).not.toHaveProperty('labels');
    await changeMessages(ids, { addLabels: [red] });
    for (const id of ids) expect(await getMessage(id)).not.toHaveProperty('labels');
    await restorePlaces(deleted);
    for (const id of ids) expect((await getMessage(id))?.labels).toEqual([red]);
    await expectExact();
  });
});

describe('snoozing', () => {
  it('takes a message away until its time, and brings it back unread and pinned to where it was', async () => {
    const [first = 0, second = 0] = await fill('ada', 2);
    const work = await folder('Work');
    await changeMessages([first], { folder: work, unread: false });
    await changeMessages([first], { folder: 'snoozed', until: now + hour });
    await changeMessages([second], { folder: 'snoozed', until: now + 2 * hour });
    expect(await listIds('snoozed')).toEqual([first, second]);
    expect(await nextWaking()).toBe(now + hour);
    expect(await wakeDue(now + hour - 1)).toBe(0);
    expect(await wakeDue(now + hour)).toBe(1);
    expect(await wakeDue(now + hour)).toBe(0);
    expect(await getMessage(first)).toMatchObject({ folder: work, unread: true, pinned: true });
    expect(await getMessage(first)).not.toHaveProperty('snooze');
    expect((await pinnedIn(work, null, 9)).map(({ id }) => id)).toEqual([first]);
    expect(await nextWaking()).toBe(now + 2 * hour);
    await expectExact();
  });

  it('can be undone, put off, and ends when the message is moved elsewhere', async () => {
    const [first = 0] = await fill('ada', 1);
    const snoozed = await changeMessages([first], { folder: 'snoozed', until: now + hour });
    const later = await changeMessages([first], { folder: 'snoozed', until: now + 5 * hour });
    expect((await getMessage(first))?.snooze).toEqual({ until: now + 5 * hour, from: 'inbox' });
    await restoreMessages(later);
    expect((await getMessage(first))?.snooze).toEqual({ until: now + hour, from: 'inbox' });
    await restoreMessages(snoozed);
    expect(await getMessage(first)).toMatchObject({ folder: 'inbox' });
    expect(await nextWaking()).toBeNull();
    await changeMessages([first], { folder: 'snoozed', until: now + hour });
    await changeMessages([first], { folder: 'archive' });
    expect(await nextWaking()).toBeNull();
    await expectExact();
  });

  it('without a time is refused', async () => {
    const [first = 0] = await fill('ada', 1);
    await expect(changeMessages([first], { folder: 'snoozed' })).rejects.toThrow(RangeError);
    await expect(changeMessages([first], { until: now })).rejects.toThrow(RangeError);
  });
});

it('counters are exact after 1,000 random actions of two hands, and after each was undone', async () => {
  const ids = [...(await fill('ada', 25)), ...(await fill('bob', 15))];
  const folders: OwnFolder[] = [await folder('Work'), await folder('Home')];
  const labels: LabelId[] = [await label('Red'), await label('Blue')];
  // A generator of its own, so that a failure comes again (Lehmer, 31 bits).
  let seed = 20_260_115;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const some = () => Array.from({ length: 1 + random(6) }, () => pick(ids));
  const action = (): MarkChange =>
    pick<() => MarkChange>([
      () => ({ folder: pick(['inbox', 'archive', 'junk', 'trash', ...folders] as const) }),
      () => ({ folder: 'snoozed', until: now + random(10) * hour }),
      () => ({ unread: random(2) === 0 }),
      () => ({ starred: random(2) === 0 }),
      () => ({ pinned: random(2) === 0 }),
      () => ({ quiet: random(2) === 0 }),
      () => ({ addLabels: [pick(labels)] }),
      () => ({ removeLabels: [pick(labels)] }),
    ])();
  const done: Changed[] = [];
  // Two at a time: what one is about to write the other may have changed since it was read.
  for (let step = 0; step < 500; step += 1) {
    const [a, b] = await Promise.all([changeMessages(some(), action()), changeMessages(some(), action())]);
    done.push(a, b);
    if (random(40) === 0) await wakeDue(now + random(5) * hour);
    if (random(3) === 0) await restoreMessages(done.splice(random(done.length), 1)[0] ?? { before: [] });
  }
  await expectExact();
  for (const each of done.reverse()) await restoreMessages(each);
  await expectExact();
  // A second alone; other suites run beside it.
}, 60_000);
