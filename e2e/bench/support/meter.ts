import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';

/** One POP3 session, as it went over the line. */
export interface Metered {
  /** POP3 from the server, octets without TLS. */
  octets: number;
  /**
   * Round trips so far: TCP, TLS 1.3, the greeting, and then as often as the client spoke after the server had. A QUIT
   * whose answer nobody waits for counts as well.
   */
  roundTrips: number;
  /** The round trips until the first octet of the answer to the first RETR; null: there was none. */
  toFirstMessage: number | null;
}

export interface Meter {
  port: number;
  /** All sessions since `reset`, in the order in which they began. */
  sessions: Metered[];
  reset(): void;
  close(): Promise<void>;
}

/** TCP's handshake, that of TLS 1.3, and the greeting, which a server says when the client's part has come. */
const beforeFirstCommand = 3;

/** Stands before a server's plain port in TLS and counts what passes. */
export async function startMeter(
  target: { host: string; port: number },
  tls: { certificate: string; key: string },
): Promise<Meter> {
  const sockets = new Set<Socket>();
  const options = { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.3' } as const;
  const server = createServer(options, (client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const session: Metered = { octets: 0, roundTrips: beforeFirstCommand, toFirstMessage: null };
    meter.sessions.push(session);
    let serverSpokeLast = true;
    let retrieving = false;
    client.on('data', (chunk: Buffer) => {
      if (serverSpokeLast) session.roundTrips += 1;
      serverSpokeLast = false;
      retrieving ||= chunk.includes('RETR ');
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      serverSpokeLast = true;
      session.octets += chunk.length;
      if (retrieving) session.toFirstMessage ??= session.roundTrips;
      client.write(chunk);
    });
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const meter: Meter = {
    port: (server.address() as AddressInfo).port,
    sessions: [],
    reset() {
      meter.sessions = [];
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return meter;
}
