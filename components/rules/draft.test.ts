import { expect, test } from 'vitest';
import type { Rule } from '@/lib/rules/types';
import { emptyRule, ruleLike, troubleOf } from './draft';

const named: Rule = { ...ruleLike({ kind: 'list', value: 'a.example' }, 'A') };

test.each<[string, Partial<Rule>, string | null]>([
  ['as it is', {}, null],
  ['without a name', { name: ' ' }, 'unnamed'],
  ['without a condition', { conditions: [] }, 'noCondition'],
  ['with an empty one', { conditions: emptyRule.conditions }, 'emptyValue'],
  [
    'with a size of nothing',
    { conditions: [{ kind: 'size', how: 'larger', octets: Number.NaN }] },
    'emptyValue',
  ],
  [
    'that asks whether a header is there',
    { conditions: [{ kind: 'header', header: 'X', how: 'exists', value: '' }] },
    null,
  ],
  ...['X Bad: name', 'X-Bad:', 'Prioritäť', 'X Bad'].map((header): [string, Partial<Rule>, string] => [
    `on what is no header, ${header}`,
    { conditions: [{ kind: 'header', header, how: 'exists', value: '' }] },
    'noHeader',
  ]),
  [
    'on a header that is called unusually',
    { conditions: [{ kind: 'header', header: ' X_Odd!name ', how: 'exists', value: '' }] },
    null,
  ],
  ['without an action', { actions: [] }, 'noAction'],
  ['with a label that is not chosen', { actions: [{ kind: 'label', label: '' }] }, 'noAction'],
])('a rule %s', (_, change, trouble) => {
  expect(troubleOf({ ...named, ...change })).toBe(trouble);
});
