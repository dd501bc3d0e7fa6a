import type { SecureContext } from 'node:tls';
import type { Maildrop, StoredMessage } from './maildrop';
import { multiline, topOf } from './multiline';
import { type Peer, PeerError } from './peer';

export interface DemoUser {
  username: string;
  password: string;
  maildrop: Maildrop;
}

/** What a session is told about its server. */
export interface SessionSettings {
  users: readonly DemoUser[];
  /** For STLS; null where the connection is encrypted from its first byte. */
  tls: SecureContext | null;
  /** Told of every command; `argument` is empty where it would hold a secret. */
  observe: (verb: string, argument: string) => void;
}

/** After so many refused passwords the connection ends: guessing has to connect again. */
const passwordTries = 3;

/**
 * One session of RFC 1939, with CAPA (RFC 2449), STLS (RFC 2595), AUTH PLAIN (RFC 5034, RFC 4616) and the response
 * codes of RFC 3206. Commands are answered one after the other, so a client may send them without waiting
 * (PIPELINING).
 *
 *   AUTHORIZATION ──USER/PASS, AUTH──► TRANSACTION ──QUIT──► UPDATE
 */
export class Pop3Commands {
  #username: string | null = null;
  #refused = 0;
  #maildrop: Maildrop | null = null;
  /** The maildrop as it was at login: message n is messages[n - 1]. */
  #messages: readonly StoredMessage[] = [];
  readonly #deleted = new Set<StoredMessage>();

  constructor(
    private readonly peer: Peer,
    private readonly settings: SessionSettings,
  ) {}

  /** Talks until QUIT or until the client is gone; the lock is released in every case. Never rejects. */
  async run(): Promise<void> {
    let quit = false;
    try {
      await this.#ok('Postbag sample mailbox ready');
      while (!quit) {
        const line = await this.peer.readLine();
        if (line === null) break;
        const space = line.indexOf(' ');
        const verb = (space < 0 ? line : line.slice(0, space)).toUpperCase();
        const argument = space < 0 ? '' : line.slice(space + 1);
        this.settings.observe(verb, verb === 'PASS' || verb === 'AUTH' ? '' : argument);
        quit = verb === 'QUIT';
        if (quit) this.#update();
        await this.#answer(verb, argument);
        if (this.#refused >= passwordTries) break;
      }
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      await this.#err(error.message).catch(() => {});
    } finally {
      if (!quit) this.#deleted.clear();
      this.#update();
      this.peer.end();
    }
  }

  #answer(verb: string, argument: string): Promise<void> {
    switch (verb) {
      case 'CAPA':
        return this.#capa();
      case 'QUIT':
        return this.#ok('Bye');
    }
    return this.#maildrop ? this.#transaction(verb, argument) : this.#authorization(verb, argument);
  }

  #authorization(verb: string, argument: string): Promise<void> {
    switch (verb) {
      case 'STLS':
        return this.#stls();
      case 'USER':
        return this.#user(argument);
      case 'PASS':
        return this.#pass(argument);
      case 'AUTH':
        return this.#auth(argument);
    }
    return this.#err('Not a command before login');
  }

  #transaction(verb: string, argument: string): Promise<void> {
    switch (verb) {
      case 'STAT': {
        const kept = this.#messages.filter((message) => !this.#deleted.has(message));
        return this.#ok(`${kept.length} ${octets(kept)}`);
      }
      case 'LIST':
        return this.#listing(argument, (message) => String(message.bytes.length));
      case 'UIDL':
        return this.#listing(argument, (message) => message.uidl);
      case 'RETR':
        return this.#withMessage(argument, (message) =>
          this.#body(`${message.bytes.length} octets`, message.bytes),
        );
      case 'TOP': {
        const [number = '', lines = ''] = argument.split(' ');
        if (!/^\d{1,9}$/.test(lines)) return this.#err('TOP needs a number of lines');
        return this.#withMessage(number, (message) =>
          this.#body('Top of the message', topOf(message.bytes, Number(lines))),
        );
      }
      case 'DELE':
        return this.#withMessage(argument, (message) => {
          this.#deleted.add(message);
          return this.#ok('Marked');
        });
      case 'RSET':
        this.#deleted.clear();
        return this.#ok('Marks removed');
      case 'NOOP':
        return this.#ok('Still here');
    }
    return this.#err('Not a command');
  }

  /** RFC 2449 §5, §6. Nothing that carries a password is announced on an open line. */
  #capa(): Promise<void> {
    const tags = ['TOP', 'UIDL', 'PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'EXPIRE NEVER'];
    if (this.peer.secure) tags.push('USER', 'SASL PLAIN');
    else tags.push('STLS');
    tags.push('IMPLEMENTATION Postbag-Sample', '.');
    return this.peer.write(`+OK Capabilities\r\n${tags.join('\r\n')}\r\n`);
  }

  async #stls(): Promise<void> {
    if (this.peer.secure || !this.settings.tls) return this.#err('Already encrypted');
    await this.#ok('Begin TLS');
    // What the client said before the handshake may have been put in its mouth (RFC 2595 §4).
    this.#username = null;
    await this.peer.startTls(this.settings.tls);
  }

  #user(name: string): Promise<void> {
    if (!this.peer.secure) return this.#err('Passwords only after STLS');
    this.#username = name;
    return this.#ok('And the password?');
  }

  #pass(password: string): Promise<void> {
    if (this.#username === null) return this.#err('USER comes first');
    const username = this.#username;
    this.#username = null;
    return this.#login(username, password);
  }

  async #auth(argument: string): Promise<void> {
    if (!this.peer.secure) return this.#err('Passwords only after STLS');
    const [mechanism = '', initial] = argument.split(' ');
    if (mechanism.toUpperCase() !== 'PLAIN') return this.#err('Only PLAIN is known');
    if (initial === undefined) await this.peer.write('+ \r\n');
    const answer = initial ?? (await this.peer.readLine());
    if (answer === null) throw new PeerError('The connection is closed.');
    if (answer === '*') return this.#err('Cancelled');
    // RFC 4616 §2: authorization identity (unused), user, password, each after a NUL.
    const fields = Buffer.from(answer, 'base64').toString('utf8').split('\0');
    const [, username, password] = fields;
    if (fields.length !== 3 || username === undefined || password === undefined) {
      return this.#err('Not an answer of PLAIN');
    }
    return this.#login(username, password);
  }

  #login(username: string, password: string): Promise<void> {
    const user = this.settings.users.find((each) => each.username === username && each.password === password);
    if (!user) {
      this.#refused += 1;
      return this.#err('[AUTH] User name or password is wrong');
    }
    const messages = user.maildrop.lock();
    if (!messages) return this.#err('[IN-USE] Another session has this maildrop');
    this.#maildrop = user.maildrop;
    this.#messages = messages;
    return this.#ok(`${messages.length} messages (${octets(messages)} octets)`);
  }

  #listing(argument: string, column: (message: StoredMessage) => string): Promise<void> {
    if (argument !== '') {
      return this.#withMessage(argument, (message) => this.#ok(`${Number(argument)} ${column(message)}`));
    }
    const lines = this.#messages.flatMap((message, index) =>
      this.#deleted.has(message) ? [] : [`${index + 1} ${column(message)}\r\n`],
    );
    return this.peer.write(`+OK ${lines.length} messages\r\n${lines.join('')}.\r\n`);
  }

  async #body(text: string, bytes: Uint8Array): Promise<void> {
    await this.#ok(text);
    for (const piece of multiline(bytes)) await this.peer.write(piece);
  }

  #withMessage(argument: string, act: (message: StoredMessage) => Promise<void>): Promise<void> {
    const message = /^\d{1,9}$/.test(argument) ? this.#messages[Number(argument) - 1] : undefined;
    if (!message) return this.#err('No such message');
    if (this.#deleted.has(message)) return this.#err('That message is marked as deleted');
    return act(message);
  }

  /** UPDATE (RFC 1939 §6), and the release of the lock. */
  #update(): void {
    this.#maildrop?.unlock(this.#deleted);
    this.#maildrop = null;
  }

  #ok(text: string): Promise<void> {
    return this.peer.write(`+OK ${text}\r\n`);
  }

  #err(text: string): Promise<void> {
    return this.peer.write(`-ERR ${text}\r\n`);
  }
}

function octets(messages: readonly StoredMessage[]): number {
  return messages.reduce((sum, message) => sum + message.bytes.length, 0);
}
