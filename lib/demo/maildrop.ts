export interface StoredMessage {
  /** Unique in the maildrop, 1-70 characters of 0x21-0x7E (RFC 1939 §7). */
  uidl: string;
  /** The message with CRLF line ends, as it was received. */
  bytes: Uint8Array;
}

/**
 * The messages of one user. A session works on the list as it was when the session began (RFC 1939 §3: the maildrop
 * is locked and unchanged), so mail that arrives meanwhile is seen by the next session.
 */
export class Maildrop {
  #messages: readonly StoredMessage[];
  #locked = false;

  constructor(messages: readonly StoredMessage[]) {
    this.#messages = messages;
  }

  get messages(): readonly StoredMessage[] {
    return this.#messages;
  }

  get locked(): boolean {
    return this.#locked;
  }

  /** Mail arrives. Throws when the UIDL is taken: a client would take the message for one that it has. */
  add(message: StoredMessage): void {
    if (this.#messages.some((other) => other.uidl === message.uidl)) {
      throw new Error(`The maildrop already holds a message with the UIDL ${message.uidl}.`);
    }
    this.#messages = [...this.#messages, message];
  }

  /** The exclusive-access lock of RFC 1939 §4; null when another session has it. */
  lock(): readonly StoredMessage[] | null {
    if (this.#locked) return null;
    this.#locked = true;
    return this.#messages;
  }

  /** Ends the session that has the lock; `deleted` is empty unless it ended with QUIT (RFC 1939 §6). */
  unlock(deleted: ReadonlySet<StoredMessage>): void {
    this.#locked = false;
    if (deleted.size > 0) this.#messages = this.#messages.filter((message) => !deleted.has(message));
  }
}
