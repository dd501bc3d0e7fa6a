import { fold } from '@/lib/mail/fold';
import { listIdIn, listIdOf } from '@/lib/mail/listId';
import type { Condition, How, Outcome, Rule, RuleMessage } from './types';

/** Whether a rule fits a message. One without conditions fits nothing: a slip must not move all mail. */
export function fits(
  { match, conditions }: Pick<Rule, 'match' | 'conditions'>,
  message: RuleMessage,
): boolean {
  if (conditions.length === 0) return false;
  const holds = (condition: Condition) => isTrue(condition, message);
  return match === 'all' ? conditions.every(holds) : conditions.some(holds);
}

/**
 * What the rules want of a message, in their order. The first that moves it decides where to; labels and marks add up. Null:
 * no rule fits, or none that does anything.
 */
export function outcomeOf(rules: readonly Rule[], message: RuleMessage): Outcome | null {
  const none: Outcome = { folder: null, labels: [], star: false, read: false, quiet: false, server: false };
  const outcome = { ...none };
  let any = false;
  for (const rule of rules) {
    if (!rule.on || !fits(rule, message)) continue;
    for (const action of rule.actions) {
      any = true;
      if (action.kind === 'move') outcome.folder ??= action.folder;
      else if (action.kind === 'label') outcome.labels = [...new Set([...outcome.labels, action.label])];
      else outcome[action.kind] = true;
    }
    if (rule.stop) break;
  }
  return any ? outcome : null;
}

/** How much of a message has to be read for these rules: its record alone, its header, or its text as well. */
export function needs(rules: readonly Rule[]): 'record' | 'headers' | 'body' {
  const kinds = new Set(
    rules.filter(({ on }) => on).flatMap(({ conditions }) => conditions.map(({ kind }) => kind)),
  );
  if (kinds.has('body')) return 'body';
  return kinds.has('header') || kinds.has('list') ? 'headers' : 'record';
}

function isTrue(condition: Condition, { account, size, attachments, headers, body }: RuleMessage): boolean {
  switch (condition.kind) {
    case 'header': {
      const name = condition.header.trim().toLowerCase();
      const fields = headers.filter((header) => header.name.toLowerCase() === name);
      if (condition.how === 'exists') return fields.length > 0;
      if (condition.how === 'containsNot')
        return fields.every(({ value }) => compare('containsNot', value, condition.value));
      // One of several recipients is enough, wherever he stands among them: Sieve's `address` says the same.
      return fields.some(({ value, addresses = addressIn(value) }) =>
        [value, ...addresses].some((each) => compare(condition.how, each, condition.value)),
      );
    }
    case 'body':
      return body !== null && compare(condition.how, body, condition.value);
    case 'size':
      return condition.how === 'larger' ? size > condition.octets : size < condition.octets;
    case 'attachment':
      return attachments === condition.value;
    case 'account':
      return account === condition.account;
    case 'list': {
      const wanted = listIdIn(condition.value);
      return wanted !== null && listIdOf(headers) === wanted;
    }
  }
}

function compare(how: How, value: string, wanted: string): boolean {
  const [there, sought] = [folded(value), folded(wanted)];
  // Nothing is in everything: an empty field is no condition that somebody meant.
  if (sought === '') return false;
  if (how === 'contains') return there.includes(sought);
  if (how === 'containsNot') return !there.includes(sought);
  if (how === 'begins') return there.startsWith(sought);
  if (how === 'ends') return there.endsWith(sought);
  return how === 'is' && there === sought;
}

/** In a header that is none of those for addresses, `<ada@x.example>` is `ada@x.example` to everybody who writes a rule. */
const addressIn = (value: string): string[] => /^[^<>]*<([^<>]*)>$/.exec(value)?.slice(1) ?? [];

const folded = (text: string) => fold(text).replace(/\s+/g, ' ').trim();
