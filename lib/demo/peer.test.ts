import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { Peer, PeerError } from './peer';

/** A socket whose other side takes bytes only when told to. */
class SlowSocket extends Duplex {
  readonly taken: Buffer[] = [];
  #take: (() => void) | null = null;

  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(chunk);
    this.#take = done;
  }
  setTimeout(): this {
    return this;
  }
  accept(): void {
    this.#take?.();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function open(): { peer: Peer; socket: SlowSocket } {
  const socket = new SlowSocket({ writableHighWaterMark: 1000, readableHighWaterMark: 1000 });
  return { socket, peer: new Peer(socket as unknown as Socket, 1000) };
}

test('a writer waits for a reader that stalls', async () => {
  const { peer, socket } = open();
  await peer.write(Buffer.alloc(999));
  let written = false;
  const waiting = peer.write(Buffer.alloc(999)).then(() => {
    written = true;
  });
  await turn();
  expect(written).toBe(false);
  socket.accept();
  await turn();
  socket.accept();
  await waiting;
  expect(socket.taken).toHaveLength(2);
});

test('a writer does not wait for a reader that is gone', async () => {
  const { peer, socket } = open();
  const waiting = peer.write(Buffer.alloc(2000));
  socket.destroy();
  await waiting;
  await expect(peer.write('more')).rejects.toBeInstanceOf(PeerError);
  expect(await peer.readLine()).toBeNull();
});

test('commands wait in the socket while one is being answered', async () => {
  const { peer, socket } = open();
  socket.push('NOOP\r\nNO');
  expect(await peer.readLine()).toBe('NOOP');
  socket.push('OP\nlast');
  await turn();
  expect(socket.isPaused()).toBe(true);
  expect(await peer.readLine()).toBe('NOOP');
  socket.push(null);
  expect(await peer.readLine()).toBeNull();
});
