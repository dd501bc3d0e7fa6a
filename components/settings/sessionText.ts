import type { LogEntry } from '@/lib/contract/sessionLog';
import type { SessionRecord } from '@/lib/store/schema';

/** A session as text, to be sent to somebody who helps: a line a command, without the account's host. */
export function sessionText({ at, purpose, code, entries }: SessionRecord): string {
  const head = `${new Date(at).toISOString()} ${purpose}${code === null ? '' : ` (${code})`}`;
  return `${head}\n${commandLines(entries)}`;
}

const answers = { ok: '+OK', refused: '-ERR', continue: '+', none: '(no answer)' };

/** Commands with their answers, octets there and back and times, a line each. */
export function commandLines(entries: readonly LogEntry[]): string {
  const lines = entries.map(
    ([after, command, reply, sent, received, ms]) =>
      `${(after / 1000).toFixed(3).padStart(9)} s  ${command}  ${answers[reply]}  ${sent} > ${received} <${ms === null ? '' : `  ${ms} ms`}\n`,
  );
  return lines.join('');
}
