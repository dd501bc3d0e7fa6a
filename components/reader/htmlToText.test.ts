import { expect, test } from 'vitest';
import { htmlToText } from './htmlToText';

test('words, lines and entities', () => {
  expect(
    htmlToText(
      '<head><title>x</title></head><style>p{}</style><p>Hi &amp; <b>hello</b>,</p>\n<p>one<br>two&nbsp;&#8364;</p><!-- no -->',
    ),
  ).toBe('Hi & hello,\none\ntwo €');
});

test('an entity is decoded once', () => {
  expect(htmlToText('&amp;lt;b&amp;gt; &#0; &#9999999;')).toBe('&lt;b&gt;');
});

test('a megabyte of opened tags does not hang', () => {
  const start = performance.now();
  htmlToText('<style>'.repeat(150_000));
  htmlToText('<!--'.repeat(250_000));
  htmlToText('<'.repeat(1_000_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('a megabyte of spaces that do not end a line does not hang', () => {
  const start = performance.now();
  expect(htmlToText(`a${'\u00a0'.repeat(1_000_000)}b`)).toMatch(/^a/);
  expect(htmlToText('<p>a&nbsp;</p>'.repeat(70_000))).toMatch(/^a\na\n/);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('letters that grow in lower case', () => {
  const html = '<title>İNDİRİM BAŞLADI</title></head><body style="margin:0"><p>Merhaba';
  expect(htmlToText(html)).toBe('Merhaba');
  expect(htmlToText('İİİİ<style>p{}</style><p>bir</p>iki')).toBe('İİİİbir\niki');
});
