import { expect, test } from 'vitest';
import { pdfText } from './pdfText';

const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
async function packed(text: string): Promise<string> {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new CompressionStream('deflate'));
  return String.fromCharCode(...new Uint8Array(await new Response(stream).arrayBuffer()));
}
const object = (number: number, dictionary: string, stream?: string) =>
  `${number} 0 obj\n<<${dictionary}>>\n${stream === undefined ? '' : `stream\n${stream}\nendstream\n`}endobj\n`;
const document = (...objects: string[]) => bytesOf(`%PDF-1.7\n${objects.join('')}%%EOF\n`);

test('plain text, in pieces and with escapes; what lies far apart is two words', async () => {
  const page = 'BT /F1 12 Tf (Dear \\(old\\) fr\\151end) Tj T* [(You ha)-20(ve)-400(won)] TJ ET';
  expect(await pdfText(document(object(1, '', page)))).toMatch(/^\s*Dear \(old\) friend You have won\s*$/);
  expect(await pdfText(document(object(1, '/Filter/FlateDecode', await packed(page))))).toContain(
    'You have won',
  );
});

test('fonts whose codes mean what their maps say, by one octet and by two, also when they stand packed', async () => {
  const map = (page: string) =>
    `begincodespacerange <${page}00> <${page}ff> endcodespacerange 1 beginbfchar <${page}01> <0142> endbfchar ` +
    `2 beginbfrange <${page}02> <${page}04> <0061> <${page}07> <${page}08> [<00660066> <0069>] endbfrange`;
  const fonts =
    '5 0 6 33 7 66 <</Type/Font/ToUnicode 2 0 R >>     <</Type/Font/ToUnicode 3 0 R >>     <</A 5 0 R/B 6 0 R>>';
  const first = fonts.indexOf('<<');
  const shown = await packed('/A 9 Tf <0102 0304> Tj /B 9 Tf <010101070108> Tj');
  const found = await pdfText(
    document(
      object(2, '', map('')),
      object(3, '', map('01')),
      object(4, `/Type/ObjStm/N 3/First ${first}/Filter/FlateDecode`, await packed(fonts)),
      object(8, '/Filter/FlateDecode', shown),
    ),
  );
  expect(found.trim()).toBe('łabcłffi');
});

test('what is no document, or is broken, has no words or its beginning', async () => {
  expect(await pdfText(bytesOf('(Dear) Tj'))).toBe('');
  expect(await pdfText(new Uint8Array())).toBe('');
  const page = await packed(`(Dear friend) Tj ${'(more) Tj '.repeat(2_000)}`);
  const whole = document(object(1, '/Filter/FlateDecode', page));
  expect(await pdfText(whole.slice(0, whole.length - 30))).toContain('Dear friend');
  expect(await pdfText(document(object(1, '/Filter/FlateDecode', 'none of it (x) Tj')))).toBe('');
});

test('what is made to take for ever takes a moment', async () => {
  const bomb = await packed('0 '.repeat(8_000_000));
  const hostile = [
    ...['[', '[(', '(', '<', '[1', '/a 1 ', '\\', '[()', '[(a)', '[<>'].map((part) => part.repeat(400_000)),
    'beginbfchar<01><02>'.repeat(50_000),
    'beginbfrange<0000><ffff><0020>'.repeat(30_000),
  ];
  for (const each of hostile)
    await pdfText(document(object(1, '', `${each.slice(0, 400_000)} (x) Tj`), object(2, '/ToUnicode 1 0 R')));
  const late = await packed(`(soon) Tj ${' '.repeat(3_000_000)} (late) Tj`);
  const read = await pdfText(document(object(1, '/FlateDecode', late)));
  expect([read.includes('soon'), read.includes('late')]).toEqual([true, false]);
  await pdfText(document(...Array.from({ length: 40 }, (_, index) => object(index, '/FlateDecode', bomb))));
  await pdfText(bytesOf(`%PDF-${'1 0 obj '.repeat(60_000)}`));
  const last = await pdfText(bytesOf(`%PDF-${'/A 1 0 R '.repeat(50_000)}`));
  // That it comes to an end within the test's time is what is tested.
  expect(last).toBe('');
});
