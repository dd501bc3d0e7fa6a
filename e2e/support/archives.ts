import { writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { inDatabase } from './database';
import { storedDigests, turnBit } from './vault';

/** Copies of mail, made, checked and brought back as a person does it. */

/** Without the dialog for files, which nobody can press here, a browser hands the copy over as a download. */
export const withoutPicker = (page: Page) =>
  page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));

export async function openCopies(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/mail?settings=storage`);
  await expect(page.getByRole('button', { name: 'Save a copy…' })).toBeVisible();
}

export const told = (page: Page): Locator => page.getByRole('region', { name: 'Copying' });

/** Saves a copy of what is chosen on the screen to `path`. */
export async function saveCopy(page: Page, path: string, form: 'ZIP of .eml files' | 'mbox'): Promise<void> {
  await page.getByText(form, { exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a copy…' }).click();
  await (await download).saveAs(path);
  await expect(told(page)).toContainText('saved');
}

/** Checks the copy and gives what is said of it. */
export async function checkCopy(page: Page, path: string): Promise<string> {
  await page.getByLabel('Choose a copy to check…').setInputFiles(path);
  return ending(page);
}

/** Brings files in and gives what is said of it. */
export async function bringIn(page: Page, paths: string | string[]): Promise<string> {
  await page.getByLabel('Choose files…').setInputFiles(paths);
  return ending(page);
}

async function ending(page: Page): Promise<string> {
  const close = told(page).getByRole('button', { name: 'Close' });
  await expect(close).toBeVisible({ timeout: 60_000 });
  const text = (await told(page).textContent()) ?? '';
  await close.click();
  return text;
}

/**
 * What a person would miss: hashes of the bytes that are there, folders, labels, marks, when what is snoozed comes back,
 * and how often; in one order. Places go by their names: another device numbers them anew.
 */
export async function mailOf(page: Page): Promise<string[]> {
  const digests = await storedDigests(page);
  const marks = await inDatabase(page, async (begin) => {
    const { accounts, folders, labels, messages } = begin(['accounts', 'folders', 'labels', 'messages']);
    const address = new Map((await accounts.all()).map(({ id, address }) => [id, address]));
    const places = [...(await folders.all()), ...(await labels.all())];
    const names = new Map<string, string>(places.map(({ id, name }) => [id, name]));
    const place = (id: string) => names.get(id) ?? id;
    return (await messages.all()).map(({ account, folder, labels = [], snooze, ...record }) => {
      const { uidl, unread, starred = false, pinned = false, date } = record;
      return {
        ...{ uidl, account: address.get(account), folder: place(folder), unread, starred, pinned, date },
        labels: labels.map(place).sort(),
        snooze: snooze ? { ...snooze, from: place(snooze.from) } : null,
      };
    });
  });
  const actual = new Map(digests.map((each) => [each.uidl, each.actual]));
  return marks.map((mark) => JSON.stringify({ ...mark, hash: actual.get(mark.uidl) })).sort();
}

/** Changes one octet of a file. */
export async function damage(bytes: Buffer, at: number, path: string): Promise<void> {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x20;
  await writeFile(path, changed);
}

/**
 * On the disk one bit turns over in the message that has left its server, and in one that has not; the last background
 * check was long ago.
 */
export async function goBad(page: Page): Promise<void> {
  const bad = await inDatabase(page, async (begin) => {
    const { ledger, messages } = begin(['ledger', 'messages']);
    const gone = new Set<number>();
    for (const { ids, gone: marks = [] } of await ledger.all())
      for (const [index, id] of ids.entries()) if ((marks[index] ?? 0) > 0) gone.add(id);
    const ids = (await messages.all()).map(({ id }) => id);
    return [ids.find((id) => gone.has(id)), ids.find((id) => !gone.has(id))];
  });
  for (const id of bad) await turnBit(page, id, 20);
  await inDatabase(page, async (begin) => {
    const { meta } = begin(['meta'], 'readwrite');
    for (const key of ['checkedAt', 'checkedUpTo'] as const) await meta.put({ key, value: 0 });
  });
}
