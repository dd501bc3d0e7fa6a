import type { Capabilities } from './capabilities';
import * as commands from './commands';
import type { RefusalClass } from './errors';
import type { Exchange } from './exchange';
import { apopDigest } from './sasl/apop';
import { authenticate, type Opening, usualOpening } from './sasl/authenticate';
import { choose } from './sasl/choose';
import { apop as apopLine } from './sasl/lines';
import {
  type Credentials,
  type InTurn,
  type Md5,
  type MechanismName,
  type PasswordCredentials,
  Pop3Declined,
} from './sasl/mechanism';
import { md5Of, mechanismOf, passwordOf } from './sasl/mechanismOf';
import { tryInOrder } from './sasl/tryInOrder';

export interface LoginOptions {
  /** The connection is encrypted, and the server's certificate was validated. */
  tls: boolean;
  /** Without TLS: the password may be shown all the same, because operator and user both say so. */
  plaintext?: boolean;
  /** For CRAM-MD5 and APOP, which are left out without it. */
  md5?: Md5;
  /** When SCRAM's hashing is done, which takes a while; at once without it. */
  inTurn?: InTurn;
  /** By default the mechanism's usual one. */
  opening?: Opening;
}

/** All ways of logging in to one session. A refusal leaves the session alive, for another way. */
export class Login {
  /**
   * @param timestamp of the greeting, for APOP; null when it had none.
   * @param capabilities what the server is known to announce when it is asked.
   */
  constructor(
    private readonly exchange: Exchange,
    private readonly timestamp: string | null,
    private readonly capabilities: () => Capabilities | null,
  ) {}

  /** RFC 1939 §7 */
  async user(name: string): Promise<void> {
    await this.#ask(commands.user(name));
  }

  /** RFC 1939 §7 */
  async pass(password: string): Promise<void> {
    const command = commands.pass(password);
    this.exchange.hide(password);
    await this.#ask(command);
  }

  /**
   * RFC 1939 §7. Weak (CVE-2007-1558), so that it is refused without TLS, and `inOrder` never comes here by itself.
   * @throws Pop3Declined when the greeting has no timestamp, or one that is no msg-id.
   */
  async apop(credentials: PasswordCredentials, { tls, md5 }: LoginOptions): Promise<void> {
    if (!tls) throw new Pop3Declined('APOP is not used without TLS.');
    if (this.timestamp === null)
      throw new Pop3Declined('The server’s greeting has no timestamp that APOP could be used with.');
    const { username, password } = credentials;
    const digest = apopDigest(this.timestamp, password, md5Of(md5));
    const command = apopLine(username, digest);
    this.exchange.hide(password, digest);
    await this.#ask(command);
  }

  /**
   * AUTH (RFC 5034 §4) by one mechanism, announced or not.
   * @throws Pop3Refusal; Pop3Declined; Pop3ArgumentError. The session goes on after each of them.
   */
  async authenticate(
    name: MechanismName,
    credentials: Credentials,
    { md5, inTurn, opening }: Omit<LoginOptions, 'tls'> = {},
  ): Promise<void> {
    const mechanism = mechanismOf(name, credentials, md5, inTurn);
    await authenticate(this.exchange, mechanism, opening ?? usualOpening(name), this.#refusal());
  }

  /**
   * The ways of `choose`, one after another, as long as no refusal says why.
   * @param options `tls` must be told as it is: it decides whether the password may be shown to the server.
   * @throws Pop3Refusal, of class `auth` only when the credentials were refused; Pop3Declined when nothing that the
   * server announces protects them.
   */
  async inOrder(
    credentials: Credentials,
    capabilities: Capabilities | null,
    options: LoginOptions,
  ): Promise<void> {
    const { tls, plaintext = false, md5 } = options;
    const ways = choose(capabilities, credentials, { tls, plaintext, md5: md5 !== undefined });
    await tryInOrder(ways, async (way) => {
      if (way !== 'USER') return this.authenticate(way, credentials, options);
      const { username, password } = passwordOf(credentials);
      await this.user(username);
      await this.pass(password);
    });
  }

  async #ask(command: commands.Command): Promise<void> {
    await this.exchange.turn(command.verb, () => this.exchange.ask(command, this.#refusal()));
  }

  /**
   * What a refusal without a code means while logging in. A server that announces AUTH-RESP-CODE says so when the
   * credentials are at fault (RFC 3206 §6); of any other they are the likeliest cause.
   */
  #refusal(): RefusalClass {
    return this.capabilities()?.tags.has('AUTH-RESP-CODE') ? 'permanent' : 'auth';
  }
}
