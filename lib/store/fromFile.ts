import type { MessageRecord } from './schema';

/**
 * The name of a message that came from a file, and that no server has under a UIDL. A line end stands in it, which no
 * UIDL can have (RFC 1939 §7): nothing that a server lists is ever taken for it. It is in no ledger.
 */
export const nameOfFile = (sha256: string): string => `file\n${sha256}`;

/** The name of a copy that somebody made of a message: no server has it, wherever the message itself came from. */
export const nameOfCopy = (sha256: string): string => `file\ncopy\n${sha256}`;

export const isCopy = ({ uidl }: Pick<MessageRecord, 'uidl'>): boolean => uidl.startsWith('file\ncopy\n');

/** Whether no server is known to have had it. */
export const isFromFile = ({ uidl }: Pick<MessageRecord, 'uidl'>): boolean => uidl.startsWith('file\n');
