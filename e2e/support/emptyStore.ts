import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { closeStore } from '@/lib/store/database';

/** A device on which nothing is stored, in Node: what an earlier test left is gone, and its connection closed. */
export async function emptyStore(): Promise<void> {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
}
