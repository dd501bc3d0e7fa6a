import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { announceHere } from './changes';
import { StoreOutdated, storeError } from './errors';
import { type Migration, migrations, type StoreName } from './migrations';
import type { PostbagSchema } from './schema';

export type Database = IDBPDatabase<PostbagSchema>;
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<PostbagSchema, StoreName[], Mode>;

const databaseName = 'postbag';
let opening: Promise<Database> | null = null;
let outdated = false;

/** Opens a database at the version that the list of migrations ends with. Exported for the tests of migrations. */
export async function openDatabase(name: string, steps: readonly Migration[]): Promise<Database> {
  const database = await openDB<PostbagSchema>(name, steps.length, {
    async upgrade(db, from, _to, transaction) {
      for (const step of steps.slice(from)) await step(db, transaction);
    },
    // A newer version wants the database: an old tab lets go at once and never writes again.
    blocking() {
      outdated = true;
      database.close();
      announceHere({ kind: 'outdated' });
    },
    terminated() {
      opening = null;
    },
  });
  return database;
}

function connect(): Promise<Database> {
  if (outdated) return Promise.reject(new StoreOutdated('the database is newer than this tab'));
  opening ??= openDatabase(databaseName, migrations).catch((error: unknown) => {
    opening = null;
    const known = storeError(error);
    if (known instanceof StoreOutdated) {
      outdated = true;
      announceHere({ kind: 'outdated' });
    }
    throw known;
  });
  return opening;
}

/**
 * The only door to IndexedDB. Runs `work` in one transaction and resolves with its result when the transaction is
 * complete, on the disk where it writes (strict durability); rejects, with nothing written, when anything in it fails.
 * `work` must await nothing but requests of the transaction itself: IndexedDB ends it otherwise.
 *
 * @throws StorageFull, StoreOutdated, or what `work` threw
 */
export async function tx<Mode extends 'readonly' | 'readwrite', Result>(
  stores: StoreName[],
  mode: Mode,
  work: (transaction: Transaction<Mode>) => Promise<Result>,
): Promise<Result> {
  const database = await connect();
  let transaction: Transaction<Mode>;
  try {
    transaction = database.transaction(stores, mode, { durability: 'strict' });
  } catch (error) {
    throw storeError(error);
  }
  // The promise must never be left without a handler: an abort rejects it even while `work` is still running.
  const complete = transaction.done.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  let result: Result;
  try {
    result = await work(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // Already aborted by the failure itself.
    }
    const failed = await complete;
    throw storeError(isAbort(error) && failed ? failed.error : error);
  }
  transaction.commit?.();
  const failed = await complete;
  if (failed) throw storeError(failed.error);
  return result;
}

/** A request that failed because its transaction was aborted tells nothing: the transaction's own error does. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Closes the connection: for tests, and before a reload. */
export async function closeStore(): Promise<void> {
  const database = await opening?.catch(() => null);
  database?.close();
  opening = null;
  outdated = false;
}
