import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import en from '@/components/i18n/en.json';
import reading from '@/components/i18n/reading.json';
import { RemoteNote } from './RemoteNote';

const images = {
  loading: { state: 'idle' as const, done: 0, total: 0 },
  sender: { address: '', domain: null },
  always: null,
  load: () => {},
  loadAlways: () => {},
  stopAlways: () => {},
};
const said = (...hosts: string[]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ ...en, ...reading }} timeZone="UTC">
      <RemoteNote remote={{ images: hosts.length, trackers: 0, hosts, addresses: [] }} images={images} />
    </NextIntlClientProvider>,
  );

test('every place from which something was not loaded is named', () => {
  const html = said('a.example', 'b.example', 'c.example');
  expect(html).toContain('from a.example and 2 other places were not loaded');
  expect(html).toMatch(/<details.*b\.example.*c\.example.*<\/details>/s);
  expect(said('a.example')).not.toContain('<details');
});
