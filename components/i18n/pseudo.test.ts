import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { problemStatus } from '@/lib/contract/errors';
import en from './en.json';
import { formattingLocale } from './locale';
import { type Catalogue, pseudoCatalogue, pseudoMessage } from './pseudo';

test('text is bracketed and accented, arguments stay', () => {
  expect(pseudoMessage('Getting {got, number} of {total, number}')).toBe(
    '⟦Géttíñg {got, number} öf {total, number}⟧',
  );
  expect(pseudoMessage('{count, plural, one {# day} other {# days}} on')).toBe(
    '⟦{count, plural, one {# day} other {# days}} öñ⟧',
  );
});

function leaves(catalogue: Catalogue, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

test('every message of the catalogue is valid ICU, in both locales', () => {
  const values = new Proxy({}, { get: () => 2, has: () => true, ownKeys: () => [] });
  for (const messages of [en, pseudoCatalogue(en)]) {
    for (const [key] of leaves(messages)) {
      const names = [
        ...JSON.stringify(leaves(messages).find(([k]) => k === key)?.[1]).matchAll(/\{(\w+)[,}]/g),
      ];
      const translate = createTranslator({
        locale: 'en',
        messages,
        onError: (error) => {
          throw error;
        },
      });
      const given = Object.fromEntries(names.map(([, name]) => [name, 2]));
      expect(translate(key as never, { ...values, ...given } as never)).not.toBe('');
    }
  }
});

test('every problem that the bridge or the browser can report has a title and a hint', () => {
  const codes = [
    ...Object.keys(problemStatus),
    'unreachable_bridge',
    'worker_failed',
    'storage_full',
    'storage_failed',
  ];
  expect(Object.keys(en.problems).sort()).toEqual(codes.sort());
  for (const problem of Object.values(en.problems)) {
    expect(problem.title).toMatch(/\S/);
    expect(problem.hint).toMatch(/\.$/);
  }
});

test('dates follow the reader’s own English, or the one with 24 hours', () => {
  expect(formattingLocale(['tr', 'en-US'])).toBe('en-US');
  expect(formattingLocale(['de'])).toBe('en-GB');
  expect(formattingLocale([])).toBe('en-GB');
});
