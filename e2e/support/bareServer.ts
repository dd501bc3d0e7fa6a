import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface BareServer {
  port: number;
  close(): Promise<void>;
}

/** A server on loopback that does with each connection what it is told, and knows no protocol. */
export async function startBareServer(act: (socket: Socket) => void): Promise<BareServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    act(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
