import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderNames, ownLabels } from '@/e2e/support/searchCases';
import { eventCase, type MailCase, queryCase } from '@/e2e/support/searchEvents';
import { runCase, SearchWorld } from '@/e2e/support/searchWorld';
import type { Query } from '@/lib/mail/query';

test('whatever happens, a search finds what reading everything finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(eventCase, { maxLength: 12 }),
      fc.array(queryCase, { minLength: 1, maxLength: 3 }),
      async (events, queries) => {
        expect(await runCase(events, queries)).toBe(null);
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

test('folders, those of one’s own as well, and labels are found by their names, in hidden folders only by these', async () => {
  const world = await SearchWorld.begin();
  await world.happen({
    kind: 'arrive',
    mail: folderNames.map((name, at) => letter(at, name, 'agenda', 'list')),
  });
  for (const [at, folder] of folderNames.entries()) {
    const labels = ownLabels.filter((_, bit) => (at >> bit) % 2 === 1);
    await world.happen({ kind: 'mark', which: [at], folder, unread: false, starred: false, labels });
  }
  await world.settle();
  const compareAll = async () => {
    for (const name of [...folderNames, ...ownLabels]) {
      const named: Query = { kind: 'folder', name };
      expect(await world.compare(named, true)).toBe(null);
      expect(await world.compare({ kind: 'not', part: named }, true)).toBe(null);
    }
    expect(await world.compare({ kind: 'all' }, true)).toBe(null);
  };
  await compareAll();
  // Most of it in a folder whose name a label bears as well.
  const read = { unread: false, starred: false };
  const most = folderNames.map((_, at) => at).slice(2);
  await world.happen({ kind: 'mark', which: most, folder: 'work', ...read, labels: [] });
  await world.happen({ kind: 'mark', which: [0], folder: 'inbox', ...read, labels: ['work'] });
  await compareAll();
});

/** Its subject and text stand in the segment of heads, its file's name in the whole one alone. */
const letter = (at: number, subject: string, body: string, file: string): MailCase => ({
  ...{ account: 'one', date: at * 1_000_000, size: 0, attachments: true },
  texts: { from: ['ada'], to: [], cc: [], subject: [subject], filename: [file], body: [body] },
});

test('the words of deleted mail are out of every block after a day, of heads and of bodies', async () => {
  const world = await SearchWorld.begin();
  const words = async () => {
    const all = await world.words();
    return ['quagga', 'okapi', 'bongo'].filter((word) => all.has(word));
  };
  const mail = Array.from({ length: 20 }, (_, at) => letter(at, 'meeting', 'agenda', 'list'));
  await world.happen({ kind: 'arrive', mail: [letter(20, 'quagga', 'okapi', 'bongo')] });
  await world.happen({ kind: 'arrive', mail });
  // Heads alone: no body was read yet.
  await world.happen({ kind: 'work', steps: 1 });
  expect(await words()).toEqual(['quagga', 'okapi']);
  await world.happen({ kind: 'delete', which: [0] });
  // Found no longer, they stand there until it pays to write the others anew, or the day is over.
  await world.happen({ kind: 'work', steps: 1 });
  expect(await words()).toEqual(['quagga', 'okapi']);
  await world.happen({ kind: 'day' });
  await world.happen({ kind: 'work', steps: 1 });
  expect(await words()).toEqual([]);

  await world.happen({ kind: 'arrive', mail: [letter(21, 'quagga', 'okapi', 'bongo')] });
  await world.settle();
  expect(await words()).toEqual(['quagga', 'okapi', 'bongo']);
  await world.happen({ kind: 'delete', which: [20] });
  await world.settle();
  expect(await words()).toEqual(['quagga', 'okapi', 'bongo']);
  await world.happen({ kind: 'day' });
  await world.settle();
  expect(await words()).toEqual([]);
});
