import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { PostbagSchema } from './schema';

/** Runs inside the one `versionchange` transaction; `migrations[n]` takes a database from version n to n + 1. */
export type Migration = (
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
) => void | Promise<void>;

export type StoreName = 'accounts' | 'messages' | 'packs' | 'ledger' | 'counters' | 'meta';

/** Never edit an entry that has been released: append. */
export const migrations: readonly Migration[] = [createStores];

function createStores(database: IDBPDatabase<PostbagSchema>): void {
  database.createObjectStore('accounts', { keyPath: 'id' });
  const messages = database.createObjectStore('messages', { keyPath: 'id' });
  messages.createIndex('byFolder', ['folder', 'date', 'id']);
  messages.createIndex('byAccount', 'account');
  const packs = database.createObjectStore('packs', { keyPath: 'id' });
  packs.createIndex('byAccount', 'account');
  const ledger = database.createObjectStore('ledger', { keyPath: 'id' });
  ledger.createIndex('byAccount', 'account');
  database.createObjectStore('counters', { keyPath: ['account', 'folder'] });
  database.createObjectStore('meta', { keyPath: 'key' });
}
