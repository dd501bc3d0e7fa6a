import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

/** What a listing may be falsified to. */
export const lies = ['empty', 'shorter', 'nameless', 'sizeless', 'absurd', 'renamed'] as const;
export type Lie = (typeof lies)[number];

export interface Liar {
  port: number;
  /** From now on every session is lied to in this way; null: the truth again. */
  lie: Lie | null;
  /** How many sessions were lied to. */
  told: number;
  close(): Promise<void>;
}

/** Whose answer is awaited. */
interface Asked {
  verb: string;
  number: number | null;
}

const several = new Set(['CAPA', 'RETR', 'TOP']);

/**
 * Stands before a POP3 server, in TLS, and passes everything on as it is, but for STAT, LIST and UIDL while it lies. The
 * lies are of one piece: what STAT leaves out, nothing else admits.
 */
export async function startLiar(
  target: { host: string; port: number },
  tls: { certificate: string; key: string },
): Promise<Liar> {
  const sockets = new Set<Socket | TLSSocket>();
  const server = createServer({ cert: tls.certificate, key: tls.key }, (client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (liar.lie) liar.told += 1;
    between(client, upstream, liar.lie);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const liar: Liar = {
    port: (server.address() as AddressInfo).port,
    lie: null,
    told: 0,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return liar;
}

function between(client: TLSSocket, upstream: Socket, lie: Lie | null): void {
  const asked: Asked[] = [{ verb: 'greeting', number: null }];
  let challenged = false;
  let inBody: Asked | null = null;
  // Unknown until STAT has told it: a session that does not ask has its half of everything.
  let count = Number.POSITIVE_INFINITY;
  lines(client, (line) => {
    if (!challenged) {
      const [verb = '', argument] = line.toString('latin1').trim().split(' ');
      asked.push({ verb: verb.toUpperCase(), number: argument ? Number(argument) : null });
    }
    challenged = false;
    upstream.write(line);
  });
  lines(upstream, (line) => {
    const text = line.toString('latin1').replace(/\r?\n$/, '');
    if (inBody) {
      const falsified = text === '.' ? line : listed(inBody, text, line, lie, count);
      if (text === '.') inBody = null;
      if (falsified) client.write(falsified);
      return;
    }
    if (text.startsWith('+ ')) {
      challenged = true;
      client.write(line);
      return;
    }
    const question = asked.shift();
    const good = text.startsWith('+OK');
    if (question && good && (several.has(question.verb) || isWhole(question))) inBody = question;
    if (question?.verb === 'STAT' && good) {
      count = Number(text.split(' ')[1]);
      client.write(
        lie === 'empty' ? '+OK 0 0\r\n' : lie === 'shorter' ? `+OK ${shown(lie, count)} 1\r\n` : line,
      );
    } else client.write(question && good ? single(question, line, lie, count) : line);
  });
}

/** A listing without a number: of everything. */
const isWhole = ({ verb, number }: Asked) => (verb === 'LIST' || verb === 'UIDL') && number === null;

/** How many messages there are, as this lie goes. */
function shown(lie: Lie | null, count: number): number {
  if (lie === 'empty') return 0;
  return lie === 'shorter' ? Math.floor(count / 2) : count;
}

/** One line of an answer of several lines; null: left out. */
function listed(
  question: Asked,
  text: string,
  line: Buffer,
  lie: Lie | null,
  count: number,
): Buffer | string | null {
  if (!isWhole(question)) return line;
  const number = Number(text.split(' ')[0]);
  if (number > shown(lie, count)) return null;
  if (question.verb === 'UIDL' && lie === 'nameless' && number % 3 === 0) return `${number}\r\n`;
  if (question.verb === 'UIDL' && lie === 'renamed') return `${number} x${text.split(' ')[1]}\r\n`;
  if (question.verb === 'LIST') {
    if (lie === 'sizeless' && number % 2 === 0) return null;
    if (lie === 'absurd') return `${number} ${number % 2 === 0 ? 999_999_999_999 : 0}\r\n`;
  }
  return line;
}

/** The answer to LIST or UIDL with a number, or any other answer of one line. */
function single({ verb, number }: Asked, line: Buffer, lie: Lie | null, count: number): Buffer | string {
  if (number === null || (verb !== 'LIST' && verb !== 'UIDL')) return line;
  if (number > shown(lie, count)) return '-ERR no such message\r\n';
  if (verb === 'UIDL' && lie === 'nameless' && number % 3 === 0) return `+OK ${number}\r\n`;
  if (verb === 'UIDL' && lie === 'renamed') return line.toString('latin1').replace(/ (\S+)\r/, ' x$1\r');
  if (verb === 'LIST' && lie === 'absurd') return `+OK ${number} 999999999999\r\n`;
  return line;
}

/** Cuts what comes into lines, their ends with them. */
function lines(socket: Socket, take: (line: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
      take(rest.subarray(from, end + 1));
      from = end + 1;
    }
    rest = rest.subarray(from);
  });
}
