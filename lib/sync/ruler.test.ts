import { beforeEach, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import type { Rule, RuleAction } from '@/lib/rules/types';
import { addAccount, updateAccount } from '@/lib/store/accounts';
import { listCounter } from '@/lib/store/counters';
import { leaveEverything, readDeletions } from '@/lib/store/deletions';
import { LeadershipLost } from '@/lib/store/errors';
import { takeLead } from '@/lib/store/leadership';
import { listMessages } from '@/lib/store/lists';
import { changeMessages } from '@/lib/store/marks';
import { addFolder, addLabel, deleteFolder } from '@/lib/store/placeChanges';
import { deleteRule, orderRules, readRules, saveRule, unruledMessages } from '@/lib/store/rules';
import type { Folder } from '@/lib/store/schema';
import { keepRuling, ruleArrived } from './ruler';

const now = () => Date.UTC(2026, 0, 15);
const about = (word: string, actions: RuleAction[], change: Partial<Rule> = {}): Rule => ({
  ...{ name: word, on: true, match: 'all', stop: false, actions },
  conditions: [{ kind: 'header', header: 'Subject', how: 'contains', value: word }],
  ...change,
});
let epoch: number;

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
});

const subjects = async (folder: Folder) =>
  (await listMessages(folder, 0, 99)).map(({ envelope }) => envelope.subject).sort();

it('files, labels and marks what arrives, by header and by body, counted exactly', async () => {
  const work = await addFolder({ name: 'Work', parent: null, colour: null });
  const red = await addLabel({ name: 'Red', colour: 1 });
  await saveRule(
    about('invoice', [{ kind: 'move', folder: work.id }, { kind: 'label', label: red.id }, { kind: 'star' }]),
  );
  await saveRule(
    about('', [{ kind: 'read' }, { kind: 'quiet' }], {
      conditions: [{ kind: 'body', how: 'contains', value: 'offer' }],
    }),
  );
  await storeMail(epoch, 'ada', {
    a: someMessage('Your invoice'),
    b: someMessage('News', 'An offer for you.\r\n'),
    c: someMessage('Hello'),
  });
  await ruleArrived(epoch, now);
  expect(await subjects(work.id)).toEqual(['Your invoice']);
  expect(await subjects('inbox')).toEqual(['Hello', 'News']);
  expect((await listMessages(work.id, 0, 1))[0]).toMatchObject({
    starred: true,
    labels: [red.id],
    movedAt: now(),
  });
  expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 2, unread: 1 });
  expect(await listCounter({ folder: red.id })).toEqual({ total: 1, unread: 1 });
  expect(await unruledMessages(9)).toEqual([]);
});

it('sees each message once: what was taken back by hand is not filed again', async () => {
  await saveRule(about('invoice', [{ kind: 'move', folder: 'archive' }]));
  await storeMail(epoch, 'ada', { a: someMessage('invoice') });
  await ruleArrived(epoch, now);
  const [filed] = await listMessages('archive', 0, 1);
  await changeMessages([filed?.id ?? 0], { folder: 'inbox' });
  await ruleArrived(epoch, now);
  expect(await subjects('inbox')).toEqual(['invoice']);
});

it('a leader that was killed after the commit leaves its mail to the next one; a late one rules nothing', async () => {
  await saveRule(about('invoice', [{ kind: 'move', folder: 'archive' }]));
  await storeMail(epoch, 'ada', { a: someMessage('invoice'), b: someMessage('invoice 2') });
  const next = await takeLead();
  await expect(ruleArrived(epoch, now)).rejects.toThrow(LeadershipLost);
  expect(await subjects('inbox')).toEqual(['invoice', 'invoice 2']);
  await ruleArrived(next, now);
  expect(await subjects('archive')).toEqual(['invoice', 'invoice 2']);
});

it('leaves alone what somebody has moved before it came to it', async () => {
  await saveRule(about('invoice', [{ kind: 'move', folder: 'archive' }, { kind: 'server' }]));
  await storeMail(epoch, 'ada', { a: someMessage('invoice') });
  const [{ id = 0 } = {}] = await listMessages('inbox', 0, 1);
  await changeMessages([id], { folder: 'junk' });
  await ruleArrived(epoch, now);
  expect(await subjects('junk')).toEqual(['invoice']);
  expect(await readDeletions('ada')).toEqual([]);
});

it('asks the server to let go through the gate alone, and of Trash only where the policy says so', async () => {
  await saveRule(about('old', [{ kind: 'server' }]));
  await saveRule(about('spam', [{ kind: 'move', folder: 'trash' }]));
  await storeMail(epoch, 'ada', { a: someMessage('old'), b: someMessage('spam') });
  await ruleArrived(epoch, now);
  expect(await readDeletions('ada')).toMatchObject([{ uidl: 'a', state: 'wanted', reason: 'chosen' }]);
  await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
  await storeMail(epoch, 'ada', { c: someMessage('more spam') });
  await ruleArrived(epoch, now);
  expect((await readDeletions('ada')).map(({ uidl, reason }) => [uidl, reason])).toEqual([
    ['a', 'chosen'],
    ['c', 'trash'],
  ]);
});

it('a rule about a folder that is no more loses nothing: its mail goes to Archive', async () => {
  const work = await addFolder({ name: 'Work', parent: null, colour: null });
  await saveRule(about('invoice', [{ kind: 'move', folder: work.id }]));
  await deleteFolder(work.id, 'archive');
  await storeMail(epoch, 'ada', { a: someMessage('invoice') });
  await ruleArrived(epoch, now);
  expect(await subjects('archive')).toEqual(['invoice']);
});

it('without rules nothing is marked; they keep their order, and can be put into another', async () => {
  await storeMail(epoch, 'ada', { a: someMessage('invoice') });
  expect(await unruledMessages(9)).toEqual([]);
  const ids = [
    (await saveRule(about('a', []))).id,
    (await saveRule(about('b', []))).id,
    (await saveRule(about('c', []))).id,
  ];
  await orderRules([...ids].reverse());
  expect((await readRules()).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  await deleteRule(ids[1] ?? 0);
  await saveRule(about('d', []), ids[0]);
  expect((await readRules()).map(({ name }) => name)).toEqual(['c', 'd']);
});

it('mail is ruled as it arrives, and where there are no rules nobody looks for it', async () => {
  const looks = vi.spyOn(IDBIndex.prototype, 'getAll');
  const looked = () => looks.mock.contexts.filter((index) => (index as IDBIndex).name === 'byUnruled').length;
  const stop = keepRuling(epoch, () => {});
  try {
    await vi.waitFor(() => expect(looked()).toBe(1));
    await storeMail(epoch, 'ada', { a: someMessage('invoice') });
    await saveRule(about('invoice', [{ kind: 'move', folder: 'archive' }]));
    expect(looked()).toBe(1);
    await storeMail(epoch, 'ada', { b: someMessage('invoice 2') });
    await vi.waitFor(async () => expect(await subjects('archive')).toEqual(['invoice 2']));
  } finally {
    stop();
    looks.mockRestore();
  }
});
