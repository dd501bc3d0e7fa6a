import { useSyncExternalStore } from 'react';
import { isHeaderName } from '@/lib/rules/headerNames';
import type { Condition, Rule } from '@/lib/rules/types';

/** A rule that is being made or changed; `id` null: a new one. */
export interface Draft {
  /** Who asked for it, and shows its form. */
  where: 'settings' | 'message';
  id: number | null;
  rule: Rule;
}

export const emptyRule: Rule = {
  name: '',
  on: true,
  match: 'all',
  conditions: [{ kind: 'header', header: 'From', how: 'contains', value: '' }],
  actions: [{ kind: 'move', folder: 'archive' }],
  stop: false,
};

/** A rule for mail like a certain message: what makes it like that, and a name for it. */
export const ruleLike = (condition: Condition, name: string): Rule => ({
  ...emptyRule,
  name: name.slice(0, 100),
  conditions: [condition],
});

let draft: Draft | null = null;
const listeners = new Set<() => void>();

/** Opens the form for a rule, or closes it. */
export function openRule(next: Draft | null): void {
  draft = next;
  for (const listener of listeners) listener();
}

/** The draft that was asked for there; null: none. */
export const useDraft = (where: Draft['where']): Draft | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => (draft?.where === where ? draft : null),
    () => null,
  );

/** Why a rule cannot be kept as it is; null: it can. */
export function troubleOf({
  name,
  conditions,
  actions,
}: Rule): 'unnamed' | 'noCondition' | 'emptyValue' | 'noHeader' | 'noAction' | null {
  if (name.trim() === '') return 'unnamed';
  if (conditions.length === 0) return 'noCondition';
  const isEmpty = (condition: Condition) =>
    (condition.kind === 'header' &&
      (condition.header.trim() === '' || (condition.how !== 'exists' && condition.value.trim() === ''))) ||
    ((condition.kind === 'body' || condition.kind === 'list') && condition.value.trim() === '') ||
    (condition.kind === 'size' && !(condition.octets > 0)) ||
    (condition.kind === 'account' && condition.account === '');
  if (conditions.some(isEmpty)) return 'emptyValue';
  if (conditions.some((condition) => condition.kind === 'header' && !isHeaderName(condition.header.trim())))
    return 'noHeader';
  if (actions.length === 0 || actions.some((action) => action.kind === 'label' && action.label === ''))
    return 'noAction';
  return null;
}
