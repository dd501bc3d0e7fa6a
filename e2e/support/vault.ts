import type { Page } from '@playwright/test';

export interface StoredDigest {
  uidl: string;
  /** As the record says it, hexadecimal. */
  claimed: string;
  /** Of the bytes that are in the pack, hexadecimal. */
  actual: string;
  size: number;
  subject: string;
}

/**
 * Reads every message of the page's IndexedDB from its pack and hashes it again: what is really on the disk, without
 * the app's own code. Sorted by UIDL. An app that has stored nothing yet gives none.
 */
export async function storedDigests(page: Page): Promise<StoredDigest[]> {
  if (!(await exists(page))) return [];
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const known = await settled(database.transaction('messages').objectStore('messages').getAll());
    const packs = new Map<number, ArrayBuffer>();
    const digests = [];
    known.sort((a, b) => a.pack - b.pack);
    for (const { id } of known) {
      // Record and pack in one transaction: packs are rewritten meanwhile, and what was in them stands elsewhere then.
      const transaction = database.transaction(['messages', 'packs'], 'readonly');
      const message = await settled(transaction.objectStore('messages').get(id));
      if (!message) continue;
      let bytes = packs.get(message.pack);
      if (!bytes) {
        const pack = await settled(transaction.objectStore('packs').get(message.pack));
        bytes = pack.bytes as ArrayBuffer;
        packs.clear();
        packs.set(message.pack, bytes);
      }
      const view = new Uint8Array(bytes, message.offset, message.size);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', view));
      digests.push({
        uidl: message.uidl as string,
        claimed: message.sha256 as string,
        actual: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
        size: message.size as number,
        subject: message.envelope.subject as string,
      });
    }
    database.close();
    return digests.sort((a, b) => (a.uidl < b.uidl ? -1 : 1));
  });
}

/** When the last round of the first account was concluded, ms. */
export const checkedAt = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const [account] = await settled(database.transaction('accounts').objectStore('accounts').getAll());
    database.close();
    return Number(account?.checkedAt ?? 0);
  });

/** Subjects by the id that stands in a message's link. */
export async function storedSubjects(page: Page): Promise<Map<string, string>> {
  return new Map((await storedNames(page)).map(({ id, subject }) => [id, subject]));
}

/** UIDLs by the same. */
export async function storedUidls(page: Page): Promise<Map<string, string>> {
  return new Map((await storedNames(page)).map(({ id, uidl }) => [id, uidl]));
}

/** (Without named functions inside: tsx would mark them, in vain.) */
function storedNames(page: Page): Promise<{ id: string; uidl: string; subject: string }[]> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('postbag');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const request = database.transaction('messages').objectStore('messages').getAll();
    const records = await new Promise<typeof request.result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).finally(() => database.close());
    return records.map(({ id, uidl, envelope }) => ({ id: String(id), uidl, subject: envelope.subject }));
  });
}

/** How many messages are stored: quick, for polling. */
export async function storedCount(page: Page): Promise<number> {
  if (!(await exists(page))) return 0;
  return page.evaluate(async () => {
    const opening = indexedDB.open('postbag');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const request = database.transaction('messages').objectStore('messages').count();
    return new Promise<number>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).finally(() => database.close());
  });
}

/** To open a database that is not there would make an empty one, and the app would find it without its stores. */
function exists(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === 'postbag');
  });
}
