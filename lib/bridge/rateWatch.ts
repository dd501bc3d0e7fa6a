import 'server-only';
import type { Limits } from './limits';
import { TransportError } from './transport';

/**
 * Watches a retrieval without a deadline of its own: a message in flight has to keep the minimum rate, window by
 * window, and between messages the server may not be silent for long. Time in which the browser had to be waited for
 * is not the server's fault: a window with such a wait in it does not count.
 */
export class RateWatch {
  private octets = 0;
  private inFlight = false;
  private readonly rateTimer: NodeJS.Timeout;
  private readonly idleTimer: NodeJS.Timeout;

  /** @param reader how often the reader was waited for so far, and whether it is now. */
  constructor(
    limits: Pick<Limits, 'rateWindowMs' | 'rateOctets' | 'idleMs'>,
    private readonly reader: { readonly stalls: number; readonly waiting: boolean },
    private readonly onSlow: (reason: Error) => void,
  ) {
    this.rateTimer = this.every(limits.rateWindowMs, 'too_slow', () => {
      const slow = this.inFlight && this.octets < limits.rateOctets;
      this.octets = 0;
      return slow;
    });
    this.idleTimer = this.every(limits.idleMs, 'timeout', () => !this.inFlight);
  }

  begin(): void {
    this.inFlight = true;
    this.octets = 0;
    this.rateTimer.refresh();
  }

  received(octets: number): void {
    this.octets += octets;
  }

  /** A reply is complete. */
  end(): void {
    this.inFlight = false;
    this.idleTimer.refresh();
  }

  stop(): void {
    clearTimeout(this.rateTimer);
    clearTimeout(this.idleTimer);
  }

  private every(ms: number, code: 'too_slow' | 'timeout', isSlow: () => boolean): NodeJS.Timeout {
    let seen = this.reader.stalls;
    const timer = setTimeout(() => {
      const { stalls, waiting } = this.reader;
      if (isSlow() && !waiting && stalls === seen) {
        this.stop();
        this.onSlow(new TransportError(code));
        return;
      }
      seen = stalls;
      timer.refresh();
    }, ms);
    return timer;
  }
}
