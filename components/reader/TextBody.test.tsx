import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import messages from '@/components/i18n/reading.json';
import { TextBody } from './TextBody';

const drawn = (text: string) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <TextBody text={text} />
    </NextIntlClientProvider>,
  );

/** How many elements of this name stand around the words. */
const depth = (html: string, name: string, words: string) => {
  const before = html.slice(0, html.indexOf(words));
  const count = (tag: RegExp) => before.match(tag)?.length ?? 0;
  expect(html).toContain(words);
  return count(new RegExp(`<${name}[ >]`, 'g')) - count(new RegExp(`</${name}>`, 'g'));
};

test('quotes stand as deep as they are, and short ones are not folded', () => {
  const html = drawn('mine\n> one\n>> two\n> > > three\nmore');
  expect(['mine', 'one', 'two', 'three', 'more'].map((word) => depth(html, 'blockquote', word))).toEqual([
    0, 1, 2, 3, 0,
  ]);
  expect(html).not.toContain('<details');
});

test('long runs of old quotes are folded under their number of lines', () => {
  const html = drawn(`mine\n> asked\n${'>> long ago\n'.repeat(7)}`);
  expect(html).toContain('7 lines of older quotes');
  expect([depth(html, 'details', 'long ago'), depth(html, 'details', 'asked')]).toEqual([1, 0]);
});

test('long quotes of the first depth are folded under their number of lines', () => {
  const html = drawn(`Yes.\n${'> asked\n'.repeat(80)}Thanks.`);
  expect(html).toContain('80 quoted lines');
  expect([depth(html, 'details', 'asked'), depth(html, 'blockquote', 'asked')]).toEqual([1, 1]);
  expect(depth(html, 'details', 'Thanks.')).toBe(0);
});

test('the signature is dimmed, and nothing else', () => {
  const html = drawn('Yours\n-- \nMira');
  expect(html.match(/text-ink-3[^>]*>[^<]*/g)).toEqual([expect.stringMatching(/>-- \s+Mira$/)]);
});

test('of very long text the beginning is shown, and how much is left', () => {
  const html = drawn(`${'word '.repeat(20_000)}${'x'.repeat(2_048)}`);
  expect(html).not.toContain('xx');
  expect(html).toMatch(/Show the rest \(2(?:\.\d)? (?:kB|KB)\)/);
});

test('markup stays text', () => {
  expect(drawn('a <b>long</b> line')).toContain('a &lt;b&gt;long&lt;/b&gt; line');
});
