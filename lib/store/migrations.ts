import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { PostbagSchema } from './schema';

/** Runs inside the one `versionchange` transaction; `migrations[n]` takes a database from version n to n + 1. */
export type Migration = (
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
) => void | Promise<void>;

export type StoreName =
  | 'accounts'
  | 'messages'
  | 'packs'
  | 'dead'
  | 'ledger'
  | 'deletions'
  | 'journal'
  | 'remoteImages'
  | 'senders'
  | 'sessions'
  | 'receivers'
  | 'folders'
  | 'labels'
  | 'rules'
  | 'keeping'
  | 'tidied'
  | 'contacts'
  | 'counters'
  | 'meta'
  | 'searchState'
  | 'searchSegments'
  | 'searchBlocks'
  | 'junkState'
  | 'junkLessons'
  | 'junkBlocks'
  | 'junkVerdicts'
  | 'junkSenders';

/** Never edit an entry that has been released: append. */
export const migrations: readonly Migration[] = [
  createStores,
  addDeletions,
  addFolders,
  addReading,
  addSessions,
  addReceivers,
  addDead,
  addSearch,
  addPlaces,
  addThreads,
  addRules,
  addKeeping,
  addJunk,
  addContacts,
  addUnmet,
  countJunkOut,
];

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

/** The ledger learns where its messages are, and what becomes of them on the server. */
async function addDeletions(
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): Promise<void> {
  const deletions = database.createObjectStore('deletions', { keyPath: ['account', 'uidl'] });
  deletions.createIndex('byAccount', 'account');
  const journal = database.createObjectStore('journal', { keyPath: 'id', autoIncrement: true });
  journal.createIndex('byAccount', ['account', 'id']);
  const records = new Map<string, { id: number; date: number }>();
  const name = (account: string, uidl: string) => `${account}\n${uidl}`;
  for (
    let cursor = await transaction.objectStore('messages').openCursor();
    cursor;
    cursor = await cursor.continue()
  ) {
    const { account, uidl, id, date } = cursor.value;
    records.set(name(account, uidl), { id, date });
  }
  for (
    let cursor = await transaction.objectStore('ledger').openCursor();
    cursor;
    cursor = await cursor.continue()
  ) {
    const { account, uidls, storedAt } = cursor.value;
    await cursor.update({
      ...cursor.value,
      listed: uidls.map(() => -1),
      fingerprints: uidls.map(() => ''),
      ids: uidls.map((uidl) => records.get(name(account, uidl))?.id ?? 0),
      dates: uidls.map((uidl) => records.get(name(account, uidl))?.date ?? storedAt),
    });
  }
}

/** Folders beside the inbox, one account's view of a folder, and stars. Records without a star are in no index of stars. */
function addFolders(
  _database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): void {
  const messages = transaction.objectStore('messages');
  messages.createIndex('byAccountFolder', ['account', 'folder', 'date', 'id']);
  messages.createIndex('byStar', ['star', 'date', 'id']);
}

/** Images that were loaded for a message, and what was chosen for a sender's mail. */
function addReading(database: IDBPDatabase<PostbagSchema>): void {
  const images = database.createObjectStore('remoteImages', { keyPath: 'message' });
  images.createIndex('byAccount', 'account');
  database.createObjectStore('senders', { keyPath: 'who' });
}

/** What the bridge did, session by session. */
function addSessions(database: IDBPDatabase<PostbagSchema>): void {
  const sessions = database.createObjectStore('sessions', { keyPath: 'id', autoIncrement: true });
  sessions.createIndex('byAccount', 'account');
}

/** Who received the account's mail, and says what is to be thought of its senders. */
function addReceivers(database: IDBPDatabase<PostbagSchema>): void {
  database.createObjectStore('receivers', { keyPath: 'account' });
}

/** What lies dead in packs, and which messages live in one: so that packs can be compacted. */
function addDead(
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): void {
  transaction.objectStore('messages').createIndex('byPack', 'pack');
  database.createObjectStore('dead', { keyPath: 'pack' }).createIndex('byAccount', 'account');
}

/** The index of searches. Blocks have no key of their own inside: what they hold is for lib/search alone. */
function addSearch(database: IDBPDatabase<PostbagSchema>): void {
  database.createObjectStore('searchState', { keyPath: 'key' });
  database.createObjectStore('searchSegments', { keyPath: 'id' });
  database.createObjectStore('searchBlocks');
}

/** Folders of the user's own, labels, pins and snoozes. Records without them are in none of the indexes. */
function addPlaces(
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): void {
  database.createObjectStore('folders', { keyPath: 'id' });
  database.createObjectStore('labels', { keyPath: 'id' });
  const messages = transaction.objectStore('messages');
  messages.createIndex('byPin', ['pin', 'date', 'id']);
  messages.createIndex('byLabel', 'labelled', { multiEntry: true });
  messages.createIndex('bySnooze', 'snooze.until');
  messages.createIndex('byUnruled', 'unruled');
}

/** Conversations. Mail that is here already is put together by and by (`putOldTogether`). */
async function addThreads(
  _database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): Promise<void> {
  const messages = transaction.objectStore('messages');
  messages.createIndex('byThread', ['thread', 'folder', 'date', 'id']);
  messages.createIndex('byThreadKey', 'threadKeys', { multiEntry: true });
  messages.createIndex('byTop', ['top', 'date', 'id']);
  messages.createIndex('byAccountTop', ['account', 'top', 'date', 'id']);
  const last = await messages.openKeyCursor(null, 'prev');
  if (last) await transaction.objectStore('meta').put({ key: 'threadless', value: last.key });
}

/** Rules for mail that arrives. */
function addRules(database: IDBPDatabase<PostbagSchema>): void {
  database.createObjectStore('rules', { keyPath: 'id' });
}

/** How long mail stays in single folders and with labels, and what was moved because of it. */
function addKeeping(database: IDBPDatabase<PostbagSchema>): void {
  database.createObjectStore('keeping', { keyPath: 'place' });
  database.createObjectStore('tidied', { keyPath: 'id', autoIncrement: true });
}

/** The junk filter. It judges what arrives from now on, and nothing that is here. */
async function addJunk(
  database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): Promise<void> {
  const state = database.createObjectStore('junkState', { keyPath: 'key' });
  const lessons = database.createObjectStore('junkLessons', { keyPath: 'message' });
  lessons.createIndex('byPending', 'pending');
  lessons.createIndex('byAccount', 'account');
  database.createObjectStore('junkBlocks');
  database.createObjectStore('junkVerdicts', { keyPath: 'message' }).createIndex('byAccount', 'account');
  database.createObjectStore('junkSenders', { keyPath: 'who' });
  const newest = await transaction.objectStore('messages').openKeyCursor(null, 'prev');
  if (newest) await state.put({ key: 'state', through: newest.key });
}

/** Whom mail comes from and goes to. */
function addContacts(database: IDBPDatabase<PostbagSchema>): void {
  const contacts = database.createObjectStore('contacts', { keyPath: 'id' });
  contacts.createIndex('byAddress', 'addresses', { multiEntry: true });
}

/** Mail that made no contacts because it was in Junk. What was passed over before is marked now. */
async function addUnmet(
  _database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): Promise<void> {
  const messages = transaction.objectStore('messages');
  messages.createIndex('byMeet', 'meet');
  const gathered = (await transaction.objectStore('meta').get('gathered'))?.value ?? 0;
  const range = IDBKeyRange.bound(['junk'], ['junk', []]);
  let cursor = await messages.index('byFolder').openCursor(range);
  while (cursor) {
    if (cursor.value.id <= gathered) await cursor.update({ ...cursor.value, unmet: true });
    cursor = await cursor.continue();
  }
}

/** Mail that was counted for contacts before it went to Junk: it counts no longer. */
async function countJunkOut(
  _database: IDBPDatabase<PostbagSchema>,
  transaction: IDBPTransaction<PostbagSchema, StoreName[], 'versionchange'>,
): Promise<void> {
  const range = IDBKeyRange.bound(['junk'], ['junk', []]);
  let cursor = await transaction.objectStore('messages').index('byFolder').openCursor(range);
  while (cursor) {
    if (!cursor.value.unmet) await cursor.update({ ...cursor.value, meet: 2 });
    cursor = await cursor.continue();
  }
}
