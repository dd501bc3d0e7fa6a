import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import en from '@/components/i18n/en.json';
import reading from '@/components/i18n/reading.json';
import { RemoteNote } from './RemoteNote';
import type { Remote } from './remoteCount';

const images = {
  loading: { state: 'idle' as const, done: 0, total: 0 },
  sender: { address: '', domain: null },
  always: null,
  load: () => {},
  loadAlways: () => {},
  stopAlways: () => {},
};
const none = { sheets: 0, fonts: 0, media: 0, pages: 0 };
const said = (...hosts: string[]) => saidOf({ images: hosts.length, hosts });
const saidOf = (remote: Partial<Remote>) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ ...en, ...reading }} timeZone="UTC">
      <RemoteNote
        remote={{ images: 0, trackers: 0, others: none, hosts: [], addresses: [], ...remote }}
        images={images}
      />
    </NextIntlClientProvider>,
  );

test('every place from which something was not loaded is named', () => {
  const html = said('a.example', 'b.example', 'c.example');
  expect(html).toContain('from a.example and 2 other places were not loaded');
  expect(html).toMatch(/<details.*b\.example.*c\.example.*<\/details>/s);
  expect(said('a.example')).not.toContain('<details');
});

test('what is no image is named, and nothing is offered for it alone', () => {
  const others = { ...none, sheets: 1, fonts: 2 };
  const html = saidOf({ others, hosts: ['mail.example'] });
  expect(html).toContain('1 style sheet and 2 fonts from mail.example were not loaded.');
  expect(html).not.toContain('<button');
  const all = saidOf({
    images: 3,
    trackers: 1,
    others,
    hosts: ['mail.example'],
    addresses: ['https://mail.example/a'],
  });
  expect(all).toContain(
    '3 images, 1 tracking pixel, 1 style sheet, and 2 fonts from mail.example were not loaded.',
  );
  expect(all).toContain('Load images');
  expect(saidOf({ others: { ...none, media: 1 }, hosts: ['m.example'] })).toContain(
    '1 video or sound from m.example was',
  );
});
