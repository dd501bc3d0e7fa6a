/**
 * What an account logs in with: a password, or an OAuth access token. `host` and `port` are those that were dialled;
 * OAUTHBEARER tells them to the server where they are given (RFC 7628 §3.1).
 */
export type Credentials = PasswordCredentials | TokenCredentials;

export interface PasswordCredentials {
  username: string;
  password: string;
}

export interface TokenCredentials {
  username: string;
  token: string;
  host?: string;
  port?: number;
}

/** SASL's names (RFC 4422 §3.1), as CAPA announces them. */
export type MechanismName =
  | 'PLAIN'
  | 'LOGIN'
  | 'CRAM-MD5'
  | 'SCRAM-SHA-1'
  | 'SCRAM-SHA-256'
  | 'XOAUTH2'
  | 'OAUTHBEARER';

/**
 * One login by one mechanism: octets in, octets out, used once. It knows nothing of lines and base64 on the way out;
 * authenticate.ts puts it on the wire.
 */
export interface Mechanism {
  readonly name: MechanismName;
  /** What the client says first; null where the server speaks first. */
  readonly initial: Uint8Array | null;
  /** What no error may show, besides all that the mechanism says. */
  readonly secrets: readonly string[];
  /**
   * True when nothing is left to be said or verified, given that the mechanism has spoken: only then does +OK mean
   * success.
   */
  readonly complete: boolean;
  /** Why the server says no, in its own words, where the mechanism carries such; the -ERR that follows is bare. */
  readonly explanation: Uint8Array | null;
  /**
   * The answer to a challenge. `challenge` is what stands behind the `+`, base64 as a rule, without outer spaces;
   * empty to ask for `initial`.
   * @throws Pop3ProtocolError on a challenge that no honest server sends; Pop3Declined on one that we do not answer.
   */
  respond(challenge: string): Promise<Uint8Array>;
}

/** Does work that keeps a processor busy when its turn has come; rejects when nobody waits for it any more. */
export type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** What WebCrypto does not have. The caller brings it, because lib/pop3 imports nothing of Node. */
export interface Md5 {
  hash(octets: Uint8Array): Uint8Array;
  /** RFC 2104 */
  hmac(key: Uint8Array, octets: Uint8Array): Uint8Array;
}

/**
 * The login was stopped on our side, and the session goes on: the server announced nothing that the credentials may
 * be entrusted to, or asked for what we do not do.
 */
export class Pop3Declined extends Error {
  override readonly name = 'Pop3Declined';
  readonly command = 'AUTH';
}
