import { expect, test } from 'vitest';
import { fingerprintOf } from '@/lib/contract/fingerprint';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { isSameMaildrop } from './sameMaildrop';

const noTop = async () => {
  throw new Pop3Refusal({ class: 'permanent', command: 'TOP', responseCode: null, said: '' });
};
const holding = (...messages: [uidl: string, octets: number][]) => ({
  uidl: async () => messages.map(([uidl], index) => ({ number: index + 1, uidl })),
  list: async () => messages.map(([, octets], index) => ({ number: index + 1, octets })),
  top: noTop,
});
const stored = (...messages: [uidl: string, octets: number][]) =>
  messages.map(([uidl, octets]) => ({ uidl, octets, fingerprint: `print ${uidl}` }));

test.each([
  ['all of it is there', holding(['a', 10], ['b', 20]), stored(['a', 10], ['b', 20]), true],
  [
    'most of it was deleted, and more has come',
    holding(['b', 20], ['c', 5]),
    stored(['a', 9], ['b', 20]),
    true,
  ],
  ['none of it is there', holding(['x', 10], ['y', 20]), stored(['a', 10], ['b', 20]), false],
  [
    'another server counts the same way',
    holding(['1', 7], ['2', 8], ['3', 20]),
    stored(['1', 10], ['2', 20], ['3', 30]),
    false,
  ],
  ['a size was advice, and has changed', holding(['a', 11], ['b', 20]), stored(['a', 10], ['b', 20]), true],
  ['it is empty', holding(), stored(['a', 10]), true],
])('%s', async (_, session, expected, same) => {
  const { length } = await session.list();
  expect(await isSameMaildrop(session, length, expected)).toBe(same);
});

const header = (n: number, extra = '') =>
  Buffer.from(
    `${extra}Message-ID: <${n}@a>\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\nSubject: ${n}\r\n\r\n`,
  );
/** A mailbox that was copied: other names, and a field of the new server's in each header. */
const copied = (...numbers: number[]) => ({
  uidl: async () => numbers.map((n, index) => ({ number: index + 1, uidl: `copy-${n}` })),
  list: async () =>
    numbers.map((n, index) => ({ number: index + 1, octets: header(n, 'X: y\r\n').length + 100 })),
  top: async (number: number, _: number, sink: { data(view: Uint8Array): void }) =>
    sink.data(header(numbers[number - 1] ?? 0, 'X: y\r\n')),
});
const expectedOf = async (...numbers: number[]) =>
  Promise.all(
    numbers.map(async (n) => ({
      uidl: `old-${n}`,
      octets: header(n).length + 100,
      fingerprint: await fingerprintOf(header(n), header(n).length + 100),
    })),
  );

test.each<[string, number[], number[], boolean]>([
  ['copied whole', [1, 2, 3, 4], [4, 3, 2, 1], true],
  ['copied, and as much has come since', [1, 2, 3, 4, 5, 6], [3, 2, 1], true],
  ['copied without the oldest', [3, 4, 5, 6], [6, 5, 4, 3, 2, 1], true],
  ['another’s, with one letter that both were sent', [11, 12, 3, 14], [4, 3, 2, 1], false],
  ['another’s', [11, 12], [2, 1], false],
])('a mailbox with other names: %s', async (_, there, here, same) => {
  expect(await isSameMaildrop(copied(...there), there.length, await expectedOf(...here))).toBe(same);
});

test('messages that nothing recognises prove nothing', async () => {
  const expected = (await expectedOf(1, 2)).map((each) => ({ ...each, fingerprint: '' }));
  expect(await isSameMaildrop(copied(1, 2), 2, expected)).toBe(false);
});
