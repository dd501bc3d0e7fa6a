import 'server-only';
import type { Socket } from 'node:net';
import type { Wire } from '@/lib/pop3/wire';
import { limits } from './limits';
import { toTransportError } from './transport';

/** How a connection becomes a TLS one: validated and complete when it resolves. */
export type Secure = (socket: Socket) => Promise<Socket>;

/**
 * A Wire over a connected TCP or TLS socket. Reads ahead a bounded amount, then stops the socket, so that a reader
 * that is slow slows the server down. When the signal aborts, the socket dies at once and everything that waits, and
 * everything that is called afterwards, rejects with the signal's reason.
 */
export class SocketWire implements Wire {
  private readonly chunks: Uint8Array[] = [];
  private buffered = 0;
  private ended = false;
  private failure: Error | null = null;
  private wake: (() => void) | null = null;
  private readonly onAbort = () => {
    this.chunks.length = 0;
    this.fail(this.signal.reason);
  };

  /** @param secure used by `startTls`. */
  constructor(
    private socket: Socket,
    private readonly secure: Secure,
    private readonly signal: AbortSignal,
    private readonly readAhead = limits.readAheadOctets,
  ) {
    this.listen();
    signal.addEventListener('abort', this.onAbort, { once: true });
    if (signal.aborted) this.onAbort();
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk) {
        this.buffered -= chunk.length;
        if (this.buffered < this.readAhead / 2 && this.socket.isPaused()) this.socket.resume();
        return chunk;
      }
      if (this.failure) throw this.failure;
      if (this.ended) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Open, and nothing has come that was not read. */
  get quiet(): boolean {
    return this.failure === null && !this.ended && this.chunks.length === 0;
  }

  write(bytes: Uint8Array): Promise<void> {
    const written = this.send(bytes);
    // Pipelined commands are not awaited one by one: a failure shows in the next read, and must not be unhandled.
    written.catch(() => {});
    return written;
  }

  async startTls(): Promise<void> {
    if (this.failure) throw this.failure;
    this.socket.pause();
    this.deafen();
    // RFC 2595 §4 and NO STARTTLS: what came before the handshake was not protected by it.
    if (this.buffered > 0 || this.socket.readableLength > 0) {
      this.socket.destroy();
      this.fail(toTransportError(null, 'tls'));
      throw this.failure;
    }
    try {
      this.socket = await this.secure(this.socket);
    } catch (error) {
      this.fail(error);
      throw this.failure;
    }
    this.listen();
  }

  close(): void {
    this.signal.removeEventListener('abort', this.onAbort);
    this.socket.destroy();
    this.fail(toTransportError(null, 'connection'));
  }

  private async send(bytes: Uint8Array): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.socket.off('drain', done);
        this.socket.off('close', done);
        resolve();
      };
      this.socket.on('drain', done);
      this.socket.on('close', done);
    });
    if (this.failure) throw this.failure;
  }

  private readonly onData = (chunk: Uint8Array) => {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered >= this.readAhead) this.socket.pause();
    this.wakeUp();
  };
  private readonly onEnd = () => {
    this.ended = true;
    this.wakeUp();
  };
  private readonly onError = (error: Error) => this.fail(toTransportError(error, 'connection'));
  private readonly onClose = () => {
    if (!this.ended) this.fail(toTransportError(null, 'connection'));
  };

  private listen(): void {
    this.socket
      .on('data', this.onData)
      .on('end', this.onEnd)
      .on('error', this.onError)
      .on('close', this.onClose);
    this.socket.resume();
  }

  private deafen(): void {
    this.socket
      .off('data', this.onData)
      .off('end', this.onEnd)
      .off('error', this.onError)
      .off('close', this.onClose);
  }

  /** The first failure is the one that is told. What had arrived before it can still be read. */
  private fail(error: unknown): void {
    this.failure ??= toTransportError(error, 'connection');
    this.socket.destroy();
    this.wakeUp();
  }

  private wakeUp(): void {
    this.wake?.();
    this.wake = null;
  }
}
