import type { Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';

/** The server's end of one connection, for scripts that are written as straight lines: say, wait for a line, say. */
export class ScriptedConnection {
  /** Everything that came so far, as Latin-1. */
  received = '';
  readonly #plain: Socket;
  readonly #record: (entry: string) => void;
  readonly #lines: string[] = [];
  #socket: Socket;
  #unended = '';
  #gone = false;
  #wake = () => {};

  /** @param record is told of every line that comes, and of `-- connect`, `-- tls` and `-- close`. */
  constructor(socket: Socket, record: (entry: string) => void) {
    this.#plain = socket;
    this.#socket = socket;
    this.#record = record;
    record('-- connect');
    // A client that resets the connection is part of many tests, and ends nothing but this conversation.
    socket.on('error', () => this.#left());
    socket.on('close', () => {
      record('-- close');
      this.#left();
    });
  }

  /** The socket that is spoken through: the TLS one once there is one. */
  get socket(): Socket {
    return this.#socket;
  }

  /** Begins to read; until then what comes stays in the kernel, for a handshake to take. */
  listen(): void {
    this.#socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text;
      const lines = (this.#unended + text).split('\r\n');
      this.#unended = lines.pop() ?? '';
      this.#lines.push(...lines);
      for (const line of lines) this.#record(line);
      this.#wake();
    });
  }

  /** The next line without its end; null when the client has left. */
  async line(): Promise<string | null> {
    while (this.#lines.length === 0 && !this.#gone) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift() ?? null;
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** Shakes hands and goes on in TLS. A client that distrusts the certificate leaves: that is no mistake. */
  async secure(tls: TlsOptions): Promise<void> {
    this.#socket.removeAllListeners('data');
    this.#socket = new TLSSocket(this.#plain, { ...tls, isServer: true });
    this.#socket.on('error', () => this.#left());
    await new Promise<void>((resolve) => {
      this.#socket.once('secure', () => {
        this.#record('-- tls');
        resolve();
      });
      this.#plain.once('close', () => resolve());
    });
    this.listen();
  }

  /** An orderly end. */
  end(): void {
    this.#socket.end();
  }

  /** A broken connection. */
  reset(): void {
    this.#plain.resetAndDestroy();
  }

  drop(): void {
    this.#plain.destroy();
  }

  #left(): void {
    this.#gone = true;
    this.#wake();
  }
}
