import type { Capabilities } from './capabilities';
import * as commands from './commands';
import type { Pop3Refusal, RefusalClass } from './errors';
import type { Exchange, PipelineOptions } from './exchange';
import { limits } from './limits';
import {
  brokenProtocol,
  latin1,
  limitPassed,
  listingLineOctets,
  namedMessage,
  sizedMessage,
  twoNumbers,
} from './replies';

/** Where a retrieved message goes. What a method returns is awaited before the next octet is read: backpressure. */
export interface RetrieveSink {
  begin(number: number): void | Promise<void>;
  /** Dot-unstuffed, byte-exact; a view that is valid only until the returned promise resolves. */
  data(chunk: Uint8Array): void | Promise<void>;
  /** `octets`: of the whole message as the server sent it, final CRLF included, stuffed dots not. */
  end(number: number, octets: number): void | Promise<void>;
  /** The server refused this message; the others go on. */
  refused(number: number, refusal: Pop3Refusal): void | Promise<void>;
}

export type RetrieveOptions = PipelineOptions;

export interface Retrieved {
  /** Numbers of the messages that came whole, in the order asked for. */
  retrieved: number[];
  refused: number[];
  /** How many RETRs were written: the first `started` of the numbers asked for. */
  started: number;
}

/**
 * The commands of a session that is logged in: the transaction state of RFC 1939 §5, with its optional commands (§7). See
 * session.ts for how one begins and ends, and for what its failures mean.
 */
export class Transaction {
  protected capabilities: Capabilities | null = null;
  /** STAT's. */
  #count: number | null = null;
  /** Told, before all messages are listed, how many STAT counted (without it: the most there may be); what it throws is thrown, and nothing has been asked. */
  beforeListing: ((messages: number) => void | Promise<void>) | null = null;

  protected constructor(protected readonly exchange: Exchange) {}

  /** RFC 1939 §5 */
  async stat(): Promise<{ count: number; octets: number }> {
    return this.exchange.turn('STAT', async () => {
      const [count, octets] = twoNumbers('STAT', await this.exchange.ask(commands.stat()));
      if (count > limits.listingLines)
        throw limitPassed('STAT', 'count', `a count of more than ${limits.listingLines}`);
      this.#count = count;
      return { count, octets };
    });
  }

  /** RFC 1939 §5. The octets are advice: servers miscount. Lines far beyond STAT's count pass a limit. */
  async list(): Promise<{ number: number; octets: number }[]> {
    return this.listing(commands.list(), 'permanent', (line) => {
      const [number, octets] = twoNumbers('LIST', line);
      return { number, octets };
    });
  }

  /**
   * RFC 1939 §7. A UIDL is opaque octets as Latin-1, at most 1,024; empty where the server left it out.
   * @param most more lines than these pass a limit.
   */
  async uidl(most: number = limits.listingLines): Promise<{ number: number; uidl: string }[]> {
    // A server that announces UIDL and refuses it has a bad day; one that does not announce it, may not know it.
    const otherwise = this.capabilities?.uidl ? 'temporary' : 'permanent';
    return this.listing(commands.uidl(), otherwise, namedMessage, most);
  }

  /** RFC 1939 §7: for each number, in order, its UIDL or why the server refused it. */
  async uidlOf(numbers: readonly number[], options: PipelineOptions): Promise<(string | Pop3Refusal)[]> {
    const answers: (string | Pop3Refusal)[] = [];
    await this.exchange.pipeline(
      'UIDL',
      numbers,
      commands.uidl,
      options,
      async (number) => {
        const status = await this.exchange.reader.status('UIDL');
        const refused = this.exchange.refusal('UIDL', status);
        const named = refused === null ? namedMessage(latin1(status.text)) : null;
        if (named !== null && named.number !== number) {
          throw brokenProtocol('UIDL', 'The server named another message than was asked for.');
        }
        answers.push(refused ?? named?.uidl ?? '');
        return status.text.length;
      },
      true,
    );
    return answers;
  }

  /**
   * RFC 1939 §5: for each number, in order, its octets or why the server refused it. Advice, like those of `list`; null
   * where the server agreed and said no size.
   */
  async listOf(
    numbers: readonly number[],
    options: PipelineOptions,
  ): Promise<(number | null | Pop3Refusal)[]> {
    const answers: (number | null | Pop3Refusal)[] = [];
    await this.exchange.pipeline(
      'LIST',
      numbers,
      commands.list,
      options,
      async (number) => {
        const status = await this.exchange.reader.status('LIST');
        const refused = this.exchange.refusal('LIST', status);
        const sized = refused === null ? sizedMessage(latin1(status.text)) : null;
        if (sized !== null && sized.number !== number) {
          throw brokenProtocol('LIST', 'The server sized another message than was asked for.');
        }
        answers.push(refused ?? sized?.octets ?? null);
        return status.text.length;
      },
      true,
    );
    return answers;
  }

  /** RFC 1939 §7: the header and `lines` lines of the body. Never to be taken for the whole message. */
  async top(number: number, lines: number, sink: Pick<RetrieveSink, 'data'>): Promise<void> {
    const command = commands.top(number, lines);
    await this.exchange.turn('TOP', async () => {
      await this.exchange.ask(command);
      await this.exchange.reader.body('TOP', (view) => sink.data(view));
    });
  }

  /** RFC 1939 §7, for many: the header and `lines` lines of each, as `retrieve` gives whole messages. */
  topMany(
    numbers: readonly number[],
    lines: number,
    sink: RetrieveSink,
    options: RetrieveOptions,
  ): Promise<Retrieved> {
    return this.#messages('TOP', numbers, (number) => commands.top(number, lines), sink, options);
  }

  /** RFC 1939 §5: the messages in the order given. One that is refused is reported to the sink, the rest goes on. */
  retrieve(numbers: readonly number[], sink: RetrieveSink, options: RetrieveOptions): Promise<Retrieved> {
    return this.#messages('RETR', numbers, commands.retr, sink, options);
  }

  /** RFC 1939 §5: marks a message; only QUIT deletes it. */
  async dele(number: number): Promise<void> {
    await this.simple(commands.dele(number));
  }

  /** RFC 1939 §5, for many: null where marked, else why not, in order. */
  async deleMany(numbers: readonly number[], options: PipelineOptions): Promise<(Pop3Refusal | null)[]> {
    const { reader } = this.exchange;
    const answers: (Pop3Refusal | null)[] = [];
    await this.exchange.pipeline(
      'DELE',
      numbers,
      commands.dele,
      options,
      async () => {
        const status = await reader.status('DELE');
        answers.push(this.exchange.refusal('DELE', status));
        return status.text.length;
      },
      true,
    );
    return answers;
  }

  /** RFC 1939 §5: takes all marks back. */
  async rset(): Promise<void> {
    await this.simple(commands.rset());
  }

  /** RFC 1939 §5 */
  async noop(): Promise<void> {
    await this.simple(commands.noop());
  }

  protected async simple(command: commands.Command, otherwise?: RefusalClass): Promise<void> {
    await this.exchange.turn(command.verb, () => this.exchange.ask(command, otherwise));
  }

  async #messages(
    verb: 'RETR' | 'TOP',
    numbers: readonly number[],
    build: (number: number) => commands.Command,
    sink: RetrieveSink,
    options: RetrieveOptions,
  ): Promise<Retrieved> {
    const { reader } = this.exchange;
    const retrieved: number[] = [];
    const refused: number[] = [];
    const take = (view: Uint8Array) => sink.data(view);
    const started = await this.exchange.pipeline(verb, numbers, build, options, async (number) => {
      const refusal = this.exchange.refusal(verb, await reader.status(verb));
      if (refusal !== null) {
        refused.push(number);
        await sink.refused(number, refusal);
        return 0;
      }
      await sink.begin(number);
      const octets = await reader.body(verb, take);
      await sink.end(number, octets);
      retrieved.push(number);
      return octets;
    });
    return { retrieved, refused, started };
  }

  protected async listing<Entry>(
    command: commands.Command,
    otherwise: RefusalClass,
    parse: (line: string) => Entry,
    most: number = limits.listingLines,
  ): Promise<Entry[]> {
    const { verb } = command;
    const whole = verb === 'LIST' || verb === 'UIDL';
    if (whole) {
      const messages = this.#count ?? limits.listingLines;
      await this.beforeListing?.(messages);
      most = Math.min(most, messages + limits.listingMargin);
    }
    return this.exchange.turn(verb, async () => {
      const entries: Entry[] = [];
      await this.exchange.ask(command, otherwise);
      const take = (line: string) => void entries.push(parse(line));
      await this.exchange.reader.lines(verb, most, listingLineOctets, take);
      return entries;
    });
  }
}
