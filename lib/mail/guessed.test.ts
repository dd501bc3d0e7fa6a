import { expect, it } from 'vitest';
import { guessed } from './guessed';

it.each([
  ['Gr\xc3\xbc\xc3\x9fe', '', 'Grüße'],
  ['Gr\xc3\xbc\xc3\x9fe', 'iso-8859-1', 'Grüße'],
  ['Gr\xfc\xdfe', '', 'Grüße'],
  ['\xcf\xf0\xe8\xe2\xe5\xf2', 'windows-1251', 'Привет'],
  ['\xcf', 'x-unheard-of', 'Ï'],
  ['\x1b$B$3\x1b(B', 'iso-2022-jp', 'こ'],
  ['plain', 'us-ascii', 'plain'],
])('%j as %j', (octets, declared, text) => {
  expect(
    guessed(
      Uint8Array.from(octets, (letter) => letter.charCodeAt(0)),
      declared,
    ),
  ).toBe(text);
});
