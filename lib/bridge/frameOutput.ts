import 'server-only';
import type { Problem } from '@/lib/contract/errors';
import { type Frame, FrameWriter } from '@/lib/contract/frames';
import type { Limits } from './limits';
import { RequestGone } from './transport';

/**
 * Frames on their way to the browser, as a stream that it pulls:
 *
 *     frame(), data() ─► one buffer ─► stream's queue ─► browser
 *          ▲          (full, or 5 ms old)    │
 *          └── a promise while the queue is full: the caller waits, the mail server's socket is not read
 */
export class FrameOutput {
  readonly stream: ReadableStream<Uint8Array>;
  /** How often the browser had to be waited for; and whether it is now. */
  stalls = 0;
  waiting = false;
  /** Sent so far. */
  octets = 0;

  private readonly writer: FrameWriter;
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private flushTimer: NodeJS.Timeout | null = null;
  private wakes: (() => void)[] = [];
  /** Whether anything went out since the last look. */
  private moved = false;
  private readonly heartbeat: NodeJS.Timeout;

  /** @param onGone called when the browser gives the stream up, or takes nothing for `readerMs`. */
  constructor(
    private readonly limits: Pick<Limits, 'chunkOctets' | 'queueOctets' | 'flushMs' | 'readerMs' | 'aliveMs'>,
    private readonly onGone: (reason: Error) => void,
  ) {
    this.writer = new FrameWriter((chunk) => {
      this.moved = true;
      this.octets += chunk.length;
      this.controller?.enqueue(chunk);
    }, limits.chunkOctets);
    this.heartbeat = setInterval(() => this.beat(), limits.aliveMs);
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => this.wakeUp(),
        cancel: () => this.giveUp(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: limits.queueOctets }),
    );
  }

  /** Something was said, be it on its way still. */
  get begun(): boolean {
    return this.octets + this.writer.pending > 0;
  }

  /** Appends a frame; the promise, if any, is to be awaited before more is sent. */
  frame(frame: Frame): undefined | Promise<void> {
    this.writer.frame(frame);
    return this.sent();
  }

  /** Appends bytes of the current message, copying them. */
  data(bytes: Uint8Array): undefined | Promise<void> {
    this.writer.data(bytes);
    return this.sent();
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.flushTimer) clearTimeout(this.flushTimer);
    this.flushTimer = null;
    if (this.controller) this.writer.flush();
  }

  /**
   * Sends what waits, and resolves when the browser has taken all of it.
   * @throws RequestGone when it has gone, the stream is closed, or it takes nothing for `readerMs`.
   */
  async drained(): Promise<void> {
    this.flush();
    await this.untilFree(this.limits.queueOctets);
  }

  /** The stream's orderly end. */
  close(): void {
    clearInterval(this.heartbeat);
    this.flush();
    this.controller?.close();
    this.controller = null;
    this.wakeUp();
  }

  /** The last word of a session that died, and what is to be said before it. Nobody may be there to hear it. */
  fail(problem: Problem, before: readonly Frame[] = []): void {
    for (const frame of before) this.writer.frame(frame);
    this.writer.frame({ kind: 'problem', problem });
    this.close();
  }

  private sent(): undefined | Promise<void> {
    if (!this.controller) throw new RequestGone();
    if (this.writer.pending > 0) this.flushTimer ??= setTimeout(() => this.flush(), this.limits.flushMs);
    return (this.controller.desiredSize ?? 0) > 0 ? undefined : this.untilFree(1);
  }

  /** Until so many octets of the queue are free. */
  private async untilFree(octets: number): Promise<void> {
    this.stalls += 1;
    this.waiting = true;
    const timer = setTimeout(() => this.giveUp(), this.limits.readerMs);
    while (this.controller && (this.controller.desiredSize ?? 0) < octets) {
      await new Promise<void>((resolve) => {
        this.wakes.push(resolve);
      });
      // Something was taken: a slow reader is no frozen one.
      timer.refresh();
    }
    clearTimeout(timer);
    this.waiting = false;
    if (!this.controller) throw new RequestGone();
  }

  /** Says that somebody is there, unless something was said, or the browser is the one who is waited for. */
  private beat(): void {
    if (!this.moved && !this.waiting && this.controller) {
      this.writer.frame({ kind: 'alive' });
      this.flush();
    }
    this.moved = false;
  }

  /** Nobody reads, or is to be waited for: the queue is dropped with the stream. */
  giveUp(): void {
    clearInterval(this.heartbeat);
    const reason = new RequestGone();
    this.controller?.error(reason);
    this.controller = null;
    this.flush();
    this.wakeUp();
    this.onGone(reason);
  }

  private wakeUp(): void {
    for (const wake of this.wakes.splice(0)) wake();
  }
}
