/**
 * What the bridge did on somebody's behalf: every POP3 command that it sent, with its secrets masked where they entered
 * it. Comes with every answer about an account, failures included, and stays with the browser.
 */

/** `continue`: a challenge, to which more was sent. `none`: no answer came, or none was waited for. */
export type LogReply = 'ok' | 'refused' | 'continue' | 'none';

const replies: readonly LogReply[] = ['ok', 'refused', 'continue', 'none'];

export type LogEntry = readonly [
  /** Milliseconds since the request arrived. */
  at: number,
  /** The line without its end; what is secret in it is `********`. */
  command: string,
  reply: LogReply,
  /** Octets of the command, and of the whole answer. */
  sent: number,
  received: number,
  /** Milliseconds from sending to the answer's end; null with `none`. */
  ms: number | null,
];

/** So many entries in one frame or less: with the longest command they stay under a frame's limit. */
export const entriesInFrame = 256;

/** Entries as they were read; those that are none are left out. By hand, as everything that the browser checks. */
export function toLogEntries(value: unknown): LogEntry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown): LogEntry[] => {
    if (!Array.isArray(entry)) return [];
    const [at, command, reply, sent, received, ms] = entry as unknown[];
    const known = replies.find((each) => each === reply);
    return isCount(at) &&
      typeof command === 'string' &&
      known !== undefined &&
      isCount(sent) &&
      isCount(received) &&
      (ms === null || isCount(ms))
      ? [[at, command, known, sent, received, ms]]
      : [];
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
