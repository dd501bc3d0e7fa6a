import { expect, test } from 'vitest';
import { allowedAttributes, allowedHref, allowedTags } from './allowed';

test.each([
  'https://x.example/',
  'HTTP://x.example',
  ' mailto:a@x.example',
  '#part-2',
  'ht\ntps://x.example',
])('%j may be followed', (href) => {
  expect(allowedHref(href)).toBe(true);
});

test.each([
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' \u0001javascript:x',
  'data:text/html,x',
  'vbscript:x',
  'blob:x',
  '/mail?message=1',
  '//x.example',
  'page.html',
  '',
  'https:evil',
  'h ttps://x.example/',
  'https:/\t/',
  'file:///etc/passwd',
  'about:blank',
  'tel:112',
])('%j may not', (href) => {
  expect(allowedHref(href)).toBe(false);
});

test('nothing that runs, loads, submits or embeds is on the list', () => {
  for (const tag of 'script svg math form input button select textarea link base meta object embed iframe frame audio video source template slot'.split(
    ' ',
  )) {
    expect(allowedTags).not.toContain(tag);
  }
  for (const name of 'onload onerror action formaction poster ping target rel cite longdesc srcdoc data xlink:href is slot'.split(
    ' ',
  )) {
    expect(allowedAttributes).not.toContain(name);
  }
});
