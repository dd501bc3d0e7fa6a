/**
 * The POP3 code speaks to a `Wire`: bytes out, bytes in, and the one change of state that POP3 knows, STLS.
 * Sockets, DNS, clocks and TLS live behind it, so that the whole protocol runs in tests against a script.
 */
export interface Wire {
  /**
   * The next bytes from the peer, in any chunking; null after an orderly end. Not reading is backpressure:
   * the wire buffers a bounded amount and then stops the socket. The chunk belongs to the caller.
   * Rejects with whatever the transport failed with (timeout, reset, abort).
   */
  read(): Promise<Uint8Array | null>;
  /** Sends bytes in order; resolves when more may be written. Need not be awaited between pipelined commands. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * TLS handshake on the open connection (RFC 2595 §4); resolves when it is complete and validated. Rejects if bytes
   * have already arrived that nobody read: they were injected before the handshake.
   */
  startTls(): Promise<void>;
  /** Drops the connection at once, without QUIT. Idempotent. */
  close(): void;
}
