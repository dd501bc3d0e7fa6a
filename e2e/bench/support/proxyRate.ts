import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { startProgram } from './processes';

/**
 * How much the delaying line carries by itself, MB/s: `octets` of nothing through a proxy of its own, from a server
 * that only sends to a client that only counts. A figure near that of the clients would mean that the line was measured.
 */
export async function carries(proxyProgram: string, delay: number, octets: number): Promise<number> {
  const block = Buffer.alloc(256 * 1024);
  const server = createServer((socket) => {
    let left = octets;
    const send = () => {
      while (left > 0) {
        const piece = Math.min(left, block.length);
        left -= piece;
        if (!socket.write(block.subarray(0, piece))) return;
      }
      socket.end();
    };
    socket.on('drain', send).on('error', () => {});
    send();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await startProgram(process.execPath, [
    proxyProgram,
    '127.0.0.1',
    String(port),
    String(delay),
  ]);
  try {
    const started = performance.now();
    const socket = connect(Number(proxy.line), '127.0.0.1');
    let got = 0;
    for await (const chunk of socket) got += (chunk as Buffer).length;
    if (got !== octets) throw new Error(`The line delivered ${got} octets of ${octets}.`);
    return octets / 1000 / (performance.now() - started);
  } finally {
    await proxy.stop();
    server.close();
  }
}
