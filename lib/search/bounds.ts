import type { Plan } from './plan';

/**
 * What is known of each document of a segment without looking at positions and records: `sure` hits are in the result,
 * `possible` ones may be; all others are not. One octet a document, 0 or 1.
 */
export interface Bounds {
  sure: Uint8Array;
  possible: Uint8Array;
}

/** Bounds of a plan from the bounds of its leaves. */
export function boundsOf(plan: Plan, count: number, leaves: readonly Bounds[]): Bounds {
  switch (plan.kind) {
    case 'all': {
      const all = new Uint8Array(count).fill(1);
      return { sure: all, possible: all };
    }
    case 'none': {
      const nothing = new Uint8Array(count);
      return { sure: nothing, possible: nothing };
    }
    case 'and':
    case 'or': {
      const [first, ...rest] = plan.parts.map((part) => boundsOf(part, count, leaves));
      if (!first) return boundsOf({ kind: 'all' }, count, leaves);
      const join = plan.kind === 'and' ? both : either;
      return rest.reduce((left, right) => {
        const sure = join(left.sure, right.sure);
        const known = isKnown(left) && isKnown(right);
        return { sure, possible: known ? sure : join(left.possible, right.possible) };
      }, first);
    }
    case 'not': {
      const bounds = boundsOf(plan.part, count, leaves);
      const sure = none(bounds.possible);
      return { sure, possible: isKnown(bounds) ? sure : none(bounds.sure) };
    }
    default: {
      const found = leaves[plan.leaf];
      if (!found) throw new Error('a leaf without bounds');
      return found;
    }
  }
}

/** Nothing is left to be found out: what is possible is sure, and both are one array. */
export const isKnown = ({ sure, possible }: Bounds): boolean => sure === possible;

/** Whether a document is a hit, from what is known of it at each leaf. */
export function holds(plan: Plan, leaf: (number: number) => boolean): boolean {
  switch (plan.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'and':
      return plan.parts.every((part) => holds(part, leaf));
    case 'or':
      return plan.parts.some((part) => holds(part, leaf));
    case 'not':
      return !holds(plan.part, leaf);
    default:
      return leaf(plan.leaf);
  }
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at += 1) result[at] = (a[at] ?? 0) & (b[at] ?? 0);
  return result;
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at += 1) result[at] = (a[at] ?? 0) | (b[at] ?? 0);
  return result;
}

function none(a: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at += 1) result[at] = (a[at] ?? 0) ^ 1;
  return result;
}
