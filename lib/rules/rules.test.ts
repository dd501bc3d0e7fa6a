// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Sieve are written like this

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { listIdOf } from '@/lib/mail/listId';
import { fits, needs, outcomeOf } from './evaluate';
import { headersOf } from './headers';
import { likeThis } from './like';
import { ruleMessage } from './read';
import { type SieveNames, sieveOf } from './sieve';
import type { Condition, Rule, RuleAction } from './types';

const bytes = (text: string) => new TextEncoder().encode(text.replace(/\n/g, '\r\n'));
const raw = bytes(`From: =?utf-8?q?Astrid_Lindgr=C3=A9n?= <Astrid@Lindgren.example>
To: ada@x.example
Subject: =?utf-8?b?UmVjaG51bmcgw7xiZXI=?=
 4711
X-Place: =?utf-8?q?=C4=B0stanbul?=
X-Spam: no
X-Spam: maybe
List-Id: Gardeners of the north <gardeners.lists.example>

The invoice is attached, the garden is not.
`);
const message = ruleMessage({ account: 'ada', size: 2_000, attachments: true }, raw, 'body');

const rule = (
  conditions: Condition[],
  actions: RuleAction[] = [{ kind: 'star' }],
  change: Partial<Rule> = {},
): Rule => ({
  ...{ name: 'A rule', on: true, match: 'all', conditions, actions, stop: false },
  ...change,
});

test.each<[Condition, boolean]>([
  [{ kind: 'header', header: 'subject', how: 'contains', value: 'RECHNUNG ÜBER 4711' }, true],
  [{ kind: 'header', header: 'Subject', how: 'begins', value: 'rechnung' }, true],
  [{ kind: 'header', header: 'Subject', how: 'ends', value: '4711' }, true],
  [{ kind: 'header', header: 'Subject', how: 'is', value: 'Rechnung' }, false],
  [{ kind: 'header', header: 'From', how: 'is', value: 'astrid@lindgren.example' }, true],
  [{ kind: 'header', header: 'From', how: 'contains', value: 'Lindgrén' }, true],
  [{ kind: 'header', header: 'From', how: 'contains', value: 'lindgren <' }, true],
  [{ kind: 'header', header: 'Subject', how: 'ends', value: 'uber ٤٧١١' }, true],
  [{ kind: 'header', header: 'X-Place', how: 'contains', value: 'istanbul' }, true],
  [{ kind: 'header', header: 'X-Place', how: 'containsNot', value: 'ISTANBUL' }, false],
  [{ kind: 'header', header: 'X-Place', how: 'contains', value: '\u0301' }, false],
  [{ kind: 'header', header: 'X-Spam', how: 'is', value: 'maybe' }, true],
  [{ kind: 'header', header: 'X-Spam', how: 'containsNot', value: 'maybe' }, false],
  [{ kind: 'header', header: 'X-Other', how: 'containsNot', value: 'a' }, true],
  [{ kind: 'header', header: 'X-Other', how: 'exists', value: '' }, false],
  [{ kind: 'header', header: 'x-spam', how: 'exists', value: '' }, true],
  // An empty field is no condition that somebody meant: it fits nothing.
  [{ kind: 'header', header: 'Subject', how: 'contains', value: ' ' }, false],
  [{ kind: 'header', header: 'Subject', how: 'containsNot', value: '' }, false],
  [{ kind: 'body', how: 'contains', value: 'the INVOICE is' }, true],
  [{ kind: 'body', how: 'containsNot', value: 'garden' }, false],
  [{ kind: 'size', how: 'larger', octets: 1_999 }, true],
  [{ kind: 'size', how: 'smaller', octets: 2_000 }, false],
  [{ kind: 'attachment', value: true }, true],
  [{ kind: 'account', account: 'bob' }, false],
  [{ kind: 'list', value: 'Gardeners.lists.example' }, true],
  [{ kind: 'list', value: ' <gardeners.lists.example> ' }, true],
  [{ kind: 'list', value: 'Gardeners of the north <gardeners.lists.example>' }, true],
  [{ kind: 'list', value: 'Gardeners of the north' }, false],
])('%j: %s', async (condition, expected) => {
  expect(fits(rule([condition]), await message)).toBe(expected);
});

describe('addresses', () => {
  const read = (header: string) =>
    ruleMessage({ account: 'ada', size: 1, attachments: false }, bytes(`${header}\n\n`), 'headers');
  const is = (header: string, value: string, how: 'is' | 'begins' | 'ends' = 'is') =>
    rule([{ kind: 'header', header, how, value }]);

  it.each([
    'To: Ada <ada@x.example>, Carl <carl@x.example>',
    'To: carl@x.example,\n  ADA@X.example',
    'To: "Carl, of x" <carl@x.example>, ada@x.example (Ada)',
    'To: Friends: carl@x.example, Ada <ada@x.example>;',
  ])('one of several is enough: %s', async (header) => {
    expect(fits(is('To', 'ada@x.example'), await read(header))).toBe(true);
    expect(fits(is('To', 'ada@x.'), await read(header))).toBe(false);
    expect(fits(is('To', 'ada@', 'begins'), await read(header))).toBe(true);
    expect(fits(is('To', '@x.example', 'ends'), await read(header))).toBe(true);
  });

  it.each([
    'From: =?utf-8?q?ada=40x=2Eexample=2C?= <eve@x.example>',
    'From: "ada@x.example, " <eve@x.example>',
    'From: ada@x.example <eve@x.example>',
    'X-From: Eve <eve@x.example>, Ada <ada@x.example>',
  ])('a name makes none: %s', async (header) => {
    const [name = ''] = header.split(':');
    expect(fits(is(name, 'ada@x.example'), await read(header))).toBe(false);
  });

  it('the last one of a thousand', async () => {
    const many = await read(`To: ${'carl@x.example, '.repeat(1_000)} ada@x.example`);
    expect(fits(is('To', 'ada@x.example'), many)).toBe(true);
  });

  it('of senders and of copies as well, and in another header', async () => {
    expect(fits(is('Cc', 'ada@x.example'), await read('Cc: c@x.example, ada@x.example'))).toBe(true);
    expect(fits(is('From', 'ada@x.example'), await read('From: c@x.example, <ada@x.example>'))).toBe(true);
    expect(fits(is('Return-Path', 'ada@x.example'), await read('Return-Path: <ada@x.example>'))).toBe(true);
  });
});

test.each([
  ['an empty text part', '', 'ornithology', true],
  ['a text part that says something else', 'Your program shows no HTML.', 'ornithology', true],
  ['the text part as well', 'Your program shows no HTML.', 'shows no html', true],
  ['a word of a tag', 'Plain', 'href', false],
])('words of a body with HTML: %s', async (_, text, value, expected) => {
  const both = bytes(`Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

${text}
--b
Content-Type: text/html

<p>On <a href="https://x.example">ornithology</a>.</p>
--b--
`);
  const read = await ruleMessage({ account: 'ada', size: 1, attachments: false }, both, 'body');
  expect(fits(rule([{ kind: 'body', how: 'contains', value }]), read)).toBe(expected);
});

describe('rules together', () => {
  it('the first that moves decides, marks add up, stop stops, what is off is not asked', async () => {
    const always: Condition[] = [{ kind: 'size', how: 'larger', octets: 0 }];
    const rules = [
      rule(always, [{ kind: 'move', folder: 'own-9' }], { on: false }),
      rule(always, [
        { kind: 'label', label: 'label-1' },
        { kind: 'move', folder: 'own-1' },
      ]),
      rule(
        always,
        [{ kind: 'move', folder: 'trash' }, { kind: 'read' }, { kind: 'label', label: 'label-1' }],
        { stop: true },
      ),
      rule(always, [{ kind: 'server' }]),
    ];
    expect(outcomeOf(rules, await message)).toEqual({
      ...{ folder: 'own-1', labels: ['label-1'], star: false, read: true, quiet: false, server: false },
    });
    expect(outcomeOf([rule([])], await message)).toBeNull();
    expect(outcomeOf([rule(always, [])], await message)).toBeNull();
  });

  it('any of several is enough where that was chosen', async () => {
    const conditions: Condition[] = [
      { kind: 'account', account: 'bob' },
      { kind: 'attachment', value: true },
    ];
    expect(fits(rule(conditions), await message)).toBe(false);
    expect(fits(rule(conditions, [], { match: 'any' }), await message)).toBe(true);
  });

  it('read no more of a message than they need', () => {
    expect(needs([rule([{ kind: 'attachment', value: true }])])).toBe('record');
    expect(needs([rule([{ kind: 'list', value: 'a' }])])).toBe('headers');
    expect(needs([rule([{ kind: 'body', how: 'contains', value: 'a' }])])).toBe('body');
    expect(needs([rule([{ kind: 'body', how: 'contains', value: 'a' }], [], { on: false })])).toBe('record');
  });
});

test('lists are known by their identifier, and bad ones are none', () => {
  expect(listIdOf(headersOf(raw))).toBe('gardeners.lists.example');
  expect(listIdOf([{ name: 'LIST-ID', value: 'bare.example' }])).toBe('bare.example');
  expect(listIdOf([{ name: 'List-Id', value: 'two words' }])).toBeNull();
  expect(
    fits(rule([{ kind: 'list', value: 'two words' }]), {
      ...{ account: 'ada', size: 1, attachments: false, headers: [], body: null },
    }),
  ).toBe(false);
  expect(likeThis(headersOf(raw), 'a@b.example')).toEqual({ kind: 'list', value: 'gardeners.lists.example' });
  expect(likeThis([], 'A@b.example')).toEqual({
    kind: 'header',
    header: 'From',
    how: 'is',
    value: 'a@b.example',
  });
  expect(likeThis([], '')).toBeNull();
});

describe('as Sieve', () => {
  const names: SieveNames = {
    folder: (id) => (id === 'own-1' ? 'Work/A "B" \\ ${x}' : null),
    label: (id) => (id === 'label-1' ? 'Täx & more' : null),
    account: 'ada',
  };

  it('is quoted so that nothing of a name or a value is read as Sieve', () => {
    const script = sieveOf(
      [
        rule(
          [
            { kind: 'header', header: 'Subject', how: 'begins', value: 'a*b"c\\d${e}' },
            { kind: 'account', account: 'bob' },
          ],
          [{ kind: 'move', folder: 'own-1' }, { kind: 'label', label: 'label-1' }, { kind: 'star' }],
          { name: 'Evil\r\nstop;', stop: true },
        ),
      ],
      names,
    );
    expect(script.split('\r\n')).toEqual([
      'require ["fileinto", "imap4flags", "mailbox", "variables"];',
      'set "dollar" "$";',
      'set "folder" "";',
      'set "stopped" "";',
      '',
      '# Evil stop;',
      'if allof (not string :is "${stopped}" "1",',
      '  allof (header :matches "Subject" "a\\\\*b\\"c\\\\\\\\d${dollar}{e}*",',
      '    false)) {',
      '  if string :is "${folder}" "" { set "folder" "Work/A \\"B\\" \\\\ ${dollar}{x}"; }',
      '  addflag "Tax_more-q39jym";',
      '  addflag "\\\\Flagged";',
      '  set "stopped" "1";',
      '}',
      '',
      'if not string :is "${folder}" "" {',
      '  fileinto :create "${folder}";',
      '}',
      '',
    ]);
  });

  it('requires what it uses, and says what has no word', () => {
    const script = sieveOf(
      [
        rule(
          [
            { kind: 'body', how: 'containsNot', value: 'x' },
            { kind: 'attachment', value: false },
            { kind: 'header', header: 'From', how: 'is', value: 'a@b.example' },
            { kind: 'header', header: 'To', how: 'ends', value: '@b.example' },
          ],
          [{ kind: 'quiet' }, { kind: 'server' }, { kind: 'move', folder: 'own-7' }],
        ),
      ],
      names,
    );
    expect(script).toContain('require ["body", "fileinto", "imap4flags", "mailbox", "mime", "variables"];');
    expect(script).toContain('not body :text :contains "x"');
    expect(script).toContain('address :is "From" "a@b.example"');
    expect(script).toContain(
      'anyof (header :matches "To" "*@b.example", address :matches "To" "*@b.example")',
    );
    expect(script).toContain('# moved to a folder that is no more');
  });

  it('gives each label a keyword of its own, in signs that a flag may have', () => {
    const keywords = [
      'Work',
      'To do',
      'Работа',
      '家族',
      '🎉',
      '🎉🎂',
      'Büro',
      'Buro',
      'a&b',
      'a|b',
      'x'.repeat(99),
    ].map(
      (name) =>
        /addflag "(.*)";/.exec(
          sieveOf([rule([{ kind: 'attachment', value: true }], [{ kind: 'label', label: 'one' }])], {
            ...names,
            label: () => name,
          }),
        )?.[1] ?? '',
    );
    expect(keywords.slice(0, 2)).toEqual(['Work', 'To_do']);
    expect(new Set(keywords).size).toBe(keywords.length);
    for (const keyword of keywords) expect(keyword).toMatch(/^[A-Za-z0-9$+._-]{1,60}$/);
    expect(keywords[6]).toMatch(/^Buro-/);
  });

  it('names lists by their identifier alone, and no header that cannot be', () => {
    const script = sieveOf(
      [
        rule([
          { kind: 'list', value: 'Kiln news <News.kiln.example>' },
          { kind: 'header', header: 'X Bad: name', how: 'exists', value: '' },
          { kind: 'header', header: 'X Bad: name', how: 'containsNot', value: 'a' },
        ]),
      ],
      names,
    );
    expect(script).toContain('header :contains "List-Id" "<news.kiln.example>",\r\n    false,\r\n    true');
  });

  it('reads as the same script whatever stands in names and values, and gives each of them back', () => {
    const signs = [
      '"',
      '\\',
      '$',
      '{',
      '}',
      '*',
      '?',
      '#',
      ';',
      '/*',
      '\r\n',
      '\0',
      ' ',
      '${folder}',
      '${dollar}',
      'é',
    ];
    const text = fc.string({ unit: fc.constantFrom(...signs, 'a') });
    const scriptOf = (value: string) =>
      sieveOf(
        [
          rule(
            [
              ...(['contains', 'begins', 'ends'] as const).map(
                (how): Condition => ({ kind: 'header', header: 'Subject', how, value }),
              ),
              { kind: 'body', how: 'contains', value },
            ],
            [{ kind: 'move', folder: 'own-1' }],
            { name: value },
          ),
        ],
        { folder: () => value, label: () => value, account: 'ada' },
      );
    const plain = readSieve(scriptOf('plain'));
    fc.assert(
      fc.property(text, (value) => {
        const { skeleton, strings } = readSieve(scriptOf(value));
        expect(skeleton).toBe(plain.skeleton);
        const line = value.replace(/[\r\n\0]+/g, ' ');
        const matched = line.replace(/[*?\\]/g, '\\$&');
        const wanted = new Map([
          ['plain', line],
          ['plain*', `${matched}*`],
          ['*plain', `*${matched}`],
        ]);
        expect(strings).toEqual(plain.strings.map((each) => wanted.get(each) ?? each));
      }),
    );
  });
});

/**
 * A script as RFC 5228 §2.3 and §2.4 read it: what is left of it without comments and strings, and the strings, with
 * "${dollar}" in its place. Any other variable than those of the script is an error.
 */
function readSieve(script: string): { skeleton: string; strings: string[] } {
  const strings: string[] = [];
  const skeleton = script.replace(/#[^\r\n]*\r\n|"((?:[^"\\]|\\.)*)"/gs, (_, quoted?: string) => {
    if (quoted === undefined) return '';
    const text = quoted.replace(/\\(.)/gs, '$1');
    const own = text === '${folder}' || text === '${stopped}';
    if (!own && /\$\{(?!dollar\})/.test(text)) throw new Error(`a variable: ${text}`);
    strings.push(text.replaceAll('${dollar}', '$'));
    return '""';
  });
  return { skeleton, strings };
}
