import 'server-only';
import { entriesInFrame, type LogEntry, type LogReply } from '@/lib/contract/sessionLog';
import type { Witness } from '@/lib/pop3/witness';

interface Line {
  at: number;
  command: string;
  reply: LogReply;
  sent: number;
  received: number;
  ms: number | null;
}

/** Writes down one request's commands. It is handed to the browser with the answer, and lives no longer than that. */
export class SessionLog implements Witness {
  private begun = performance.now();
  private lines: Line[] = [];
  /** The line whose answer is being read; the one after it is answered next. */
  private answering = -1;

  sent(shown: string, octets: number): void {
    this.lines.push({ at: this.now(), command: shown, reply: 'none', sent: octets, received: 0, ms: null });
  }

  answered(reply: 'ok' | 'refused' | 'challenge', octets: number): void {
    const line = this.lines[this.answering + 1];
    // The greeting answers nothing.
    if (!line) return;
    this.answering += 1;
    line.reply = reply === 'challenge' ? 'continue' : reply;
    this.add(line, octets);
  }

  received(octets: number): void {
    const line = this.lines[this.answering];
    if (line) this.add(line, octets);
  }

  /** A connection is over, and another may follow: what it left unanswered stays so. */
  connectionEnds(): void {
    this.answering = this.lines.length - 1;
  }

  /** The connection goes on for another request, whose times count from now. What came before was taken out. */
  beginAnew(): void {
    this.begun = performance.now();
  }

  /** Takes out what is complete, where that is worth a frame: a session of thousands of commands holds few of them. */
  takeFrames(): LogEntry[][] {
    return this.answering < entriesInFrame ? [] : inFrames(this.take(this.answering));
  }

  /** Takes out all that is left. */
  takeAll(): LogEntry[] {
    return this.take(this.lines.length);
  }

  private take(count: number): LogEntry[] {
    const taken = this.lines.splice(0, count);
    this.answering = Math.max(-1, this.answering - count);
    return taken.map(
      ({ at, command, reply, sent, received, ms }): LogEntry => [at, command, reply, sent, received, ms],
    );
  }

  private add(line: Line, octets: number): void {
    line.received += octets;
    line.ms = this.now() - line.at;
  }

  private now(): number {
    return Math.round(performance.now() - this.begun);
  }
}

/** Entries in portions that fit into a frame. */
export function inFrames(entries: readonly LogEntry[]): LogEntry[][] {
  const portions = [];
  for (let at = 0; at < entries.length; at += entriesInFrame)
    portions.push(entries.slice(at, at + entriesInFrame));
  return portions;
}
