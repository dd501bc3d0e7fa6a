import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { parseTranscript, type Step } from '@/lib/pop3/transcript';

/** A conversation in the words of lib/pop3/transcript.ts. A `tls` before the first line is TLS from the first byte. */
export type Transcript = string | readonly (string | Uint8Array)[];

export interface ScriptedServer {
  host: '127.0.0.1';
  port: number;
  /** What each connection sent so far, in the order in which they came, as Latin-1. */
  readonly received: readonly string[];
  /** @throws Error when a client said something else than the script expects, or left a script unplayed. */
  finished(): void;
  /** Drops all connections and resolves when the port is free. */
  stop(): Promise<void>;
}

/**
 * A POP3 server on a socket that plays one transcript a connection; the last one serves all further connections.
 * After a transcript's end a connection stays open until the client leaves it.
 * @param tls certificate and key in PEM, for transcripts with `tls`.
 */
export async function startScripted(
  transcripts: readonly Transcript[],
  tls?: { certificate: string; key: string },
): Promise<ScriptedServer> {
  const scripts = transcripts.map(parseTranscript);
  const conversations: Conversation[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const script = scripts[Math.min(conversations.length, scripts.length - 1)] ?? [];
    const conversation = new Conversation(socket, script, tls);
    conversations.push(conversation);
    void conversation.play();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get received() {
      return conversations.map(({ received }) => received);
    },
    finished() {
      for (const conversation of conversations) conversation.finished();
    },
    async stop() {
      for (const conversation of conversations) conversation.drop();
      server.close();
      await once(server, 'close');
    },
  };
}

class Conversation {
  received = '';
  readonly #plain: Socket;
  readonly #script: readonly Step[];
  readonly #tls: { certificate: string; key: string } | undefined;
  #socket: Socket;
  #played = 0;
  #read = 0;
  #gone = false;
  #mistake: Error | null = null;
  #wake = () => {};

  constructor(socket: Socket, script: readonly Step[], tls?: { certificate: string; key: string }) {
    this.#plain = socket;
    this.#socket = socket;
    this.#script = script;
    this.#tls = tls;
    // A client that resets the connection is part of many tests, and ends nothing but this conversation.
    socket.on('error', () => this.#left()).on('close', () => this.#left());
    if (script[0]?.does !== 'tls') this.#listen();
  }

  async play(): Promise<void> {
    try {
      for (const step of this.#script) {
        await this.#step(step);
        if (this.#gone && step.does === 'expect') return;
        this.#played += 1;
      }
    } catch (error) {
      this.#mistake = error instanceof Error ? error : new Error(String(error));
      this.drop();
    }
  }

  finished(): void {
    if (this.#mistake !== null) throw this.#mistake;
    const rest = this.#script.slice(this.#played).filter(({ does }) => does !== 'hang');
    if (rest.length > 0) throw new Error(`The script was not played to its end: ${JSON.stringify(rest)}`);
  }

  drop(): void {
    this.#plain.destroy();
  }

  async #step(step: Step): Promise<void> {
    switch (step.does) {
      case 'send':
        this.#socket.write(step.bytes);
        return;
      case 'expect':
        return this.#expect(step.line);
      case 'tls':
        return this.#secure();
      case 'close':
        this.#socket.end();
        return;
      case 'reset':
        this.#plain.resetAndDestroy();
        return;
      case 'hang':
        return new Promise(() => {});
    }
  }

  async #expect(line: string): Promise<void> {
    for (;;) {
      const end = this.received.indexOf('\r\n', this.#read);
      if (end >= 0) {
        const got = this.received.slice(this.#read, end);
        this.#read = end + 2;
        if (line !== '*' && got !== line) throw new Error(`The script expected "${line}" and got "${got}".`);
        return;
      }
      if (this.#gone) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async #secure(): Promise<void> {
    if (this.#tls === undefined) throw new Error('A transcript with tls needs a certificate.');
    this.#socket.removeAllListeners('data');
    const { certificate: cert, key } = this.#tls;
    this.#socket = new TLSSocket(this.#plain, { isServer: true, cert, key });
    // A client that distrusts the certificate leaves here; that is not the script's mistake.
    this.#socket.on('error', () => this.#left());
    await new Promise<void>((resolve) => {
      this.#socket.once('secure', resolve);
      this.#plain.once('close', () => resolve());
    });
    this.#listen();
  }

  #listen(): void {
    this.#socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text;
      this.#wake();
    });
  }

  #left(): void {
    this.#gone = true;
    this.#wake();
  }
}
