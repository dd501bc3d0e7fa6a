import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArchiveProblem } from './errors';
import { mboxEntry, readMbox, toWire } from './mbox';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (message: Uint8Array) => Buffer.from(message).toString('latin1');

/** A file in pieces of the given lengths, over and over. */
function stream(
  file: Uint8Array,
  lengths: readonly number[] = [file.length || 1],
): ReadableStream<Uint8Array> {
  let [at, turn] = [0, 0];
  return new ReadableStream({
    pull(controller) {
      if (at >= file.length) return controller.close();
      const length = lengths[turn++ % lengths.length] ?? 1;
      controller.enqueue(file.slice(at, at + length));
      at += length;
    },
  });
}

async function read(file: string, lengths?: number[]): Promise<string[]> {
  const found: string[] = [];
  for await (const message of readMbox(stream(bytes(file), lengths))) found.push(text(message));
  return found;
}

const written = (...messages: string[]) =>
  messages.flatMap((message) => mboxEntry(bytes(message), 0).map(text)).join('');

const word = fc.constantFrom(
  'From ',
  '>From ',
  '>>From ',
  '>',
  'From',
  'F',
  ' ',
  'a',
  'é',
  '\r',
  '\n',
  '\r\n',
  '\0',
);
const hostile = fc.array(word, { maxLength: 30 }).map((parts) => parts.join(''));
const separatorLike = fc.constantFrom(
  'From x Thu Jan  1 10:00:00 2026\n',
  'From - 10:00\r\n',
  '\r\n',
  '\n',
  'x\n',
);
const message = fc.oneof(
  hostile,
  fc.array(fc.oneof(separatorLike, word), { maxLength: 20 }).map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 60 }).map(text),
);

test('what is written is read again octet by octet, in whatever pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      async (messages, lengths) => {
        expect(await read(written(...messages), lengths)).toEqual(messages);
      },
    ),
    { numRuns: 500 },
  );
});

test('the format is the one that other programs read', () => {
  expect(written('A: b\r\n\r\nFrom here\r\n>From there\r\n')).toBe(
    'From postbag@localhost Thu Jan  1 00:00:00 1970\r\nA: b\r\n\r\n>From here\r\n>>From there\r\n\r\n',
  );
});

test.each<[string, string, string[]]>([
  [
    'mboxo',
    'From a@b Fri Jul  8 12:08:34 2011\nS: 1\n\n>From me\n\nFrom - Sat Jul  9 12:08:34 2011\nS: 2\n',
    ['S: 1\r\n\r\nFrom me\r\n', 'S: 2\r\n'],
  ],
  [
    'a Content-Length that lies',
    'From a@b Fri Jul  8 12:08:34 2011\nContent-Length: 9999\n\nx\n\nFrom a@b Fri Jul  8 12:08:34 2011\nS: 2\n\n',
    ['Content-Length: 9999\r\n\r\nx\r\n', 'S: 2\r\n'],
  ],
  [
    'prose that begins with From',
    'From a@b Fri Jul  8 12:08:34 2011\nS: 1\n\nHi.\n\nFrom now on all is well\n\n',
    ['S: 1\r\n\r\nHi.\r\n\r\nFrom now on all is well\r\n'],
  ],
  ['Takeout', 'From 16@xxx Fri Jul 08 12:08:34 +0000 2011\r\nS: 1\r\n\r\nx\r\n\r\n', ['S: 1\r\n\r\nx\r\n']],
  ['a file cut inside a line', 'From a@b Fri Jul  8 12:08:34 2011\nS: 1\n\nhal', ['S: 1\r\n\r\nhal']],
  ['empty lines in front', '\n\nFrom a@b Fri Jul  8 12:08:34 2011\nS: 1\n', ['S: 1\r\n']],
  ['nothing', '', []],
])('%s', async (_, file, messages) => {
  expect(await read(file)).toEqual(messages);
});

test('what is no mbox is refused', async () => {
  await expect(read('Hello\nFrom a@b Fri Jul  8 12:08:34 2011\n')).rejects.toThrow(ArchiveProblem);
});

test('line ends of the wire', () => {
  expect(text(toWire(bytes('a\nb\r\n\n')))).toBe('a\r\nb\r\n\r\n');
  expect(text(toWire(bytes('')))).toBe('');
});

test('whoever stops early lets go of the file', async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes(written('S: 1\r\n'))),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _ of readMbox(endless)) break;
  expect(cancelled).toBe(true);
});
