import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import texts from '@/components/i18n/en.json';
import reading from '@/components/i18n/reading.json';
import type { Letter } from '@/lib/mail/types';
import { Letters } from './Letters';
import { lettersText, named } from './lettersIn';

const letter = (more: Partial<Letter>): Letter => ({
  ...{ from: [{ name: 'Bob', address: 'b@x.example' }], to: [], date: null, subject: 'Glaze' },
  ...{ html: null, text: 'Two buckets', letters: [], ...more },
});

const drawn = (letters: readonly Letter[], asks: (() => boolean) | null = () => false) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ ...texts, ...reading }} timeZone="UTC">
      <Letters letters={letters} drawn={new Map()} asks={asks} />
    </NextIntlClientProvider>,
  );

test('who sent a message inside of another is said with the address, whatever the name says', () => {
  const html = drawn([letter({ from: [{ name: 'service@bank.example', address: 'evil@phish.example' }] })]);
  expect(html).toContain('<bdi>service@bank.example</bdi>');
  expect(html).toMatch(/<bdi[^>]*>&lt;evil@phish\.example&gt;<\/bdi>/);
});

test('a message in a message in a message stands inside of its frame, and HTML that is not drawn is its words', () => {
  const older = letter({ subject: 'Old', text: null, html: '<p>Older <b>words</b></p>' });
  const html = drawn([letter({ letters: [older] }), letter({ subject: 'Next' })]);
  expect(html).toMatch(/Glaze.*Two buckets.*Old<.*Older words<.*<\/section><\/section><section.*Next/s);
});

test('links are links where a press on one can be asked about, and text elsewhere', () => {
  const letters = [letter({ text: 'https://kiln.example/' })];
  expect(drawn(letters)).toContain('href="https://kiln.example/"');
  expect(drawn(letters, null)).not.toContain('href');
});

test('for paper and clipboard, they are text under their heads', () => {
  const letters = [letter({ letters: [letter({ subject: '', text: 'Older\n' })] })];
  expect(
    lettersText({ letters }, ({ from, subject }) => [
      ['From', named(from)],
      ['Subject', subject],
    ]),
  ).toBe('From: Bob <b@x.example>\nSubject: Glaze\n\nTwo buckets\n\nFrom: Bob <b@x.example>\n\nOlder');
});
