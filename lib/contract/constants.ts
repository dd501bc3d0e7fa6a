/** The header that carries K, the browser's half of the split secret (base64url, 32 bytes). */
export const keyHeader = 'x-postbag-key';

/** At most so many messages are asked for in one request; the browser asks again for the rest. */
export const maxWanted = 2_000;

/** At most so many messages are deleted in one session: its proofs have to fit into its time. */
export const maxDeletions = 500;
