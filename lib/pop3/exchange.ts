import type { Command } from './commands';
import { cleanWords, Pop3ArgumentError, Pop3Closed, type Pop3Refusal, type RefusalClass } from './errors';
import { limits } from './limits';
import { Reader, type Status } from './reader';
import { brokenProtocol, latin1, refusalOf } from './replies';
import { CommandWindow } from './window';
import type { Wire } from './wire';
import type { Witness } from './witness';

export interface PipelineOptions {
  /** Only where CAPA announced PIPELINING; otherwise one command at a time. */
  pipelining: boolean;
  /** The most commands in flight, 1 to 128 (the default); 512 where replies are of one line. */
  window?: number;
  /** Asked before each further command is written; once true no more are written, and those written are drained. */
  stop?: () => boolean;
  /** Octets of a message by LIST, where known: keeps the octets in flight bounded. Advice, never trusted. */
  sizeOf?: (number: number) => number | undefined;
}

/**
 * Commands out, replies in, in order. It holds the one rule on failure: a refusal leaves the exchange alive; anything
 * else kills it, the wire is closed, and the dead send nothing. Of the commands themselves it knows nothing.
 */
export class Exchange {
  readonly reader: Reader;
  readonly #wire: Wire;
  readonly #witness: Witness | null;
  readonly #secrets: string[] = [];
  /** The refusal that was thrown last: a sink may throw one as well, and that one leaves replies unread. */
  #refused: Pop3Refusal | null = null;
  #failure: { cause: unknown } | null = null;
  #over = false;
  #busy = false;

  /** @param witness told of everything that is sent and answered. */
  constructor(wire: Wire, witness: Witness | null = null) {
    this.#wire = wire;
    this.#witness = witness;
    this.reader = new Reader(wire, witness);
  }

  /** Blacks these out in everything that the server says from now on. */
  hide(...secrets: string[]): void {
    this.#secrets.push(...secrets);
  }

  /** The door of every command: one at a time, none after the end, and nobody may have spoken out of turn. */
  async turn<T>(verb: string, talk: () => Promise<T>): Promise<T> {
    if (this.#failure !== null) throw this.#failure.cause;
    if (this.#over) throw new Pop3Closed(verb);
    if (this.#busy) throw new Error(`${verb} was called before the command in progress had been answered.`);
    this.#busy = true;
    try {
      this.#expectSilence(verb);
      return await talk();
    } catch (error) {
      throw error === this.#refused ? error : this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Within a turn: sends, and waits for +OK. The text behind it, as Latin-1. */
  async ask(command: Command, otherwise: RefusalClass = 'permanent'): Promise<string> {
    this.send(command);
    return this.accept(command.verb, await this.reader.status(command.verb), otherwise);
  }

  /** Never awaited: the peer may be unable to take more until we have read what it sent (RFC 2449 §6.6). */
  send(command: Command): void {
    this.#witness?.sent(command.shown, command.line.length);
    this.#write(command.line);
  }

  /** @throws Pop3Refusal unless the status is +OK; the text behind that, as Latin-1. */
  accept(verb: string, status: Status, otherwise: RefusalClass): string {
    this.#refused = this.refusal(verb, status, otherwise);
    if (this.#refused !== null) throw this.#refused;
    return latin1(status.text);
  }

  /** Why the server said no; null for +OK. `otherwise`: what that means without a response code. */
  refusal(verb: string, status: Status, otherwise: RefusalClass = 'permanent'): Pop3Refusal | null {
    if (status.kind === 'ok') return null;
    if (status.kind === 'challenge')
      throw brokenProtocol(verb, 'The server asked for more where an answer was due.');
    return refusalOf(verb, cleanWords(status.text, this.#secrets), otherwise);
  }

  /**
   * A turn of one command a number, with replies in order (RFC 2449 §6.6). `reply` reads ONE reply and resolves to its
   * octets; whatever it throws is fatal, because further replies are on their way. Resolves to how many commands
   * were written: the first so many of `numbers`. `short`: replies are of one line.
   *
   *      ─► write a batch, not awaited ─► read ONE reply ─┐
   *      ▲                                                │
   *      └───────────── while any is unanswered ◄─────────┘
   */
  async pipeline(
    verb: string,
    numbers: readonly number[],
    build: (number: number) => Command,
    options: PipelineOptions,
    reply: (number: number) => Promise<number>,
    short = false,
  ): Promise<number> {
    const commands = numbers.map((number) => ({ number, command: build(number), expected: 0 }));
    const window = new CommandWindow(mostInFlight(verb, options, short), short);
    let written = 0;
    let stopped = false;
    const writeMore = () => {
      const batch: Uint8Array[] = [];
      for (const next of commands.slice(
        written,
        written + (short ? limits.shortWindowMost : limits.windowMost),
      )) {
        next.expected = options.sizeOf?.(next.number) ?? window.usualOctets;
        if (!window.admits(next.expected)) break;
        stopped = options.stop?.() ?? false;
        if (stopped) break;
        window.sent(next.expected);
        this.#witness?.sent(next.command.shown, next.command.line.length);
        batch.push(next.command.line);
      }
      written += batch.length;
      if (batch.length > 0) this.#write(Buffer.concat(batch));
    };
    await this.turn(verb, async () => {
      for (const [index, command] of commands.entries()) {
        if (window.outstanding === 0) this.#expectSilence(verb);
        if (!stopped && window.wantsMore) writeMore();
        if (index === written) break;
        const octets = await reply(command.number);
        window.answered(command.expected, octets);
      }
      this.#expectSilence(verb);
    });
    return written;
  }

  /** After STLS's +OK (RFC 2595 §4). */
  async startTls(): Promise<void> {
    // Bytes behind the +OK were put there by somebody who wants them read as if they had come through TLS.
    if (this.reader.unread > 0) throw brokenProtocol('STLS', 'The server sent more before TLS began.');
    await this.#wire.startTls();
    this.reader.forget();
  }

  /** Alive, and nothing is owed or was said out of turn, as far as it was read. */
  get quiet(): boolean {
    return this.#failure === null && !this.#over && !this.#busy && this.reader.unread === 0;
  }

  close(): void {
    this.#over = true;
    this.#wire.close();
  }

  /** Nothing is unanswered: what has come all the same would be taken for the answer to the next command. */
  #expectSilence(verb: string): void {
    if (this.reader.unread > 0)
      throw brokenProtocol(verb, 'The server sent more than one reply to a command.');
  }

  #write(bytes: Uint8Array): void {
    this.#wire.write(bytes).catch((error: unknown) => this.#fail(error));
  }

  /** The first failure is the cause of all others: a failed write ends the read that waits for its answer. */
  #fail(cause: unknown): unknown {
    this.#failure ??= { cause };
    this.#wire.close();
    return this.#failure.cause;
  }
}

function mostInFlight(verb: string, { pipelining, window }: PipelineOptions, short: boolean): number {
  const most = short ? limits.shortWindowMost : limits.windowMost;
  const wanted = window ?? most;
  if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted > most) {
    throw new Pop3ArgumentError(verb, `a window is a whole number from 1 to ${most}.`);
  }
  return pipelining ? wanted : 1;
}
