import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** RFC 2449 §4 allows commands of 255 octets; SASL answers (RFC 5034 §4) may be longer. */
const lineLimit = 1024;

/** A client broke a rule that leaves nothing to go on with: the connection is dropped. */
export class PeerError extends Error {}

/**
 * The client on the other side of a socket: lines in, bytes out, each with backpressure. Commands that the client
 * pipelines wait in here, one chunk of the socket at most.
 */
export class Peer {
  #socket: Socket;
  #waiting: Buffer = Buffer.alloc(0);
  #open = true;
  #wake: (() => void) | null = null;

  /** `idle`: milliseconds without a byte in either direction after which the client is gone (RFC 1939 §3). */
  constructor(
    socket: Socket,
    private readonly idle: number,
  ) {
    this.#socket = socket;
    this.#attach();
  }

  get secure(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  /** The next line without its end, or null when the client is gone. Throws PeerError on a line past the limit. */
  async readLine(): Promise<string | null> {
    for (;;) {
      const end = this.#waiting.indexOf('\n');
      if (end >= lineLimit || (end < 0 && this.#waiting.length >= lineLimit)) {
        throw new PeerError('The line is too long.');
      }
      if (end >= 0) {
        const line = this.#waiting.toString('utf8', 0, end).replace(/\r$/, '');
        this.#waiting = this.#waiting.subarray(end + 1);
        return line;
      }
      if (!this.#open) return null;
      this.#socket.resume();
      await this.#change();
    }
  }

  /** Sends; resolves when more may be sent. Throws PeerError when the client is gone. */
  async write(bytes: Uint8Array | string): Promise<void> {
    if (!this.#open) throw new PeerError('The connection is closed.');
    if (this.#socket.write(bytes)) return;
    while (this.#open && this.#socket.writableNeedDrain) await this.#change();
  }

  /** The server's side of STLS (RFC 2595 §4), after its +OK was written. Throws PeerError when it fails. */
  async startTls(context: SecureContext): Promise<void> {
    // What came before the handshake could have been put there by anybody on the way.
    if (this.#waiting.length > 0) throw new PeerError('Bytes were sent before the handshake.');
    const plain = this.#socket;
    this.#detach();
    const secure = new TLSSocket(plain, { isServer: true, secureContext: context });
    this.#socket = secure;
    this.#attach();
    secure.pause();
    await Promise.race([once(secure, 'secure'), once(secure, 'close')]);
    if (secure.destroyed) throw new PeerError('The handshake failed.');
  }

  /** Sends what waits, then closes. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #attach(): void {
    this.#socket.setTimeout(this.idle, () => this.#socket.destroy());
    this.#socket.on('data', this.#data).on('drain', this.#notify).on('end', this.#closed);
    this.#socket.on('close', this.#closed).on('error', this.#closed);
    this.#socket.pause();
  }

  #detach(): void {
    this.#socket.setTimeout(0);
    this.#socket.removeAllListeners('timeout');
    this.#socket.off('data', this.#data).off('drain', this.#notify).off('end', this.#closed);
  }

  readonly #data = (chunk: Buffer): void => {
    this.#waiting = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk]);
    this.#socket.pause();
    this.#notify();
  };

  readonly #closed = (): void => {
    this.#open = false;
    this.#notify();
  };

  readonly #notify = (): void => {
    this.#wake?.();
    this.#wake = null;
  };

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
