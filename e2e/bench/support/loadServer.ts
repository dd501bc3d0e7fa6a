import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

export interface LoadServer {
  port: number;
  /** Connections that are open now. */
  open(): number;
  close(): Promise<void>;
}

export const loadPassword = 'the right one';
const small = { count: 20, octets: 4_000 };
const large = { count: 1, octets: 64 * 1024 ** 2 };

/** What a user's maildrop holds: twenty small messages, or, where the name begins with `big`, a single one of 64 MiB. */
export const maildropOf = (user: string) => (user.startsWith('big') ? large : small);
export const uidlOf = (number: number) => `message-${number}`;

const line = Buffer.from(`${'x'.repeat(62)}\r\n`);
const piece = Buffer.concat(Array(1024).fill(line));

/**
 * A POP3 server over TLS for any number of users and connections, that does nothing but answer: what is measured
 * against it is the bridge. It sends no faster than it is read.
 */
export async function startLoadServer(certificate: {
  certificate: string;
  key: string;
}): Promise<LoadServer> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert: certificate.certificate, key: certificate.key }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    void serve(socket);
  });
  // The bridge goes away in the middle of handshakes, too.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(socket: TLSSocket): Promise<void> {
  const say = async (text: string | Buffer) => {
    if (socket.write(text)) return;
    const over = new AbortController();
    const { signal } = over;
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
    // Who lost the race listens no longer: a stalled reader would have a listener more with each message.
    over.abort();
  };
  let user = '';
  let rest = '';
  await say('+OK\r\n');
  try {
    for await (const chunk of socket) {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const [verb = '', ...words] = rest.slice(0, end).split(' ');
        rest = rest.slice(end + 2);
        if (verb === 'AUTH') user = userOf(words[1] ?? '');
        if (verb === 'AUTH' && user === '') await say('-ERR [AUTH] no\r\n');
        else if (verb === 'QUIT') return void socket.end('+OK\r\n');
        else for (const part of answer(verb, Number(words[0] ?? 0), maildropOf(user))) await say(part);
      }
    }
  } catch {
    // The other side has gone: that is what much of the load is about.
  }
}

/** The user of SASL PLAIN (RFC 4616) with the right password; empty otherwise. */
function userOf(base64: string): string {
  const [, user = '', password] = Buffer.from(base64, 'base64').toString('utf8').split('\0');
  return password === loadPassword ? user : '';
}

function* answer(verb: string, number: number, { count, octets }: typeof small): Generator<string | Buffer> {
  const numbers = number > 0 ? [number] : Array.from({ length: count }, (_, index) => index + 1);
  const list = (value: (each: number) => string | number) =>
    number > 0
      ? `+OK ${number} ${value(number)}\r\n`
      : `+OK\r\n${numbers.map((each) => `${each} ${value(each)}\r\n`).join('')}.\r\n`;
  if (verb === 'CAPA') yield '+OK\r\nUIDL\r\nTOP\r\nPIPELINING\r\nSASL PLAIN\r\n.\r\n';
  else if (verb === 'STAT') yield `+OK ${count} ${count * octets}\r\n`;
  else if (verb === 'UIDL') yield list(uidlOf);
  else if (verb === 'LIST') yield list(() => octets);
  else if (verb === 'RETR') {
    yield `+OK\r\nSubject: ${number}\r\n\r\n`;
    for (let sent = 0; sent < octets; sent += piece.length) yield piece.subarray(0, octets - sent);
    yield '\r\n.\r\n';
  } else yield '+OK\r\n';
}
