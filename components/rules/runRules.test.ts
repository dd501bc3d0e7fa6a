import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { undoLast } from '@/components/actions/done';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import type { Rule, RuleAction } from '@/lib/rules/types';
import { addAccount } from '@/lib/store/accounts';
import { readDeletions, wantDeletion } from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { type ListOf, listMessages } from '@/lib/store/lists';
import type { Folder } from '@/lib/store/schema';
import { runRules } from './runRules';
import { scan } from './scan';

beforeEach(async () => {
  await emptyStore();
  await addAccount(someAccount('ada'));
  const mail = { a: someMessage('Invoice'), b: someMessage('Invoice of a bird'), c: someMessage('Bird') };
  await storeMail(await takeLead(), 'ada', mail);
});

const about = (word: string, actions: RuleAction[], change: Partial<Rule> = {}): Rule => ({
  ...{ name: word, on: true, match: 'all', stop: false, actions },
  conditions: [{ kind: 'header', header: 'Subject', how: 'contains', value: word }],
  ...change,
});
const run = async (rules: Rule[], undone = () => {}) => {
  const { fitting } = await scan(rules, () => {}, new AbortController().signal);
  await runRules(rules, fitting, undone);
};
const uidls = async (folder: Folder | ListOf) =>
  (await listMessages(folder, 0, 9)).map(({ uidl }) => uidl).sort();
const leaving = async () => (await readDeletions('ada')).map(({ uidl }) => uidl).sort();

test('what a rule asks of the server is taken back with the rest, and told again', async () => {
  const undone = vi.fn();
  await run([about('invoice', [{ kind: 'move', folder: 'archive' }, { kind: 'server' }])], undone);
  expect([await uidls('archive'), await leaving()]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(undone).not.toHaveBeenCalled();
  await undoLast();
  expect([await uidls('inbox'), await leaving()]).toEqual([['a', 'b', 'c'], []]);
  expect(undone).toHaveBeenCalledOnce();
});

test('deleting on the server alone can be undone, but for what somebody had asked for before', async () => {
  const [first] = (await listMessages('inbox', 0, 9)).filter(({ uidl }) => uidl === 'a');
  if (!first) throw new Error('no message');
  await wantDeletion([first], 'chosen');
  await run([about('invoice', [{ kind: 'server' }])]);
  expect(await leaving()).toEqual(['a', 'b']);
  await undoLast();
  expect(await leaving()).toEqual(['a']);
});

test('all rules: in their order, stopped where one stops, those that are off left out, undone as one', async () => {
  await run([
    about('bird', [{ kind: 'move', folder: 'trash' }], { on: false }),
    about('invoice', [{ kind: 'star' }], { stop: true }),
    about('bird', [{ kind: 'move', folder: 'archive' }]),
    about('bird', [{ kind: 'move', folder: 'junk' }, { kind: 'read' }]),
  ]);
  expect([await uidls({ folder: 'starred' }), await uidls('archive'), await uidls('inbox')]).toEqual([
    ['a', 'b'],
    ['c'],
    ['a', 'b'],
  ]);
  expect(await listMessages('archive', 0, 1)).toMatchObject([{ unread: false }]);
  await undoLast();
  expect([await uidls({ folder: 'starred' }), await uidls('inbox')]).toEqual([[], ['a', 'b', 'c']]);
});
