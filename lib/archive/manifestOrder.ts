import type { RuleRecord } from '@/lib/store/records/rules';
import { bad, count, type Json, list, object, text } from './manifestFields';

/** What an export says of how mail is kept in order, beside folders and labels. */

export interface ManifestSearch {
  name: string;
  /** As it was typed. */
  text: string;
}

/** A rule. Folders and labels of one's own are named by their keys, an account by its index. */
export type ManifestRule = Omit<RuleRecord, 'id' | 'order'>;

/** Longer than what is ever written here: an export of ours must not be refused for the sake of a rule. */
const maxText = 1_000_000;

type Condition = ManifestRule['conditions'][number];
type Action = ManifestRule['actions'][number];

export function searchOf(given: Json): ManifestSearch {
  return { name: text(given.name, 'a name', 200), text: text(given.text, 'a search', maxText) };
}

export function ruleOf(given: Json): ManifestRule {
  if (given.match !== 'all' && given.match !== 'any') throw bad('match');
  return {
    name: text(given.name, 'a name', 200),
    on: given.on === true,
    match: given.match,
    conditions: list(given.conditions, 'conditions').map((each) => conditionOf(object(each, 'a condition'))),
    actions: list(given.actions, 'actions').map((each) => actionOf(object(each, 'an action'))),
    stop: given.stop === true,
  };
}

const hows = ['contains', 'containsNot', 'is', 'begins', 'ends', 'exists'] as const;

function conditionOf(given: Json): Condition {
  const value = () => text(given.value, 'value', maxText);
  const how = <How extends string>(known: readonly How[]): How => {
    const found = known.find((each) => each === given.how);
    if (found === undefined) throw bad('how');
    return found;
  };
  switch (given.kind) {
    case 'header':
      return {
        kind: 'header',
        header: text(given.header, 'header', maxText),
        how: how(hows),
        value: value(),
      };
    case 'body':
      return { kind: 'body', how: how(['contains', 'containsNot']), value: value() };
    case 'size':
      return { kind: 'size', how: how(['larger', 'smaller']), octets: count(given.octets, 'octets') };
    case 'attachment':
      return { kind: 'attachment', value: given.value === true };
    case 'account':
      return { kind: 'account', account: text(given.account, 'account', 200) };
    case 'list':
      return { kind: 'list', value: value() };
    default:
      throw bad('a condition');
  }
}

function actionOf(given: Json): Action {
  switch (given.kind) {
    case 'move':
      return { kind: 'move', folder: text(given.folder, 'folder', 200) };
    case 'label':
      return { kind: 'label', label: text(given.label, 'label', 200) };
    case 'star':
    case 'read':
    case 'quiet':
    case 'server':
      return { kind: given.kind };
    default:
      throw bad('an action');
  }
}
