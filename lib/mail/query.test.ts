import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maxQueryLength, operators, parseQuery, type Query } from './query';

const now = new Date(2026, 5, 15, 12).getTime();
const parse = (text: string, typing = false) => parseQuery(text, { typing, now });

/** A query as one line, for reading: `(a & !from:"b*")`. */
function line(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'none':
      return '∅';
    case 'and':
      return `(${query.parts.map(line).join(' & ')})`;
    case 'or':
      return `(${query.parts.map(line).join(' | ')})`;
    case 'not':
      return `!${line(query.part)}`;
    case 'words':
      return `${query.field ? `${query.field}:` : ''}${query.text}${query.prefix ? '…' : ''}`;
    default:
      return JSON.stringify(query);
  }
}

test.each([
  ['fish chips', '(fish & chips)'],
  ['fish AND chips', '(fish & chips)'],
  ['fish OR chips', '(fish | chips)'],
  ['a b OR c d', '(a & (b | c) & d)'],
  ['(a b) OR c OR d', '((a & b) | c | d)'],
  ['-a NOT b --c', '(!a & !b & c)'],
  ['-(a OR b)', '!(a | b)'],
  ['"fish and chips" salt', '(fish and chips & salt)'],
  ['from:ada subject:"two words"', '(from:ada & subject:two words)'],
  ['FROM:ada', 'from:ada'],
  ['subject:(a OR -b)', '(subject:a | !subject:b)'],
  ['filename:pdf to:x cc:y', '(filename:pdf & to:x & cc:y)'],
  ['post*', 'post…'],
  ['or and not', '(or & and & not)'],
  ['e-mail', 'e-mail'],
  ['a - b', '(a & b)'],
  ['ada@lindgren.example', 'ada@lindgren.example'],
  ['12:30', '12:30'],
  ['https://a.example/b', 'https://a.example/b'],
  ['   ', '*'],
  ['()', '*'],
  ['OR', '*'],
  ['""', '*'],
  ['fish & chips!', '(fish & chips!)'],
  ['fish + chips …', '(fish & chips)'],
])('%s means %s', (text, meaning) => {
  expect(line(parse(text).query)).toBe(meaning);
  expect(parse(text).notes).toEqual([]);
});

test('filters', () => {
  const day = (year: number, month = 1, date = 1) => new Date(year, month - 1, date).getTime();
  const filters: [string, object][] = [
    ['has:attachment', { kind: 'attachment' }],
    ['is:unread', { kind: 'unread', value: true }],
    ['is:read', { kind: 'unread', value: false }],
    ['is:starred', { kind: 'starred', value: true }],
    ['in:Trash', { kind: 'folder', name: 'trash' }],
    ['label:work', { kind: 'folder', name: 'work' }],
    ['in:"My folder"', { kind: 'folder', name: 'my folder' }],
    ['account:ada@x.example', { kind: 'account', name: 'ada@x.example' }],
    ['list:News.kiln.example', { kind: 'list', name: 'news.kiln.example' }],
    ['before:2024-05-01', { kind: 'date', from: null, to: day(2024, 5, 1) }],
    ['after:2024/5', { kind: 'date', from: day(2024, 5), to: null }],
    ['after:2024', { kind: 'date', from: day(2024), to: null }],
    ['older_than:1y', { kind: 'date', from: null, to: new Date(2025, 5, 15, 12).getTime() }],
    ['newer_than:3d', { kind: 'date', from: new Date(2026, 5, 12, 12).getTime(), to: null }],
    ['newer_than:2w', { kind: 'date', from: new Date(2026, 5, 1, 12).getTime(), to: null }],
    ['larger:5M', { kind: 'size', above: 5 * 1024 ** 2, below: null }],
    ['larger:1.5kb', { kind: 'size', above: 1536, below: null }],
    ['smaller:100', { kind: 'size', above: null, below: 100 }],
  ];
  for (const [text, filter] of filters) expect(parse(text)).toEqual({ query: filter, notes: [] });
});

describe('while somebody types', () => {
  test.each([
    ['fish chi', '(fish & chi…)'],
    ['fish chi ', '(fish & chi)'],
    ['from:ad', 'from:ad…'],
    ['from:', '*'],
    ['-', '*'],
    ['fish -', 'fish'],
    ['"', '*'],
    ['a OR', '(a & OR…)'],
    ['a OR ', 'a'],
    ['"two wo', 'two wo'],
    ['subject:(ad', 'subject:ad…'],
  ])('%j means %s', (text, meaning) => {
    expect(line(parse(text, true).query)).toBe(meaning);
  });
});

describe('what is not understood is searched for as words, and told', () => {
  test.each([
    ['form:ada x', '(form:ada & x)', 'unknownOperator', 'form:ada'],
    ['is:blue', 'is blue', 'unknownValue', 'is:blue'],
    ['before:yesterday', 'before yesterday', 'unknownValue', 'before:yesterday'],
    ['before:2024-02-31', 'before 2024-02-31', 'unknownValue', 'before:2024-02-31'],
    ['larger:big', 'larger big', 'unknownValue', 'larger:big'],
    ['from: ada', 'ada', 'missingValue', 'from:'],
    ['a "b c', '(a & b c)', 'openQuote', '"b c'],
    ['a (b c', '(a & b & c)', 'openParenthesis', '('],
  ])('%s', (text, meaning, why, told) => {
    const { query, notes } = parse(text);
    expect(line(query).replace('(b & c)', 'b & c')).toBe(meaning);
    expect(notes).toEqual([{ why, text: told }]);
  });

  test.each(['🎉', '-🎉', '--', '.', '!!! …', 'subject:🎉', '"🎉"', '🎉 OR NOT 😀', '(🎉) .', '🎉*'])(
    'nothing is found by %s, which holds no word',
    (text) => {
      for (const typing of [false, true]) {
        const { query, notes } = parse(text, typing);
        expect(line(query)).toBe('∅');
        expect(notes).toEqual([{ why: 'noWord', text }]);
      }
    },
  );

  test.each([
    ['bulk 🎉', 'bulk', '🎉'],
    ['🎉 OR bulk', 'bulk', '🎉'],
    ['bulk -🎉', 'bulk', '🎉'],
    ['is:unread subject:(🎉)', '{"kind":"unread","value":true}', '🎉'],
  ])('%s is searched for without the emoji', (text, meaning, told) => {
    expect(line(parse(text).query)).toBe(meaning);
    expect(parse(text).notes).toEqual([{ why: 'noWord', text: told }]);
  });

  it('a closing parenthesis too many', () => {
    expect(line(parse('a) b').query)).toBe('(a & b)');
  });
});

test('any text at all is a query, in linear time and depth', () => {
  const piece = fc.oneof(
    fc.constantFrom('(', ')', '"', '-', ' ', 'OR', ' OR ', 'NOT ', '*', ':', '|', '&', 'is:', 'before:'),
    fc.constantFrom(...Object.keys(operators).map((name) => `${name}:`)),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), (pieces, typing) => {
      const { query, notes } = parse(pieces.join(''), typing);
      expect(line(query)).toBeTypeOf('string');
      expect(notes.every(({ text }) => text !== '')).toBe(true);
    }),
    { numRuns: 200 },
  );
  for (const sign of ['(', '-', 'NOT ', '"', 'from:(', 'a OR (']) {
    expect(() => parse(sign.repeat(10_000))).not.toThrow();
  }
  expect(parse('a'.repeat(maxQueryLength + 1)).notes).toEqual([{ why: 'tooLong', text: 'a' }]);
});
