/**
 * Somebody who watches an exchange: what is sent, and what comes back, in order. Learns commands as they may be shown,
 * never as they are.
 */
export interface Witness {
  /** `octets`: of the line as it was sent. */
  sent(shown: string, octets: number): void;
  /** The status line of the oldest command that had none. The greeting's comes before any command. */
  answered(reply: 'ok' | 'refused' | 'challenge', octets: number): void;
  /** More of that answer. */
  received(octets: number): void;
}

/** Stands for a secret, however long that is. */
export const masked = '********';
