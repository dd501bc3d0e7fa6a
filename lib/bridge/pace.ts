import 'server-only';

/** What the places know of a stream: how fast it is, and that it can be asked to make room. */
export interface Pace {
  /** Octets of mail a second that it brought lately. */
  rate(): number;
  /** Others wait, and this one has had its share: it ends soon. */
  makeRoom(): void;
}

/** The rate is that of the last so many milliseconds, and up to twice as many. */
const windowMs = 15_000;

/**
 * The pace of one stream of messages. Asked to make room, it begins no further message, and what was retrieved is settled;
 * what is not over after `withinMs` is cut, without QUIT: POP3 cannot pause inside a message, the mail stays on the server,
 * and the browser asks for it again.
 */
export class StreamPace implements Pace {
  /** Others wait: no further message is to be begun. */
  asked = false;
  /** It was cut for them. */
  cut = false;
  #octets = 0;
  #since = performance.now();
  #before = { octets: 0, ms: 0 };
  #timer: NodeJS.Timeout | undefined;
  #end: (() => void) | null = null;
  #over = false;

  constructor(private readonly withinMs: number) {}

  /** So many octets of mail went to the browser. */
  brought(octets: number): void {
    this.#turn();
    this.#octets += octets;
  }

  /** What ends the stream at once. */
  endBy(end: () => void): void {
    this.#end = end;
    // Asked while it was in line for its server, for too long.
    if (this.cut) end();
  }

  rate(): number {
    this.#turn();
    const ms = this.#before.ms + performance.now() - this.#since;
    return ((this.#before.octets + this.#octets) * 1000) / Math.max(1, ms);
  }

  makeRoom(): void {
    if (this.asked || this.#over) return;
    this.asked = true;
    this.#timer = setTimeout(() => {
      this.cut = true;
      this.#end?.();
    }, this.withinMs);
  }

  /** The stream is over by itself. */
  over(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #turn(): void {
    const ms = performance.now() - this.#since;
    if (ms < windowMs) return;
    this.#before = { octets: this.#octets, ms };
    this.#octets = 0;
    this.#since += ms;
  }
}
