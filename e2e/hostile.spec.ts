import { expect, test } from '@playwright/test';
import { corpusFolder } from './support/corpus';
import { escapesInApp } from './torture/support/reading/app';
import { escapes } from './torture/support/reading/chromium';
import { bodyPayloads } from './torture/support/reading/payloads';

test.use({ serviceWorkers: 'allow' });

/** Hostile mail in real Chromium: nothing runs, nothing asks the network, with any one layer of protection gone. */

const folder = corpusFolder();
test.skip(folder === null, 'There is no corpus: set POSTBAG_CORPUS to a folder of test messages.');
test.setTimeout(150_000);

const payloads = (port: number) => bodyPayloads(folder ?? '', port);
const none = { executed: [], loaded: [], dialogs: [], opened: [] };

for (const [layers, words] of [
  ['all', 'as the reader shows it'],
  ['no-sanitiser', 'by the frame alone, without the sanitiser'],
  ['no-frame', 'by the sanitiser alone, without the frame’s policy and with scripts allowed'],
] as const) {
  test(`hostile HTML is held ${words}`, async () => {
    const found = await escapes(payloads, layers);
    expect(found).toMatchObject(none);
    expect(found.payloads).toBeGreaterThan(600);
  });
}

test('without any layer, what gets through is noticed', async () => {
  const few = async (port: number) => {
    const all = await payloads(port);
    return [
      ...all.filter(({ kind }) => kind === 'script').slice(0, 15),
      ...all.filter(({ kind }) => kind === 'load').slice(0, 15),
    ];
  };
  const found = await escapes(few, 'nothing');
  expect(found.executed.length).toBeGreaterThan(5);
  expect(found.loaded.length).toBeGreaterThan(5);
});

// With all of them, and all spoofs of the corpus: `npm run torture -- reading`.
test('hostile text in names, subjects, file names, quotes, parts and links stays text', async () => {
  const found = await escapesInApp(payloads, [], 'few');
  expect(found).toMatchObject(none);
  expect(found.files).toBeGreaterThan(5);
});
