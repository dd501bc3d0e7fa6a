import compile from 'icu-minify/compile';
import format, { type FormatValues } from 'icu-minify/format';
import { expect, test } from 'vitest';
import { problemCauses, problemStatus } from '@/lib/contract/errors';
import doctor from './doctor.json';
import en from './en.json';
import { formattingLocale } from './locale';
import organising from './organising.json';
import { pseudoCatalogue, pseudoMessage } from './pseudo';
import reading from './reading.json';
import sections from './sections.json';
import setup from './setup.json';

const plain = {
  formatters: {
    getDateTimeFormat: (...how: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
      new Intl.DateTimeFormat(...how),
    getNumberFormat: (...how: ConstructorParameters<typeof Intl.NumberFormat>) =>
      new Intl.NumberFormat(...how),
    getPluralRules: (...how: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...how),
  },
};

test('text is bracketed and accented, arguments stay', () => {
  const pseudo = (message: string, values: FormatValues) =>
    format(pseudoMessage(compile(message)), 'en', values, plain);
  expect(pseudo('Getting {got, number} of {total, number}', { got: 1, total: 2000 })).toBe(
    '⟦Géttíñg 1 öf 2,000⟧',
  );
  expect(pseudo('{count, plural, one {# day} other {# days}} on', { count: 2 })).toBe('⟦2 days öñ⟧');
  expect(pseudo('None', {})).toBe('⟦Ñöñé⟧');
});

function leaves(catalogue: object, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

test('every message of the catalogue can be compiled, and says something', () => {
  const rich = (chunks: string[]) => chunks.join('');
  for (const [key, message] of leaves({
    ...en,
    ...sections,
    ...reading,
    ...organising,
    ...setup,
    ...doctor,
  })) {
    const names = [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => [name, 2] as const);
    const tags = [...message.matchAll(/<(\w+)>/g)].map(([, name]) => [name, rich] as const);
    const values = Object.fromEntries([...names, ...tags]) as FormatValues;
    expect(format(compile(message), 'en', values, plain), key).toMatch(/\S/);
  }
});

test('no text stands in two files', () => {
  const keys = [en, sections, reading, organising, setup, doctor].flatMap((texts) => Object.keys(texts));
  expect(keys.filter((key, index) => keys.indexOf(key) < index)).toEqual([]);
});

test('a whole catalogue is put into the pseudo-locale, key by key', () => {
  const compiled = { a: { b: compile('{n} of'), c: 'No' } };
  expect(pseudoCatalogue(compiled)).toEqual({
    a: { b: ['⟦', ['n'], ' öf', '⟧'], c: ['⟦', 'Ñö', '⟧'] },
  });
});

test('every problem that the bridge or the browser can report has a title and a hint', () => {
  const codes = [
    ...Object.keys(problemStatus),
    'unreachable_bridge',
    'worker_failed',
    'storage_full',
    'storage_failed',
  ];
  // Those that a sign-in at a provider's page alone can meet come with its texts.
  const told = { ...en.problems, ...setup.consent };
  expect(Object.keys(told).sort()).toEqual(codes.sort());
  for (const problem of Object.values(told)) {
    expect(problem.title).toMatch(/\S/);
    expect(problem.hint).toMatch(/\.$/);
  }
});

test('every cause of a problem has a title and a hint', () => {
  expect(Object.keys(doctor.causes).sort()).toEqual([...problemCauses].sort());
});

test('dates follow the reader’s own English, or the one with 24 hours', () => {
  expect(formattingLocale(['tr', 'en-US'])).toBe('en-US');
  expect(formattingLocale(['de'])).toBe('en-GB');
  expect(formattingLocale([])).toBe('en-GB');
});
