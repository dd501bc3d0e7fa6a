import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProxyWishes, type RunningProxy, startProxy } from './proxy';

let target: Server;
let accepted: Socket[];
let proxy: RunningProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  accepted = [];
  // Says back what it hears.
  target = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
});
afterEach(async () => {
  for (const socket of [...clients.splice(0), ...accepted]) socket.destroy();
  await proxy.close();
  target.close();
});

async function open(wishes: Partial<ProxyWishes> = {}): Promise<Socket> {
  const { port } = target.address() as AddressInfo;
  proxy = await startProxy({ target: { host: '127.0.0.1', port }, ...wishes });
  return client();
}

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  // Without a reader the other side's end would never be noticed.
  socket.resume();
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Reads so many octets and gives the milliseconds that it took. */
async function echo(socket: Socket, bytes: Buffer): Promise<number> {
  const began = performance.now();
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for (let got = 0; got < bytes.length; ) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    chunks.push(chunk);
    got += chunk.length;
  }
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  return performance.now() - began;
}

test('carries bytes unchanged, and the end', async () => {
  const socket = await open();
  await echo(socket, Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251)));
  expect(proxy.delivered).toBe(300_000);
  socket.end();
  await once(socket, 'close');
});

test('the round trip takes twice the delay', async () => {
  const took = await echo(await open({ delay: 60 }), Buffer.from('x'));
  expect(took).toBeGreaterThanOrEqual(118);
  expect(took).toBeLessThan(400);
});

test('the rate is shared by all connections', async () => {
  const first = await open({ rate: 200_000 });
  const second = await client();
  const took = await Promise.all([echo(first, Buffer.alloc(40_000)), echo(second, Buffer.alloc(40_000))]);
  expect(Math.max(...took)).toBeGreaterThan(380);
  expect(Math.max(...took)).toBeLessThan(2000);
});

test('freeze holds everything, thaw lets it go', async () => {
  const socket = await open();
  proxy.freeze();
  const answer = echo(socket, Buffer.from('held'));
  // By the time that this has gone past the proxy and back, the other would have, too.
  const direct = connect((target.address() as AddressInfo).port, '127.0.0.1');
  clients.push(direct);
  await echo(direct, Buffer.alloc(1_000_000));
  expect(proxy.delivered).toBe(0);
  expect(socket.destroyed).toBe(false);
  proxy.thaw();
  await answer;
});

test('cut ends the connections after so many octets; the next one is accepted', async () => {
  const socket = await open();
  proxy.cut(20_000);
  socket.write(Buffer.alloc(200_000));
  let got = 0;
  socket.on('data', (chunk: Buffer) => {
    got += chunk.length;
  });
  await once(socket, 'close');
  expect(got).toBeLessThan(40_000);
  await echo(await client(), Buffer.from('again'));
});

test('down cuts the later ones as well, until up', async () => {
  const socket = await open();
  proxy.down(1);
  socket.write('x');
  await once(socket, 'close');
  await once(await client(), 'close');
  expect(accepted).toHaveLength(1);
  proxy.up();
  await echo(await client(), Buffer.from('again'));
});
