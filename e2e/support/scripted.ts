import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { parseTranscript, type Step } from '@/lib/pop3/transcript';
import { behave, type Manners } from './manners';
import { ScriptedConnection } from './scriptedConnection';

/** A conversation in the words of lib/pop3/transcript.ts. A `tls` before the first line is TLS from the first byte. */
export type Transcript = string | readonly (string | Uint8Array)[];

/** Word by word: one transcript a connection; the last one serves all further connections. */
export interface WordByWord {
  transcripts: readonly Transcript[];
  /** For transcripts with `tls`. */
  tls?: TlsOptions;
}

/** What a server says: word by word, or as a server that behaves but for what the script changes. */
export type Script = WordByWord | Manners;

export interface ScriptedServer {
  host: '127.0.0.1';
  port: number;
  /** Every line that came, over all connections, in order; `-- connect`, `-- tls` and `-- close` as they happen. */
  readonly transcript: string[];
  /** What each connection sent so far, in the order in which they came, as Latin-1. */
  readonly received: readonly string[];
  /** @throws Error when a client said something else than its transcript expects, or left it unplayed. */
  finished(): void;
  /** Drops all connections and resolves when the port is free. */
  stop(): Promise<void>;
}

/** A POP3 server on loopback, as bad as its script. */
export async function startScripted(script: Script = {}): Promise<ScriptedServer> {
  const transcript: string[] = [];
  const connections: ScriptedConnection[] = [];
  const conversations: Conversation[] = [];
  const scripts = 'transcripts' in script ? script.transcripts.map(parseTranscript) : [];
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = new ScriptedConnection(socket, (entry) => transcript.push(entry));
    connections.push(connection);
    if (!('transcripts' in script)) return void behave(connection, script);
    const steps = scripts[Math.min(conversations.length, scripts.length - 1)] ?? [];
    const conversation = new Conversation(connection, steps, script.tls);
    conversations.push(conversation);
    void conversation.play();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    transcript,
    get received() {
      return connections.map(({ received }) => received);
    },
    finished() {
      for (const conversation of conversations) conversation.finished();
    },
    async stop() {
      for (const connection of connections) connection.drop();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Plays a transcript. After its end the connection stays open until the client leaves it. */
class Conversation {
  readonly #connection: ScriptedConnection;
  readonly #script: readonly Step[];
  readonly #tls: TlsOptions | undefined;
  #played = 0;
  #mistake: Error | null = null;

  constructor(connection: ScriptedConnection, script: readonly Step[], tls: TlsOptions | undefined) {
    this.#connection = connection;
    this.#script = script;
    this.#tls = tls;
    if (script[0]?.does !== 'tls') connection.listen();
  }

  async play(): Promise<void> {
    try {
      for (const step of this.#script) {
        if (!(await this.#step(step))) return;
        this.#played += 1;
      }
    } catch (error) {
      this.#mistake = error instanceof Error ? error : new Error(String(error));
      this.#connection.drop();
    }
  }

  finished(): void {
    if (this.#mistake !== null) throw this.#mistake;
    const rest = this.#script.slice(this.#played).filter(({ does }) => does !== 'hang');
    if (rest.length > 0) throw new Error(`The script was not played to its end: ${JSON.stringify(rest)}`);
  }

  /** False when the client left before it said what was expected of it. */
  async #step(step: Step): Promise<boolean> {
    const connection = this.#connection;
    switch (step.does) {
      case 'send':
        connection.send(step.bytes);
        break;
      case 'expect': {
        const got = await connection.line();
        if (got === null) return false;
        if (step.line === '*' || got === step.line) break;
        throw new Error(`The script expected "${step.line}" and got "${got}".`);
      }
      case 'tls':
        if (this.#tls === undefined) throw new Error('A transcript with tls needs a certificate.');
        await connection.secure(this.#tls);
        break;
      case 'close':
        connection.end();
        break;
      case 'reset':
        connection.reset();
        break;
      case 'hang':
        await new Promise(() => {});
    }
    return true;
  }
}
