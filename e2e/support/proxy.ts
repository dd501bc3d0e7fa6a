import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface ProxyWishes {
  target: { host: string; port: number };
  /** Milliseconds in each direction; the round trip takes twice as long. */
  delay?: number;
  /** Octets a second in each direction, shared by all connections; unlimited by default. */
  rate?: number;
  /** Where it listens; 0, the default, is a free port. */
  port?: number;
}

export interface RunningProxy {
  port: number;
  /** Connections that were accepted since the start, and octets that have gone to the clients. */
  connections: number;
  delivered: number;
  /** Connections that are open now, and how often all of them were cut. */
  readonly open: number;
  cuts: number;
  /** Nothing moves any more, and nothing is closed: a server that hangs. */
  freeze(): void;
  thaw(): void;
  /** Cuts every connection once so many more octets have gone to the clients; later ones are accepted. */
  cut(afterOctets: number): void;
  /** The same, and every later connection is cut at once, until `up`. */
  down(afterOctets: number): void;
  up(): void;
  close(): Promise<void>;
}

/** Pieces on their way, so that connections share the line fairly. */
const pieceSize = 8 * 1024;

/**
 * A line between a client and a server, as long and as thin as wished. It knows nothing of what goes over it.
 *
 *   client ──► [ pieces wait for the line ] ──rate──► [ on their way for `delay` ] ──► server, and back
 *
 * The source is paused while a chunk of it waits for the line, so that backpressure passes through. What is on its way
 * is as much as the line holds.
 */
export async function startProxy(wishes: ProxyWishes): Promise<RunningProxy> {
  const { target, delay = 0, rate = Number.POSITIVE_INFINITY } = wishes;
  const sockets = new Set<Socket>();
  let frozen: { promise: Promise<void>; release: () => void } | null = null;
  let cutAt = Number.POSITIVE_INFINITY;
  let staysDown = false;
  let refusing = false;
  let clients = 0;

  const proxy: RunningProxy = {
    port: 0,
    connections: 0,
    delivered: 0,
    cuts: 0,
    get open() {
      return clients;
    },
    freeze() {
      let release = () => {};
      const promise = new Promise<void>((resolve) => {
        release = resolve;
      });
      frozen ??= { promise, release };
    },
    thaw() {
      frozen?.release();
      frozen = null;
    },
    cut(afterOctets) {
      cutAt = proxy.delivered + afterOctets;
    },
    down(afterOctets) {
      proxy.cut(afterOctets);
      staysDown = true;
    },
    up() {
      staysDown = false;
      refusing = false;
    },
    async close() {
      proxy.thaw();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };

  function cutAll(): void {
    cutAt = Number.POSITIVE_INFINITY;
    refusing = staysDown;
    proxy.cuts += 1;
    for (const socket of sockets) socket.destroy();
  }

  /** One direction of one connection; `line` is shared by all connections of that direction. */
  function carry(from: Socket, to: Socket, line: Line, deliver: (octets: number) => void): void {
    let last: Promise<void> = Promise.resolve();
    const pieces = async (chunk: Buffer): Promise<void> => {
      for (let at = 0; at < chunk.length; at += pieceSize) {
        const piece = chunk.subarray(at, at + pieceSize);
        await line.pass(piece.length);
        last = Promise.all([last, pause(delay)]).then(async () => {
          await frozen?.promise;
          if (to.destroyed) return;
          to.write(piece);
          deliver(piece.length);
        });
        if (to.writableNeedDrain) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {});
      }
    };
    // An end may come while the octets before it still wait for the line: it goes behind them.
    let taken: Promise<void> = Promise.resolve();
    const behind = () => taken.then(() => last);
    from.on('data', (chunk: Buffer) => {
      from.pause();
      taken = taken.then(() => pieces(chunk)).then(() => void from.resume());
    });
    from.on(
      'end',
      () =>
        void behind()
          .then(() => pause(delay))
          .then(() => to.end()),
    );
    from.on('error', () => to.destroy());
    from.on('close', () => void behind().then(() => to.destroySoon()));
  }

  const up = new Line(rate);
  const down = new Line(rate);
  const server = createServer({ allowHalfOpen: true }, (client) => {
    proxy.connections += 1;
    client.on('error', () => client.destroy());
    if (refusing) {
      client.destroy();
      return;
    }
    clients += 1;
    client.once('close', () => {
      clients -= 1;
    });
    const upstream = connect({ ...target, allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      socket.setNoDelay();
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    carry(client, upstream, up, () => {});
    carry(upstream, client, down, (octets) => {
      proxy.delivered += octets;
      if (proxy.delivered >= cutAt) cutAll();
    });
  });
  server.listen(wishes.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}

/** A line that takes `rate` octets a second, first come, first served. */
class Line {
  #free = 0;

  constructor(private readonly rate: number) {}

  /** Resolves when so many octets have left. */
  pass(octets: number): Promise<void> {
    const now = performance.now();
    this.#free = Math.max(this.#free, now) + (octets / this.rate) * 1000;
    return pause(this.#free - now);
  }
}

/** Timers are coarse: what is below a millisecond is not waited for, and evens out in `Line`. */
function pause(ms: number): Promise<void> {
  return ms < 1 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
