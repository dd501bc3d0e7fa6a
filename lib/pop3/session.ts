import { type Capabilities, parseCapabilities } from './capabilities';
import * as commands from './commands';
import { cleanWords, Pop3ArgumentError } from './errors';
import { Exchange } from './exchange';
import { limits } from './limits';
import { Login, type LoginOptions } from './login';
import { brokenProtocol, latin1, refusalOf } from './replies';
import { timestampOf } from './sasl/apop';
import type { Credentials, MechanismName, PasswordCredentials } from './sasl/mechanism';
import { Transaction } from './transaction';
import type { Wire } from './wire';
import type { Witness } from './witness';

export type { Retrieved, RetrieveOptions, RetrieveSink } from './transaction';

/**
 * A POP3 session (RFC 1939): one method for each command, called one after another.
 *
 * Three kinds of failure. `Pop3ArgumentError`: nothing was sent. `Pop3Refusal`: the server said no, the session goes
 * on. Everything else (`Pop3ProtocolError`, `Pop3Closed`, whatever the wire or a sink threw) ends the session: the
 * wire is closed without QUIT, so that a conforming server deletes nothing, and later calls fail with the same error.
 * There is no clock here: deadlines are the wire's.
 */
export class Pop3Session extends Transaction {
  /** The words behind the greeting's +OK, cleaned like those of errors. */
  readonly greeting: string;
  readonly #login: Login;
  #speaksUtf8 = false;
  private constructor(exchange: Exchange, greeting: Uint8Array) {
    super(exchange);
    this.greeting = cleanWords(greeting, []);
    this.#login = new Login(exchange, timestampOf(latin1(greeting)), () => this.capabilities);
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
    const { reader } = this.exchange;
    return this.exchange.turn('CAPA', async () => {
      this.capabilities = null;
      this.exchange.send(commands.capa());
      if (this.exchange.refusal('CAPA', await reader.status('CAPA')) !== null) return null;
      const lines: string[] = [];
      await reader.lines('CAPA', limits.capabilityLines, limits.statusLineOctets, (line) => lines.push(line));
      this.capabilities = parseCapabilities(lines);
      return this.capabilities;
    });
  }

  /**
   * RFC 2595 §4. What the server announced before counts for nothing afterwards.
   * @throws Pop3ArgumentError after UTF8: nothing was sent (RFC 6856 §2).
   */
  async stls(): Promise<void> {
    if (this.#speaksUtf8) throw new Pop3ArgumentError('STLS', 'it comes before UTF8, never after it.');
    await this.exchange.turn('STLS', async () => {
      await this.exchange.ask(commands.stls());
      this.capabilities = null;
      await this.exchange.startTls();
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
    this.capabilities ??= capabilities;
    await this.#login.inOrder(credentials, capabilities, options);
  }

  /** RFC 6856 §2: the server need not downgrade headers in UTF-8 any more. Before the login, and not before STLS. */
  async utf8(): Promise<void> {
    await this.simple(commands.utf8());
    this.#speaksUtf8 = true;
  }

  /** RFC 6856 §3: asks for the server's words in a language (RFC 5646, `*`: its own choice); the one it chose. */
  async lang(tag: string): Promise<string> {
    const command = commands.lang(tag);
    const answer = await this.exchange.turn('LANG', () => this.exchange.ask(command));
    return answer.trim().split(/\s+/)[0] ?? '';
  }

  /** RFC 6856 §3: the languages that the server's words come in, each with its name in that language. */
  async langs(): Promise<{ tag: string; name: string }[]> {
    return this.listing(
      commands.lang(),
      'permanent',
      (line) => {
        const [tag = '', ...name] = Buffer.from(line, 'latin1').toString('utf8').trim().split(' ');
        return { tag, name: name.join(' ') };
      },
      limits.languages,
    );
  }

  /**
   * RFC 1939 §6: the server deletes what was marked. After any failure "some or none" of it is gone, and only the next
   * listing tells which. The session is over in every case.
   */
  async quit(): Promise<void> {
    try {
      await this.simple(commands.quit());
    } finally {
      this.close();
    }
  }

  /** Alive, and nothing is owed or was said out of turn, as far as it was read. */
  get quiet(): boolean {
    return this.exchange.quiet;
  }

  /** Drops the connection without QUIT: a conforming server deletes nothing (RFC 1939 §6). Idempotent. */
  close(): void {
    this.exchange.close();
  }
}
