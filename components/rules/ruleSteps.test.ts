import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { undoLast } from '@/components/actions/done';
import { closeStore } from '@/lib/store/database';
import { deleteRule, readRules, saveRule } from '@/lib/store/rules';
import { emptyRule } from './draft';
import { moveRule, removeRule, switchRule } from './ruleSteps';

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  for (const name of ['a', 'b', 'c']) await saveRule({ ...emptyRule, name });
});

const shown = async () => (await readRules()).map(({ name, on }) => (on ? name : `(${name})`)).join(' ');
const ruleAt = async (index: number) => {
  const rule = (await readRules())[index];
  if (!rule) throw new Error('no such rule');
  return rule;
};

test('switching, ordering and deleting are undone one by one, the last first', async () => {
  await switchRule(await ruleAt(1));
  expect(await shown()).toBe('a (b) c');
  await moveRule(await readRules(), 2, -1);
  expect(await shown()).toBe('a c (b)');
  await moveRule(await readRules(), 0, 1);
  expect(await shown()).toBe('c a (b)');
  await switchRule(await ruleAt(2));
  expect(await shown()).toBe('c a b');
  await removeRule((await ruleAt(1)).id);
  expect(await shown()).toBe('c b');
  for (const before of ['c a b', 'c a (b)', 'a c (b)', 'a (b) c', 'a b c']) {
    await undoLast();
    expect(await shown()).toBe(before);
  }
});

test('a rule that another tab made stays where it is when an order is taken back', async () => {
  await moveRule(await readRules(), 0, 1);
  await saveRule({ ...emptyRule, name: 'new' });
  await undoLast();
  expect(await shown()).toBe('a b c new');
});

test('a rule that another tab has deleted is made anew by its switch, and taken back as one that was made', async () => {
  const rule = await ruleAt(0);
  await deleteRule(rule.id);
  await switchRule(rule);
  expect(await shown()).toBe('b c (a)');
  await undoLast();
  expect(await shown()).toBe('b c');
});
