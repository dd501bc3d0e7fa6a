import type { Page } from '@playwright/test';
import type { IndexNames, StoreKey, StoreNames, StoreValue } from 'idb';
import type { PostbagSchema as Schema } from '@/lib/store/schema';

/** The database of the app, read and changed in its page without the app's own code. */

type Name = StoreNames<Schema>;

/** A store within one transaction. */
interface Store<N extends Name> {
  all(index?: IndexNames<Schema, N>): Promise<StoreValue<Schema, N>[]>;
  get(key: StoreKey<Schema, N>): Promise<StoreValue<Schema, N> | undefined>;
  put(record: StoreValue<Schema, N>): Promise<unknown>;
  count(): Promise<number>;
}

/** Begins a transaction; without `mode` it reads alone. */
type Begin = <N extends Name>(stores: N[], mode?: 'readwrite') => { [K in N]: Store<K> };

/**
 * Gives what `work` gives, once all that it wrote is on the disk. It runs in the page: it closes over nothing, and what
 * it is given and gives is JSON. To open a database that is not there makes an empty one, and the app would find it
 * without its stores: where that may be, ask `databaseExists` first.
 */
export function inDatabase<T, G = undefined>(
  page: Page,
  work: (begin: Begin, given: G) => Promise<T>,
  given?: G,
): Promise<T> {
  // tsx marks functions that have names, by one that the page does not know.
  const marks = 'const __name = (named) => named;';
  return page.evaluate<T>(`(() => { ${marks} return (${inPage})(${work}, ${JSON.stringify(given)}); })()`);
}

async function inPage<T, G>(work: (begin: Begin, given: G) => Promise<T>, given: G): Promise<T> {
  const settled = <R>(request: IDBRequest<R>) =>
    new Promise<R>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('postbag'));
  const written: Promise<unknown>[] = [];
  const begin = (names: string[], mode: 'readonly' | 'readwrite' = 'readonly') => {
    const transaction = database.transaction(names, mode, { durability: 'strict' });
    if (mode === 'readwrite')
      written.push(
        new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        }),
      );
    const stores = names.map((name) => {
      const store = transaction.objectStore(name);
      const all = (index?: string) => settled((index ? store.index(index) : store).getAll());
      const get = (key: IDBValidKey) => settled(store.get(key));
      const put = (record: unknown) => settled(store.put(record));
      return [name, { all, get, put, count: () => settled(store.count()) }];
    });
    return Object.fromEntries(stores);
  };
  try {
    const result = await work(begin as Begin, given);
    await Promise.all(written);
    return result;
  } finally {
    database.close();
  }
}

export const databaseExists = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === 'postbag');
  });
