import type { Rule } from '@/lib/rules/types';

export interface RuleRecord extends Rule {
  id: number;
  /** Rules are asked in ascending order. */
  order: number;
}
