/** The header that carries K, the browser's half of the split secret (base64url, 32 bytes). */
export const keyHeader = 'x-postbag-key';

/**
 * The header with a random number (128 bits, base64url) that a browser chooses for as long as it runs: the bridge
 * tells by it which streams belong to one browser. It is no secret, names nobody, and opens nothing.
 */
export const browserHeader = 'x-postbag-browser';

/**
 * The header with the epoch of the leader that asks, a whole number: of one browser's leaders the newest has the highest.
 * What an older one left open at the bridge ends for it.
 */
export const leadHeader = 'x-postbag-lead';

/** By so many stored messages a maildrop is recognised. */
export const maxExpected = 50;

/** At most so many messages are asked for in one request; the browser asks again for the rest. */
export const maxWanted = 5_000;

/** At most so many messages are deleted in one session: its proofs have to fit into its time. */
export const maxDeletions = 500;

/** Begins the names that the bridge makes for messages to which the server gives none of their own. */
export const computedName = 'postbag:';
