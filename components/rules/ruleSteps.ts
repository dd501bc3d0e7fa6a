import { done } from '@/components/actions/done';
import type { Rule } from '@/lib/rules/types';
import type { RuleRecord } from '@/lib/store/records/rules';
import { deleteRule, orderRules, restoreRule, saveRule } from '@/lib/store/rules';

/** What is done to the list of rules: each told, and taken back, as one step. They reject where the store does. */

/** A rule without what the store adds to it. */
export function bareRule({ id: _, order: __, ...rule }: RuleRecord): Rule {
  return rule;
}

/** Switches a rule off, or on again. */
export async function switchRule(rule: RuleRecord): Promise<void> {
  const { id, before } = await saveRule({ ...bareRule(rule), on: !rule.on }, rule.id);
  // Deleted in another tab a moment ago, it is a new one.
  if (before) done(rule.on ? 'ruleOff' : 'ruleOn', 1, () => restoreRule(before));
  else done('ruleAdded', 0, () => deleteRule(id));
}

/** Lets the rule at `index` be asked one place sooner (-1) or later (1). */
export async function moveRule(rules: readonly RuleRecord[], index: number, by: -1 | 1): Promise<void> {
  const ids = rules.map(({ id }) => id);
  ids.splice(index + by, 0, ...ids.splice(index, 1));
  const before = await orderRules(ids);
  done('rulesOrdered', ids.length, () => orderRules(before));
}

export async function removeRule(id: number): Promise<void> {
  const rule = await deleteRule(id);
  if (rule) done('ruleDeleted', 1, () => restoreRule(rule));
}
