import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { Peer } from './peer';
import { type DemoUser, Pop3Commands } from './pop3Commands';

export interface Pop3ServerWishes {
  users: readonly DemoUser[];
  /** PEM. */
  certificate: string;
  key: string;
  /** `tls`: encrypted from the first byte (port 995's way, RFC 8314); `starttls`: after STLS (port 110's way). */
  security?: 'tls' | 'starttls';
  /** 0, the default: a free one. */
  port?: number;
  /** Milliseconds; RFC 1939 §3 asks for 10 minutes at least, which is the default. */
  idle?: number;
  /** Told of every command; `argument` is empty where it would hold a secret. */
  observe?: (verb: string, argument: string) => void;
}

export interface RunningPop3Server {
  port: number;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

/** More than this many at once would be no person who tries the sample. */
const connectionLimit = 64;

/**
 * Starts a POP3 server on loopback, on 127.0.0.1 and, where the machine has it, on the same port of ::1: `localhost`
 * may mean either. Rejects with the system's error when the port is taken.
 */
export async function startPop3Server(wishes: Pop3ServerWishes): Promise<RunningPop3Server> {
  const context = createSecureContext({ cert: wishes.certificate, key: wishes.key });
  const { users, security = 'tls', idle = 600_000, observe = () => {} } = wishes;
  const open = new Set<Socket>();

  function accept(socket: Socket): void {
    socket.setNoDelay();
    socket.on('error', () => socket.destroy());
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    const implicit = security === 'tls';
    const peer = new Peer(
      implicit ? new TLSSocket(socket, { isServer: true, secureContext: context }) : socket,
      idle,
    );
    void new Pop3Commands(peer, { users, tls: implicit ? null : context, observe }).run();
  }

  const first = await listen(accept, '127.0.0.1', wishes.port ?? 0);
  const { port } = first.address() as AddressInfo;
  const second = await listen(accept, '::1', port).catch(() => null);
  const servers = second ? [first, second] : [first];
  return {
    port,
    async close() {
      const closed = servers.map((server) => once(server, 'close'));
      for (const server of servers) server.close();
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

async function listen(accept: (socket: Socket) => void, host: string, port: number): Promise<Server> {
  const server = createServer(accept);
  server.maxConnections = connectionLimit;
  server.listen({ host, port });
  await once(server, 'listening');
  return server;
}
