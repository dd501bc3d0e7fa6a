import 'server-only';
import { RequestGone, TransportError } from './transport';

const shared = globalThis as typeof globalThis & {
  postbagLifetimes?: Set<Lifetime>;
  /** Called when the last one has ended. */
  postbagLastWords?: (() => void)[];
};

function living(): Set<Lifetime> {
  shared.postbagLifetimes ??= new Set();
  return shared.postbagLifetimes;
}

const askers = new WeakMap<AbortSignal, Request>();

/**
 * The signal of a request that is given up, however long it is listened to. Node's Request feeds its signal only as long
 * as the Request itself is alive: once nothing but the signal is held, the collector takes the Request, and that the
 * browser has gone is never heard. So each holds the other.
 */
export function goneSignal(request: Request): AbortSignal {
  askers.set(request.signal, request);
  return request.signal;
}

/** How many sessions live now. */
export const livingSessions = () => living().size;

/** Resolves when no session lives. */
export function whenNoneLives(): Promise<void> {
  if (living().size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    shared.postbagLastWords = [...(shared.postbagLastWords ?? []), resolve];
  });
}

/**
 * On the way down: every session ends now, without QUIT, and says so to its browser. Without this the server would
 * wait for streams that wait for receipts.
 */
export function endAllLifetimes(): void {
  for (const lifetime of [...living()]) lifetime.shutDown();
}

/**
 * For which leader of a browser a session is. Its owner is who has the account's cookie with its K, which no two browsers
 * share, and no two people.
 */
export interface Lead {
  owner: string;
  epoch: number;
}

/**
 * How long one POP3 session may live: until its request is given up, or the deadline of the phase it is in passes.
 * Everything that waits listens to the one signal; its reason is the error that is told.
 */
export class Lifetime {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private readonly onGone = () => this.end(new RequestGone());
  /** How it ends when its leader's successor has come: nobody waits for it any more. */
  yields: () => void = this.onGone;

  /**
   * @param request aborts when the browser has gone.
   * @param lead for whom it is: what older leaders of that owner left open ends now, without QUIT. A mail server lets in one
   *   session at a time, and a leader that hangs would keep it as long as the bridge waits for its receipt.
   */
  constructor(
    private request: AbortSignal,
    public lead: Lead | null = null,
  ) {
    if (lead)
      for (const { lead: other, yields } of [...living()])
        if (other?.owner === lead.owner && other.epoch < lead.epoch) yields();
    request.addEventListener('abort', this.onGone, { once: true });
    living().add(this);
    if (request.aborted) this.onGone();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** A new phase with one deadline for all of it; the one before is over. Null: a phase that others watch over. */
  phase(ms: number | null): void {
    clearTimeout(this.timer);
    this.timer = ms === null ? undefined : setTimeout(() => this.end(new TransportError('timeout')), ms);
  }

  /** Another request goes on with the session, or begins another one: that ends when this request is given up. */
  handOver(request: AbortSignal, lead: Lead | null): void {
    living().add(this);
    this.request.removeEventListener('abort', this.onGone);
    this.request = request;
    this.lead = lead;
    request.addEventListener('abort', this.onGone, { once: true });
    if (request.aborted) this.onGone();
  }

  /** Ends the session now; the first reason counts. */
  end(reason: Error): void {
    this.release();
    this.controller.abort(reason);
  }

  /** The bridge itself goes. (The error is made here: who calls may come from another bundle, with classes of its own.) */
  shutDown(): void {
    this.end(new TransportError('connection_lost'));
  }

  /** Orderly end: nothing fires any more. */
  release(): void {
    clearTimeout(this.timer);
    living().delete(this);
    if (living().size === 0) for (const tell of shared.postbagLastWords?.splice(0) ?? []) tell();
    this.request.removeEventListener('abort', this.onGone);
  }

  /** The work's outcome, or the signal's reason if that comes first (for what cannot be cancelled, like DNS). */
  async race<Value>(work: Promise<Value>): Promise<Value> {
    const { signal } = this;
    signal.throwIfAborted();
    let stop: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      if (stop) signal.removeEventListener('abort', stop);
    }
  }
}
