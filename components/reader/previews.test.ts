import { expect, it } from 'vitest';
import { distinctNames, previewOf } from './previews';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

it.each<[string, string, string, string | null]>([
  ['a.png', 'image/png', '\x89PNG\r\n\x1a\n', 'image/png'],
  ['a.png', 'text/html', '\xff\xd8\xff', 'image/jpeg'],
  ['a.png', 'image/png', '<svg onload="x()"/>', null],
  ['a.svg', 'image/svg+xml', '<svg/>', null],
  ['a.html', 'text/html', '<p>x', null],
  ['a.txt', 'text/plain', '<html><script>', null],
  ['a.pdf', 'application/pdf', '%PDF-1.7', 'pdf'],
  ['a.pdf', 'application/pdf', '<html>', null],
  ['a.mp3', 'audio/mpeg', 'ID3', 'audio/mpeg'],
  ['a.heic', 'image/heic', '\0\0\0\x18ftypheic', null],
  ['a.mp4', 'video/mp4', '\0\0\0\x18ftypisom', 'video/mp4'],
  ['a.txt', 'text/plain', 'gr\xfcn', 'grün'],
  ['a.txt', 'text/plain', 'gr\xc3\xbcn', 'grün'],
  ['README', 'application/octet-stream', 'Read me', 'Read me'],
  ['fix.patch', 'application/octet-stream', 'gr\xfcn wie Gras', 'grün wie Gras'],
  ['README', 'application/octet-stream', 'a\x01\x02', null],
  ['README', 'application/octet-stream', '<html>', null],
  ...['\xff\xf2', '\xff\xf3', '\xff\xfa', '\xff\xfb'].map((mark): [string, string, string, string] => [
    'a',
    'application/octet-stream',
    `${mark}\x90`,
    'audio/mpeg',
  ]),
  ['a.csv', 'text/csv', 'a;b', 'a;b'],
  ['a.txt', 'text/plain', 'a\0b', null],
  ['a.txt', 'text/plain', '', null],
  ['a.exe', 'text/plain', 'echo', null],
])('%s as %s, %j: %s', (name, type, content, expected) => {
  const preview = previewOf(name, { type, bytes: bytes(content) });
  const shown =
    preview && (preview.as === 'text' ? preview.text : preview.as === 'pdf' ? 'pdf' : preview.type);
  expect(shown).toBe(expected);
});

it('long text is cut, and says so, also within a letter', () => {
  const preview = previewOf('a.txt', {
    type: 'text/plain',
    bytes: new TextEncoder().encode(`a${'ü'.repeat(200_000)}`),
  });
  expect(preview).toMatchObject({ as: 'text', cut: true });
  expect(preview?.as === 'text' && preview.text.endsWith('ü')).toBe(true);
});

it('names in an archive are distinct, also where case does not count', () => {
  expect(distinctNames(['a.txt', 'A.txt', 'a.txt', 'b', 'b', '.x'])).toEqual([
    'a.txt',
    'A (2).txt',
    'a (3).txt',
    'b',
    'b (2)',
    '.x',
  ]);
});

it('text is read in the letters that it is declared to be in', () => {
  const preview = previewOf('a.txt', {
    type: 'text/plain',
    bytes: bytes('\xcf\xf0\xe8\xe2\xe5\xf2'),
    charset: 'windows-1251',
  });
  expect(preview).toMatchObject({ as: 'text', text: 'Привет' });
});
