import { expect, it } from 'vitest';
import { tnefFiles } from './tnef';

const u16 = (value: number) => [value & 255, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const letters = (words: string) => [...new TextEncoder().encode(words)];
const attribute = (level: number, id: number, data: number[]) => [
  ...[level, ...u16(id), ...u16(0), ...u32(data.length), ...data, ...u16(0)],
];
const stream = (...attributes: number[][]) =>
  new Uint8Array([...u32(0x223e9f78), ...u16(1), ...attributes.flat()]);
const utf16 = (words: string) => [...words].flatMap((letter) => u16(letter.charCodeAt(0)));
const value = (data: number[]) => [...u32(data.length), ...data, ...Array(-data.length & 3).fill(0)];

const file = (title: string, data: string) => [
  attribute(2, 0x9002, [1]),
  attribute(2, 0x8010, [...letters(title), 0]),
  attribute(2, 0x800f, letters(data)),
];

it('files with their short names', () => {
  const { files, whole } = tnefFiles(stream(...file('A.TXT', 'one'), ...file('B.TXT', 'two')));
  expect(whole).toBe(true);
  expect(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ['A.TXT', 'one'],
    ['B.TXT', 'two'],
  ]);
});

it('long names, types and content ids among other properties', () => {
  const properties = attribute(2, 0x9005, [
    ...u32(4),
    ...[...u16(0x03), ...u16(0x3705), ...u32(1)],
    // A property that is named by a word, and a list of two.
    ...[...u16(0x1003), ...u16(0x8001), ...Array(16).fill(7), ...u32(1), ...value(utf16('abc'))],
    ...[...u32(2), ...u32(5), ...u32(6)],
    ...[...u16(0x1f), ...u16(0x3707), ...u32(1), ...value([...utf16('Träume.txt'), 0, 0])],
    ...[...u16(0x1e), ...u16(0x370e), ...u32(1), ...value([...letters('Text/Plain'), 0])],
  ]);
  const { files } = tnefFiles(stream(...file('TRUME~1.TXT', 'x'), properties));
  expect(files[0]).toMatchObject({ name: 'Träume.txt', type: 'text/plain', contentId: '' });
});

it('a stream that is cut gives the files before, and is not whole', () => {
  const all = stream(...file('A.TXT', 'one'), ...file('B.TXT', 'two'));
  for (let length = 0; length < all.length; length += 1) {
    const { files, whole } = tnefFiles(all.slice(0, length));
    expect(files.length).toBeLessThanOrEqual(2);
    if (length < all.length - 2 && whole) expect(files).toHaveLength(1);
  }
});

it('lengths beyond the end, and what is no such stream, are nothing', () => {
  expect(tnefFiles(new Uint8Array(0))).toMatchObject({ files: [], whole: false, body: false });
  expect(tnefFiles(new TextEncoder().encode('hello, world'))).toMatchObject({
    files: [],
    whole: false,
    body: false,
  });
  expect(tnefFiles(stream([2, ...u16(0x800f), ...u16(0), ...u32(0xffffffff)])).files).toEqual([]);
  const endless = attribute(2, 0x9005, [
    ...u32(1),
    ...u16(0x101e),
    ...u16(0x3707),
    ...u32(0xffffffff),
    ...u32(0),
  ]);
  expect(tnefFiles(stream(...file('A.TXT', 'one'), endless)).files).toHaveLength(1);
});
