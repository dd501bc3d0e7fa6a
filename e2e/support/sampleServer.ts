import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeAll, expect } from 'vitest';
import { type CertificateSet, issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import type { Maildrop, StoredMessage } from '@/lib/demo/maildrop';
import { type Pop3ServerWishes, type RunningPop3Server, startPop3Server } from '@/lib/demo/pop3Server';

/** The sample mailbox's server and clients of it, for tests of it: they end with the test. */

let certificates: CertificateSet;
let server: RunningPop3Server;
const clients: Client[] = [];
/** What the server that runs was asked so far. */
export const commands: string[] = [];

beforeAll(async () => {
  certificates = await issueCertificate({ names: loopbackNames });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  await server.close();
});

export const mail = (uidl: string, text: string): StoredMessage => ({
  uidl,
  bytes: Buffer.from(text, 'latin1'),
});
export const messages = () => [
  mail('first', 'Subject: one\r\n\r\nline 1\r\nline 2\r\n'),
  mail('second', 'Subject: two\r\n\r\n.\r\n..two dots\r\nno end'),
];

export async function start(maildrop: Maildrop, wishes: Partial<Pop3ServerWishes> = {}): Promise<void> {
  commands.length = 0;
  server = await startPop3Server({
    users: [{ username: 'anna', password: 'pass word', maildrop }],
    ...certificates,
    observe: (verb, argument) => commands.push(argument === '' ? verb : `${verb} ${argument}`),
    ...wishes,
  });
}

/** Just enough of a client for transcripts. */
class Client {
  #received = '';
  #ended = false;
  #wake = () => {};

  constructor(public socket: Socket) {
    clients.push(this);
    this.#listen();
  }

  #listen(): void {
    this.socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Goes on inside of TLS. */
  startTls(): void {
    const plain = this.socket.removeAllListeners('data');
    this.socket = connectTls({ socket: plain, ca: certificates.authority, servername: 'localhost' });
    this.#listen();
  }

  async read(length: number): Promise<string> {
    while (this.#received.length < length && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const text = this.#received.slice(0, length);
    this.#received = this.#received.slice(length);
    return text;
  }

  /** Alternates `C: ` and `S: ` lines; every server line must come exactly so. `S: (closed)` is the end. */
  async play(script: string): Promise<void> {
    for (const indented of script.trim().split('\n')) {
      const line = indented.trimStart();
      const text = line.slice(3);
      if (line.startsWith('C:')) this.socket.write(`${text}\r\n`);
      else if (text === '(closed)') expect(await this.read(1)).toBe('');
      else expect(await this.read(text.length + 2)).toBe(`${text}\r\n`);
    }
  }
}

export async function open(): Promise<Client> {
  const socket = connectTls({
    host: '127.0.0.1',
    port: server.port,
    ca: certificates.authority,
    servername: 'localhost',
  });
  await once(socket, 'secureConnect');
  return new Client(socket);
}

export const openPlain = () => new Client(connectPlain({ host: '127.0.0.1', port: server.port }));

export const greeting = 'S: +OK Postbag sample mailbox ready';
export const login = `${greeting}
  C: USER anna
  S: +OK And the password?
  C: PASS pass word
  S: +OK 2 messages (69 octets)`;
