import fc from 'fast-check';
import type { Filter, Query, WordField } from '@/lib/mail/query';
import type { fields, SearchDocument } from '@/lib/search/document';
import type { Marks } from './searchScan';

/** Few words, so that queries hit: neighbours in order, beginnings, folding, scripts without spaces. */
const words = [
  ...['fish', 'fisher', 'fishing', 'chips', 'and', 'the', 'a', 'ab', 'İstanbul', 'istanbul', 'ışık'],
  ...[
    'Größe',
    '東京都',
    '京都',
    '都',
    '東',
    'Ελλάδα',
    'שָׁלוֹם',
    'أحمد',
    'สวัสดี',
    '서울에서',
    'e-mail',
    'ada@x.example',
  ],
  ...['zebra', 'zebras', '2024', '½', 'x'],
];
const word = fc.constantFrom(...words);
const text = (most: number) =>
  fc
    .array(fc.tuple(word, fc.constantFrom(' ', ', ', '\n', '. ', '-')), { maxLength: most })
    .map((pairs) => pairs.map(([one, between]) => one + between).join(''));

const account = fc.constantFrom('one', 'two');
/** Those of the system, one's own, and labels. */
export const ownFolders = ['work', 'home'] as const;
export const ownLabels = ['red', 'work'] as const;
export const folderNames = ['inbox', 'archive', 'snoozed', 'junk', 'trash', ...ownFolders] as const;
const folder = fc.constantFrom(...folderNames);

/** A document without its id. Dates are few, so that many are equal. */
export const documentCase = fc.record({
  account,
  date: fc.integer({ min: 0, max: 12 }).map((step) => step * 1_000_000),
  size: fc.integer({ min: 0, max: 5_000 }),
  attachments: fc.boolean(),
  texts: fc.record({
    from: fc.array(text(3), { maxLength: 1 }),
    to: fc.array(text(3), { maxLength: 3 }),
    cc: fc.array(text(2), { maxLength: 1 }),
    subject: fc.array(text(6), { maxLength: 1 }),
    filename: fc.array(text(2), { maxLength: 2 }),
    body: fc.array(text(30), { maxLength: 2 }),
  } satisfies Record<(typeof fields)[number], fc.Arbitrary<string[]>>),
}) satisfies fc.Arbitrary<Omit<SearchDocument, 'id'>>;

export const marksCase = fc.record({
  unread: fc.boolean(),
  starred: fc.boolean(),
  folder,
  labels: fc.subarray([...ownLabels]),
}) satisfies fc.Arbitrary<Marks>;

const field = fc.constantFrom<(WordField | null)[]>(
  null,
  null,
  null,
  'from',
  'to',
  'cc',
  'subject',
  'filename',
);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => some.join(' '));
const wordsCase: fc.Arbitrary<Query> = fc.oneof(
  fc.record({ kind: fc.constant('words' as const), field, text: phrase, prefix: fc.boolean() }),
  // The beginning of a word, as it is being typed.
  fc.tuple(field, phrase, fc.nat(12)).map(
    ([at, whole, end]): Query => ({
      kind: 'words',
      field: at,
      text: whole.slice(0, end + 1),
      prefix: true,
    }),
  ),
);

const bound = fc.option(
  fc.integer({ min: 0, max: 12 }).map((step) => step * 1_000_000),
  { nil: null },
);
const octets = fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null });
const filterCase: fc.Arbitrary<Filter> = fc.oneof(
  fc.constant<Filter>({ kind: 'attachment' }),
  fc.record({ kind: fc.constant('unread' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('starred' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('folder' as const), name: fc.oneof(folder, fc.constantFrom(...ownLabels)) }),
  fc.record({ kind: fc.constant('account' as const), name: account }),
  fc.record({ kind: fc.constant('date' as const), from: bound, to: bound }),
  fc.record({ kind: fc.constant('size' as const), above: octets, below: octets }),
);

export const queryCase: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    wordsCase,
    wordsCase,
    filterCase,
    fc.record({ kind: fc.constant('not' as const), part: tie('query') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('query'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).query;
