import { expect, it } from 'vitest';
import { cleanAddress } from './cleanAddress';

it.each([
  ['ht\ttps://x.example/', 'https://x.example/'],
  ['https:\r\n//x.example/a b', 'https://x.example/a b'],
  ['\u0000 \u0001https://x.example/\u001f \n', 'https://x.example/'],
  [' \t ', ''],
  ['#part', '#part'],
])('%j is read as %j, as the URL parser reads it', (href, read) => {
  expect(cleanAddress(href)).toBe(read);
  const url = (address: string) => new URL(address, 'https://here.example/').href;
  expect(url(href)).toBe(url(read));
});

it('a megabyte of spaces does not hang', () => {
  const start = performance.now();
  cleanAddress(`a${' '.repeat(1_000_000)}b${' \t'.repeat(500_000)}`);
  expect(performance.now() - start).toBeLessThan(1_000);
});
