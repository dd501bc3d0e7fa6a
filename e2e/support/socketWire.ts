import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Wire } from '@/lib/pop3/wire';

export interface SocketTarget {
  host: string;
  port: number;
  /** The authority's certificate, PEM: TLS. From the first byte, unless `startTls` is true. */
  authority?: string;
  /** Plain until `startTls()`. */
  startTls?: boolean;
}

/** Octets that may lie unread before the socket is stopped. */
const readAhead = 1024 * 1024;

/** The shortest Wire over a real socket, for tests and benchmarks: no deadlines. Rejects with the socket's error. */
export async function socketWire(target: SocketTarget): Promise<Wire> {
  const { host, port, authority } = target;
  const immediately = authority !== undefined && target.startTls !== true;
  let socket: Socket = immediately
    ? connectTls({ host, port, ca: authority, servername: 'localhost' })
    : connectPlain({ host, port, noDelay: true });
  await once(socket, immediately ? 'secureConnect' : 'connect');

  let chunks: Uint8Array[] = [];
  let buffered = 0;
  let failure: Error | null = null;
  let over = false;
  let wake = () => {};
  const onData = (chunk: Uint8Array) => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered >= readAhead) socket.pause();
    wake();
  };
  const onEnd = () => {
    over = true;
    wake();
  };
  const onError = (error: Error) => {
    failure = error;
    wake();
  };
  const listen = () => {
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  };
  listen();

  return {
    async read() {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) {
          buffered -= chunk.length;
          if (buffered < readAhead / 2 && socket.isPaused()) socket.resume();
          return chunk;
        }
        if (failure !== null) throw failure;
        if (over) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async write(bytes) {
      if (!socket.write(bytes)) await once(socket, 'drain');
    },
    async startTls() {
      if (buffered > 0) throw new Error('Bytes arrived before the handshake.');
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
      socket = connectTls({ socket, ca: authority, servername: 'localhost' });
      await once(socket, 'secureConnect');
      chunks = [];
      listen();
    },
    close() {
      socket.destroy();
    },
  };
}
