import { Socket } from 'node:net';

export interface Connects {
  /** The arguments of every connect() of this process since the last `reset`. */
  readonly seen: unknown[][];
  /** What is done in place of connecting; null: it connects. */
  instead: ((socket: Socket) => void) | null;
  reset(): void;
  /** Puts things back. */
  stop(): void;
}

/** Watches every connect() of this process: what is refused must never get there. */
export function watchConnects(): Connects {
  const original = Socket.prototype.connect;
  const connects: Connects = {
    seen: [],
    instead: null,
    reset() {
      connects.seen.length = 0;
      connects.instead = null;
    },
    stop() {
      Socket.prototype.connect = original;
    },
  };
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    connects.seen.push(args);
    if (connects.instead) connects.instead(this);
    else Reflect.apply(original, this, args);
    return this;
  };
  return connects;
}
