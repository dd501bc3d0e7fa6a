import { expect, test } from 'vitest';
import { pixels, placeholder, placeholderBegins } from './placeholder';

const svg = (address: string) => {
  expect(address).toMatch(/^data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+$/);
  return Buffer.from(address.split(',')[1] ?? '', 'base64').toString('utf8');
};

test('the box has the picture’s size and its description', () => {
  expect(svg(placeholder('Open studio', 600, 200))).toContain('width="600" height="200"');
  expect(placeholder('Open studio', 600, 200).startsWith(placeholderBegins)).toBe(true);
  expect(svg(placeholder('  开放\n工作室 ', 600, 200))).toContain('>开放 工作室</text>');
});

test('a description that does not fit is cut, and left out where there is no room', () => {
  expect(svg(placeholder('a very long description of a picture', 120, 40))).toContain(
    '>a very long de…</text>',
  );
  expect(svg(placeholder('description', 20, 20))).toContain('></text>');
  expect(svg(placeholder('description', 300, 8))).toContain('></text>');
});

test('nothing of the sender’s becomes markup', () => {
  const text = svg(placeholder('</text><script>alert(1)</script>&\u0000\ud83d', 900, 90));
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;/text&gt;&lt;script&gt;');
  expect([...text].filter((letter) => letter < ' ' || letter === '\ufffd')).toEqual([]);
});

test('lengths', () => {
  expect(pixels('600', '', 'width')).toBe(600);
  expect(pixels('600px', 'max-width: 10px; width:300px', 'width')).toBe(300);
  expect(pixels('100%', '', 'width')).toBeNull();
  expect(pixels(null, 'height:50%', 'height')).toBeNull();
  expect(pixels('99999', '', 'width')).toBe(2000);
});

test.each([' ', '1', '1.1 ', '\n'])('a length of a megabyte of %j does not hang', (part) => {
  const long = part.repeat(1_000_000 / part.length);
  const start = performance.now();
  expect(pixels(` 1${long}x`, `width:${long}`, 'width')).toBeNull();
  placeholder(long, null, null);
  expect(performance.now() - start).toBeLessThan(5_000);
});
