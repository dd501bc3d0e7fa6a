/** Limits on what comes from files, which are as hostile as servers. */

/** What the browser can hold and hash in one piece; the sync takes no larger message either. */
export const maxMessageOctets = 256 * 1024 * 1024;
/** Ten times the largest mailbox that is known to have been tried; each entry costs some 1 KB of memory. */
export const maxEntries = 2_000_000;
/** Entries may say that they unpack to so many times the file's size, and a little for small files; mail packs 3:1. */
export const maxInflation = 100;
export const freeInflation = 64 * 1024 * 1024;
/** One line of the manifest: a message with its path and its row of the ledger takes some 500 octets. */
export const maxManifestLine = 256 * 1024;
/** Its first line holds the accounts, 500 folders and labels, 200 rules and 100 searches. */
export const maxManifestHead = 16 * 1024 * 1024;
/** A whole manifest: two million messages. */
export const maxManifestOctets = 1024 * 1024 * 1024;
/** Where neither a file on the disk nor the browser's private files are to be had, an export is built in memory. */
export const maxMemoryOctets = 500 * 1024 * 1024;
