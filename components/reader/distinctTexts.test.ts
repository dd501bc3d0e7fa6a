import { expect, it } from 'vitest';
import { distinctTexts } from './distinctTexts';

const file = (name: string, text: string) => {
  const bytes = new TextEncoder().encode(text);
  return { name, type: '', size: bytes.byteLength, contentId: '', bytes };
};

it('a file that came twice is read once, however its lines end', () => {
  const files = [
    file('a', 'BEGIN:X\r\nEND:X\r\n'),
    file('b', 'BEGIN:X\nEND:X\n'),
    file('c', 'BEGIN:Y\nEND:Y'),
  ];
  expect(distinctTexts(files).map(({ attachment: { name } }) => name)).toEqual(['a', 'c']);
});
