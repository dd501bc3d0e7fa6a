import { writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { storedDigests } from './vault';

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

/** What a person would miss: hashes of the bytes that are there, folders, marks, and how often; in one order. */
export async function mailOf(page: Page): Promise<string[]> {
  const digests = await storedDigests(page);
  const marks = await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const [accounts, records] = [
      await settled(database.transaction('accounts').objectStore('accounts').getAll()),
      await settled(database.transaction('messages').objectStore('messages').getAll()),
    ];
    database.close();
    const address = new Map(accounts.map(({ id, address }) => [id, address as string]));
    return records.map(({ account, uidl, folder, unread, starred = false, date }) => ({
      ...{ uidl: uidl as string, account: address.get(account), folder, unread, starred, date },
    }));
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
export const goBad = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const t = database.transaction(['ledger', 'messages', 'packs', 'meta'], 'readwrite');
    const rows = await settled(t.objectStore('ledger').getAll());
    const gone = new Set<number>();
    for (const { ids, gone: marks = [] } of rows)
      for (const [index, id] of ids.entries()) if (marks[index] > 0) gone.add(id);
    const records = await settled(t.objectStore('messages').getAll());
    const lost = records.find(({ id }) => gone.has(id));
    const listed = records.find(({ id }) => !gone.has(id));
    for (const { pack, offset } of [lost, listed]) {
      const stored = await settled(t.objectStore('packs').get(pack));
      const bytes = new Uint8Array(stored.bytes);
      bytes[offset + 20] = (bytes[offset + 20] ?? 0) ^ 1;
      await settled(t.objectStore('packs').put({ ...stored, bytes: bytes.buffer }));
    }
    for (const key of ['checkedAt', 'checkedUpTo'])
      await settled(t.objectStore('meta').put({ key, value: 0 }));
    database.close();
  });
