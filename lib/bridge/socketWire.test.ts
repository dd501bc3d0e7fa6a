import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SocketWire } from './socketWire';
import { RequestGone, TransportError } from './transport';

const never = () => new AbortController().signal;
const noTls = () => Promise.reject(new TransportError('tls_failed'));
const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();
let server: Server;
let peer: Socket;
let socket: Socket;

beforeEach(async () => {
  server = createServer((accepted) => {
    peer = accepted.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
});
afterEach(() => {
  socket.destroy();
  peer.destroy();
  server.close();
});

describe('a wire over a socket', () => {
  it('reads what comes, in order, then the end', async () => {
    const wire = new SocketWire(socket, noTls, never());
    peer.write('+OK\r\n');
    expect(text(await wire.read())).toBe('+OK\r\n');
    const waiting = wire.read();
    peer.end('bye');
    expect(text(await waiting)).toBe('bye');
    expect(await wire.read()).toBeNull();
    expect(await wire.read()).toBeNull();
  });

  it('still hands out what came before the peer reset, and then says so', async () => {
    const wire = new SocketWire(socket, noTls, never());
    peer.write('half');
    await once(socket, 'data');
    peer.resetAndDestroy();
    await vi.waitFor(() => expect(socket.closed).toBe(true), 10_000);
    expect(text(await wire.read())).toBe('half');
    await expect(wire.read()).rejects.toMatchObject({ code: 'connection_lost' });
    await expect(wire.write(Buffer.from('NOOP\r\n'))).rejects.toMatchObject({ code: 'connection_lost' });
  });

  it('stops the socket when nobody reads, and goes on afterwards', async () => {
    const wire = new SocketWire(socket, noTls, never(), 64 * 1024);
    const size = 32 * 1024 * 1024;
    peer.end(Buffer.alloc(size, 'x'));
    await vi.waitFor(() => expect(socket.isPaused()).toBe(true), 10_000);
    expect(socket.bytesRead).toBeLessThan(size / 8);
    let octets = 0;
    for (let chunk = await wire.read(); chunk; chunk = await wire.read()) octets += chunk.length;
    expect(octets).toBe(size);
  });

  it('refuses TLS over bytes that came before it, and never asks for the handshake', async () => {
    const secure = vi.fn(noTls);
    const wire = new SocketWire(socket, secure, never());
    peer.write('+OK injected\r\n');
    await once(socket, 'data');
    await expect(wire.startTls()).rejects.toBeInstanceOf(TransportError);
    expect(secure).not.toHaveBeenCalled();
    expect(socket.destroyed).toBe(true);
  });

  it('speaks through what the handshake gave it', async () => {
    const [inner] = await Promise.all([
      new Promise<Socket>((resolve) => {
        const other = connect((server.address() as AddressInfo).port, '127.0.0.1', () => resolve(other));
      }),
      once(server, 'connection'),
    ]);
    const wire = new SocketWire(socket, async () => inner, never());
    await wire.startTls();
    await wire.write(Buffer.from('CAPA\r\n'));
    const [received] = await once(peer, 'data');
    expect(text(received)).toBe('CAPA\r\n');
    inner.destroy();
  });

  it('dies at once when its signal aborts, with the signal’s reason, whatever still lay unread', async () => {
    const lifetime = new AbortController();
    const wire = new SocketWire(socket, noTls, lifetime.signal);
    peer.write('unread');
    await once(socket, 'data');
    lifetime.abort(new RequestGone());
    await expect(wire.read()).rejects.toBeInstanceOf(RequestGone);
    await expect(wire.write(Buffer.from('QUIT\r\n'))).rejects.toBeInstanceOf(RequestGone);
    await expect(wire.startTls()).rejects.toBeInstanceOf(RequestGone);
    await once(peer.resume(), 'close');
    const late = new SocketWire(socket, noTls, lifetime.signal);
    await expect(late.read()).rejects.toBeInstanceOf(RequestGone);
  });
});
