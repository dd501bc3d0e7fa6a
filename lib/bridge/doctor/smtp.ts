import 'server-only';
import { cleanWords } from '@/lib/pop3/errors';
import type { SocketWire } from '../socketWire';

/** What answers is no SMTP server, or a broken one. */
export class SmtpBroken extends Error {}

/** A refusal: its number (RFC 5321 §4.2) and the server's words, cleaned. */
export class SmtpRefusal extends Error {
  constructor(
    readonly code: number,
    readonly said: string,
  ) {
    super(`The server refused with ${code}.`);
  }
}

interface Reply {
  code: number;
  lines: string[];
}

/** Longest reply that is read, and its longest line (RFC 5321 §4.5.3.1.5 says 512; servers say more). */
const mostLines = 100;
const longestLine = 2_048;

/**
 * Greets a server for sending and signs in, and that is all: nothing is ever sent through it. Over a wire of ours, so
 * that the guard, the pins and the deadlines are those of everything else that is dialled.
 */
export class SmtpProbe {
  private buffer = Buffer.alloc(0);
  private readonly secrets: string[] = [];
  /** EHLO's lines but the first, upper case. */
  extensions: string[] = [];

  private constructor(private readonly wire: SocketWire) {}

  /** @throws SmtpBroken, SmtpRefusal; what the wire throws: it is closed then. `words`: behind the 220. */
  static async open(wire: SocketWire): Promise<{ probe: SmtpProbe; words: string }> {
    const probe = new SmtpProbe(wire);
    try {
      const { lines } = await probe.reply(220);
      return { probe, words: lines[0] ?? '' };
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  /** RFC 5321 §4.1.1.1. The name says nothing of whom we work for. */
  async ehlo(): Promise<void> {
    const { lines } = await this.ask('EHLO [127.0.0.1]', 250);
    this.extensions = lines.slice(1).map((line) => line.toUpperCase());
  }

  /** RFC 3207. What was announced before counts for nothing afterwards. */
  async startTls(): Promise<void> {
    await this.ask('STARTTLS', 220);
    if (this.buffer.length > 0) throw new SmtpBroken('The server sent more before TLS began.');
    this.extensions = [];
    await this.wire.startTls();
  }

  /** Mechanisms that it announces (RFC 4954 §3). */
  get mechanisms(): string[] {
    const line = this.extensions.find((each) => /^AUTH[ =]/.test(each));
    return line ? line.slice(5).split(' ') : [];
  }

  /**
   * AUTH PLAIN (RFC 4616), LOGIN, or XOAUTH2 with an access token: behind TLS alone, which the caller sees to. XOAUTH2's
   * error comes as a challenge (334), and counts as a refusal like every other reply.
   */
  async auth(mechanism: 'PLAIN' | 'LOGIN' | 'XOAUTH2', username: string, secret: string): Promise<void> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const initial =
      mechanism === 'XOAUTH2'
        ? `user=${username}\x01auth=Bearer ${secret}\x01\x01`
        : `\0${username}\0${secret}`;
    this.secrets.push(secret, base64(secret), base64(initial));
    if (mechanism !== 'LOGIN') {
      await this.ask(`AUTH ${mechanism} ${base64(initial)}`, 235);
      return;
    }
    await this.ask('AUTH LOGIN', 334);
    await this.ask(base64(username), 334);
    await this.ask(base64(secret), 235);
  }

  async noop(): Promise<void> {
    await this.ask('NOOP', 250);
  }

  async quit(): Promise<void> {
    await this.ask('QUIT', 221);
  }

  close(): void {
    this.wire.close();
  }

  private async ask(line: string, expected: number): Promise<Reply> {
    void this.wire.write(Buffer.from(`${line}\r\n`));
    return this.reply(expected);
  }

  private async reply(expected: number): Promise<Reply> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line();
      const [, digits, more, words = ''] = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line.toString('latin1')) ?? [];
      if (digits === undefined) throw new SmtpBroken('What answers is no SMTP server.');
      lines.push(cleanWords(Buffer.from(words, 'latin1'), this.secrets));
      if (lines.length > mostLines) throw new SmtpBroken('The server sends a reply without an end.');
      if (more === '-') continue;
      const code = Number(digits);
      if (code !== expected) throw new SmtpRefusal(code, lines.join(' ').slice(0, 200));
      return { code, lines };
    }
  }

  private async line(): Promise<Buffer> {
    for (;;) {
      const end = this.buffer.indexOf('\n');
      if (end >= 0) {
        const line = this.buffer.subarray(0, end);
        this.buffer = this.buffer.subarray(end + 1);
        return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
      }
      if (this.buffer.length > longestLine) throw new SmtpBroken('The server sends a line without an end.');
      const chunk = await this.wire.read();
      if (!chunk) throw new SmtpBroken('The server hung up.');
      this.buffer = Buffer.concat([this.buffer, chunk]);
    }
  }
}
