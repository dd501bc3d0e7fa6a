/** The device has no room (QuotaExceededError): nothing of the transaction was written. */
export class StorageFull extends Error {
  override name = 'StorageFull';
}

/** Another tab runs a newer version of Postbag and has changed the database: this tab must reload, never write. */
export class StoreOutdated extends Error {
  override name = 'StoreOutdated';
}

/** Another worker leads now: this one woke up late and must not write. */
export class LeadershipLost extends Error {
  override name = 'LeadershipLost';
}

/** The account was removed from this device while something was being written for it. */
export class AccountGone extends Error {
  override name = 'AccountGone';
}

/** A part of the index was merged away between two reads of one search: search anew. */
export class IndexMoved extends Error {
  override name = 'IndexMoved';
}

/** The bytes of a message are missing or cut short: what is stored on this device is damaged. */
export class MessageDamaged extends Error {
  override name = 'MessageDamaged';
}

/** IndexedDB's errors, in our own terms where the difference matters. */
export function storeError(error: unknown): unknown {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageFull('this device has no room left', { cause: error });
  if (name === 'VersionError')
    return new StoreOutdated('the database is newer than this tab', { cause: error });
  return error;
}
