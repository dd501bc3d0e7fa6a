import { type Capabilities, parseCapabilities } from './capabilities';
import * as commands from './commands';
import { cleanWords, Pop3ArgumentError, type Pop3Refusal, type RefusalClass } from './errors';
import { Exchange, type PipelineOptions } from './exchange';
import { limits } from './limits';
import { Login, type LoginOptions } from './login';
import {
  brokenProtocol,
  latin1,
  limitPassed,
  listingLineOctets,
  namedMessage,
  refusalOf,
  sizedMessage,
  twoNumbers,
} from './replies';
import { timestampOf } from './sasl/apop';
import type { Credentials, MechanismName, PasswordCredentials } from './sasl/mechanism';
import type { Wire } from './wire';
import type { Witness } from './witness';

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
 * A POP3 session (RFC 1939): one method for each command, called one after another.
 *
 * Three kinds of failure. `Pop3ArgumentError`: nothing was sent. `Pop3Refusal`: the server said no, the session goes
 * on. Everything else (`Pop3ProtocolError`, `Pop3Closed`, whatever the wire or a sink threw) ends the session: the
 * wire is closed without QUIT, so that a conforming server deletes nothing, and later calls fail with the same error.
 * There is no clock here: deadlines are the wire's.
 */
export class Pop3Session {
  /** The words behind the greeting's +OK, cleaned like those of errors. */
  readonly greeting: string;
  readonly #exchange: Exchange;
  readonly #login: Login;
  #capabilities: Capabilities | null = null;
  #speaksUtf8 = false;
  /** STAT's. */
  #count: number | null = null;
  /** Told, before all messages are listed, how many STAT counted (without it: the most there may be); what it throws is thrown, and nothing has been asked. */
  beforeListing: ((messages: number) => void | Promise<void>) | null = null;

  private constructor(exchange: Exchange, greeting: Uint8Array) {
    this.#exchange = exchange;
    this.greeting = cleanWords(greeting, []);
    this.#login = new Login(exchange, timestampOf(latin1(greeting)), () => this.#capabilities);
  }

  /**
   * Reads the greeting (RFC 1939 §4).
   * @param witness told of every command and its answer, secrets masked.
   * @throws Pop3Refusal with the command `greeting` on -ERR; Pop3ProtocolError when the peer is no POP3 server. The
   * wire is closed then.
   */
  static async open(wire: Wire, witness: Witness | null = null): Promise<Pop3Session> {
    const exchange = new Exchange(wire, witness);
    try {
      const { kind, text } = await exchange.reader.status('greeting');
      // A server that is full or in maintenance refuses here, mostly without a code: it may pass.
      if (kind === 'refused') throw refusalOf('greeting', cleanWords(text, []), 'temporary');
      if (kind === 'challenge')
        throw brokenProtocol('greeting', 'What answers on this port is not a POP3 server.');
      return new Pop3Session(exchange, text);
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  /** RFC 2449 §5. Null: the server does not know CAPA. To be asked again after STLS and after logging in. */
  async capa(): Promise<Capabilities | null> {
    const { reader } = this.#exchange;
    return this.#exchange.turn('CAPA', async () => {
      this.#capabilities = null;
      this.#exchange.send(commands.capa());
      if (this.#exchange.refusal('CAPA', await reader.status('CAPA')) !== null) return null;
      const lines: string[] = [];
      await reader.lines('CAPA', limits.capabilityLines, limits.statusLineOctets, (line) => lines.push(line));
      this.#capabilities = parseCapabilities(lines);
      return this.#capabilities;
    });
  }

  /**
   * RFC 2595 §4. What the server announced before counts for nothing afterwards.
   * @throws Pop3ArgumentError after UTF8: nothing was sent (RFC 6856 §2).
   */
  async stls(): Promise<void> {
    if (this.#speaksUtf8) throw new Pop3ArgumentError('STLS', 'it comes before UTF8, never after it.');
    await this.#exchange.turn('STLS', async () => {
      await this.#exchange.ask(commands.stls());
      this.#capabilities = null;
      await this.#exchange.startTls();
    });
  }

  /** RFC 1939 §7 */
  user(name: string): Promise<void> {
    return this.#login.user(name);
  }

  /** RFC 1939 §7 */
  pass(password: string): Promise<void> {
    return this.#login.pass(password);
  }

  /** RFC 1939 §7; see Login.apop. */
  apop(credentials: PasswordCredentials, options: LoginOptions): Promise<void> {
    return this.#login.apop(credentials, options);
  }

  /** AUTH (RFC 5034 §4) by one mechanism; see Login.authenticate. */
  authenticate(
    name: MechanismName,
    credentials: Credentials,
    options: Omit<LoginOptions, 'tls'> = {},
  ): Promise<void> {
    return this.#login.authenticate(name, credentials, options);
  }

  /** AUTH PLAIN (RFC 4616). */
  authPlain(username: string, password: string): Promise<void> {
    return this.#login.authenticate('PLAIN', { username, password });
  }

  /** By the ways that the server announced, the strongest first; see Login.inOrder. */
  async login(
    credentials: Credentials,
    capabilities: Capabilities | null,
    options: LoginOptions,
  ): Promise<void> {
    // What was announced in an earlier session tells as well what a refusal means in this one.
    this.#capabilities ??= capabilities;
    await this.#login.inOrder(credentials, capabilities, options);
  }

  /** RFC 6856 §2: the server need not downgrade headers in UTF-8 any more. Before the login, and not before STLS. */
  async utf8(): Promise<void> {
    await this.#simple(commands.utf8());
    this.#speaksUtf8 = true;
  }

  /** RFC 6856 §3: asks for the server's words in a language (RFC 5646, `*`: its own choice); the one it chose. */
  async lang(tag: string): Promise<string> {
    const command = commands.lang(tag);
    const answer = await this.#exchange.turn('LANG', () => this.#exchange.ask(command));
    return answer.trim().split(/\s+/)[0] ?? '';
  }

  /** RFC 6856 §3: the languages that the server's words come in, each with its name in that language. */
  async langs(): Promise<{ tag: string; name: string }[]> {
    return this.#listing(
      commands.lang(),
      'permanent',
      (line) => {
        const [tag = '', ...name] = Buffer.from(line, 'latin1').toString('utf8').trim().split(' ');
        return { tag, name: name.join(' ') };
      },
      limits.languages,
    );
  }

  /** RFC 1939 §5 */
  async stat(): Promise<{ count: number; octets: number }> {
    return this.#exchange.turn('STAT', async () => {
      const [count, octets] = twoNumbers('STAT', await this.#exchange.ask(commands.stat()));
      if (count > limits.listingLines)
        throw limitPassed('STAT', 'count', `a count of more than ${limits.listingLines}`);
      this.#count = count;
      return { count, octets };
    });
  }

  /** RFC 1939 §5. The octets are advice: servers miscount. Lines far beyond STAT's count pass a limit. */
  async list(): Promise<{ number: number; octets: number }[]> {
    return this.#listing(commands.list(), 'permanent', (line) => {
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
    const otherwise = this.#capabilities?.uidl ? 'temporary' : 'permanent';
    return this.#listing(commands.uidl(), otherwise, namedMessage, most);
  }

  /** RFC 1939 §7: for each number, in order, its UIDL or why the server refused it. */
  async uidlOf(numbers: readonly number[], options: PipelineOptions): Promise<(string | Pop3Refusal)[]> {
    const answers: (string | Pop3Refusal)[] = [];
    await this.#exchange.pipeline(
      'UIDL',
      numbers,
      commands.uidl,
      options,
      async (number) => {
        const status = await this.#exchange.reader.status('UIDL');
        const refused = this.#exchange.refusal('UIDL', status);
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
    await this.#exchange.pipeline(
      'LIST',
      numbers,
      commands.list,
      options,
      async (number) => {
        const status = await this.#exchange.reader.status('LIST');
        const refused = this.#exchange.refusal('LIST', status);
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
    await this.#exchange.turn('TOP', async () => {
      await this.#exchange.ask(command);
      await this.#exchange.reader.body('TOP', (view) => sink.data(view));
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
    await this.#simple(commands.dele(number));
  }

  /** RFC 1939 §5, for many: null where marked, else why not, in order. */
  async deleMany(numbers: readonly number[], options: PipelineOptions): Promise<(Pop3Refusal | null)[]> {
    const { reader } = this.#exchange;
    const answers: (Pop3Refusal | null)[] = [];
    await this.#exchange.pipeline(
      'DELE',
      numbers,
      commands.dele,
      options,
      async () => {
        const status = await reader.status('DELE');
        answers.push(this.#exchange.refusal('DELE', status));
        return status.text.length;
      },
      true,
    );
    return answers;
  }

  /** RFC 1939 §5: takes all marks back. */
  async rset(): Promise<void> {
    await this.#simple(commands.rset());
  }

  /** RFC 1939 §5 */
  async noop(): Promise<void> {
    await this.#simple(commands.noop());
  }

  /**
   * RFC 1939 §6: the server deletes what was marked. After any failure "some or none" of it is gone, and only the next
   * listing tells which. The session is over in every case.
   */
  async quit(): Promise<void> {
    try {
      await this.#simple(commands.quit());
    } finally {
      this.close();
    }
  }

  /** Drops the connection without QUIT: a conforming server deletes nothing (RFC 1939 §6). Idempotent. */
  close(): void {
    this.#exchange.close();
  }

  async #simple(command: commands.Command, otherwise?: RefusalClass): Promise<void> {
    await this.#exchange.turn(command.verb, () => this.#exchange.ask(command, otherwise));
  }

  async #messages(
    verb: 'RETR' | 'TOP',
    numbers: readonly number[],
    build: (number: number) => commands.Command,
    sink: RetrieveSink,
    options: RetrieveOptions,
  ): Promise<Retrieved> {
    const { reader } = this.#exchange;
    const retrieved: number[] = [];
    const refused: number[] = [];
    const take = (view: Uint8Array) => sink.data(view);
    const started = await this.#exchange.pipeline(verb, numbers, build, options, async (number) => {
      const refusal = this.#exchange.refusal(verb, await reader.status(verb));
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

  async #listing<Entry>(
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
    return this.#exchange.turn(verb, async () => {
      const entries: Entry[] = [];
      await this.#exchange.ask(command, otherwise);
      const take = (line: string) => void entries.push(parse(line));
      await this.#exchange.reader.lines(verb, most, listingLineOctets, take);
      return entries;
    });
  }
}
