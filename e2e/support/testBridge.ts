import { createHash } from 'node:crypto';
import type { Problem } from '@/lib/contract/errors';
import { FrameWriter } from '@/lib/contract/frames';
import { splitMessage } from '@/lib/contract/messageForm';
import type { DeletionResult, ListingEntry } from '@/lib/contract/routes';
import { BridgeProblem } from '@/lib/sync/call';
import type { BridgeCalls } from '@/lib/sync/engine';
import { proofOf } from './bridgeRoutes';

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const lost: Problem = { code: 'connection_lost', message: 'lost', hint: 'wait' };

/** How a test makes one retrieval go wrong: the first `when` that matches the message in turn is applied. */
export interface Mishap {
  uidl: string;
  /** `cut`: the stream ends inside the message. `hash`: the hash is wrong. `missing`: the server refuses it. */
  how: 'cut' | 'hash' | 'missing';
  /** How often it happens; always when absent. */
  times?: number;
}

/** The bridge as the engine meets it, over the network's edge: a maildrop in memory, frames in small chunks. */
export class TestBridge implements BridgeCalls {
  readonly maildrop = new Map<string, Uint8Array>();
  readonly mishaps: Mishap[] = [];
  readonly receipts: string[][] = [];
  /** What every request said of pipelining, listings too. */
  readonly sequential: boolean[] = [];
  /** The first so many retrievals that may be pipelined break in this way. */
  breakPipelines: { problem: Problem; times: number } | null = null;
  /** UIDLs in the order in which they were asked for, one list a request. */
  readonly asked: string[][] = [];
  listings = 0;
  failListing: Problem | null = null;
  /** Like Gmail: lists only so many, and hides at QUIT what was retrieved. */
  window = Number.POSITIVE_INFINITY;
  readonly #hidden = new Set<string>();
  /** After so many messages a session says that its time is over. */
  perSession = Number.POSITIVE_INFINITY;

  listing: BridgeCalls['listing'] = async (_credentials, { known, sequential = false }) => {
    this.listings += 1;
    this.sequential.push(sequential);
    if (this.failListing) throw new BridgeProblem(this.failListing);
    const shown = [...this.maildrop].filter(([uidl]) => !this.#hidden.has(uidl)).slice(0, this.window);
    const all = shown.map(([uidl, bytes], index): ListingEntry => [index + 1, uidl, bytes.length]);
    const count = all.length;
    const octets = 0;
    if (known && all[known.count - 1]?.[1] === known.last) {
      const entries = all.slice(known.count);
      return { count, octets, kind: entries.length > 0 ? 'added' : 'unchanged', entries };
    }
    return { count, octets, kind: 'full', entries: all };
  };

  messages: BridgeCalls['messages'] = async (_credentials, { wanted, sequential = false, part }) => {
    if (part === 'header') return this.#headers(wanted.map(({ uidl }) => uidl));
    this.asked.push(wanted.map(({ uidl }) => uidl));
    this.sequential.push(sequential);
    if (!sequential && this.breakPipelines && this.breakPipelines.times-- > 0)
      return problemStream(this.breakPipelines.problem);
    const chunks: Uint8Array[] = [];
    const writer = new FrameWriter((chunk) => chunks.push(chunk), 64);
    const whole = this.#write(
      writer,
      wanted.slice(0, this.perSession).map(({ uidl }) => uidl),
    );
    writer.flush();
    return new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk);
        else if (!whole || this.#settled) controller.close();
        else this.#waiting = () => this.#finish(controller);
      },
    });
  };

  settle: BridgeCalls['settle'] = async (_credentials, { stored }) => {
    this.receipts.push(stored);
    if (Number.isFinite(this.window)) for (const uidl of stored) this.#hidden.add(uidl);
    this.#settled = true;
    this.#waiting?.();
    this.#waiting = null;
    return { settled: true };
  };

  /** What every deletion named. */
  readonly removals: string[][] = [];
  /** Like Gmail: accepts deletions and deletes nothing. */
  ignoresDeletion = false;
  /** The session's answer is lost after QUIT, or it fails before. */
  failRemoval: Problem | 'after' | null = null;
  /** UIDLs of which headers were asked for. */
  readonly headersAsked: string[] = [];

  remove: BridgeCalls['remove'] = async (_credentials, { wanted }) => {
    this.removals.push(wanted.map(({ uidl }) => uidl));
    if (this.failRemoval && this.failRemoval !== 'after') throw new BridgeProblem(this.failRemoval);
    const results = wanted.map((asked): DeletionResult => {
      const bytes = this.maildrop.get(asked.uidl);
      if (!bytes) return { uidl: asked.uidl, outcome: 'gone' };
      const { header, content } = proofOf(asked.uidl, bytes);
      const same = header === asked.header && content === asked.content;
      return same
        ? { uidl: asked.uidl, outcome: 'sent', proof: 'top' }
        : { uidl: asked.uidl, outcome: 'mismatch' };
    });
    const other = results.some(({ outcome }) => outcome === 'mismatch');
    if (other) {
      const untried = results.map((r) =>
        r.outcome === 'sent' ? { uidl: r.uidl, outcome: 'untried' as const } : r,
      );
      return { results: untried, listing: 'consistent', ended: 'dropped' };
    }
    if (!this.ignoresDeletion)
      for (const { uidl, outcome } of results) if (outcome === 'sent') this.maildrop.delete(uidl);
    if (this.failRemoval === 'after') throw new BridgeProblem({ ...lost, code: 'unreachable_bridge' });
    return { results, listing: 'consistent', ended: 'quit' };
  };

  #headers(uidls: readonly string[]): ReadableStream<Uint8Array> {
    this.headersAsked.push(...uidls);
    return new ReadableStream({
      start: (controller) => {
        const writer = new FrameWriter((chunk) => controller.enqueue(chunk));
        for (const uidl of uidls) {
          const bytes = this.maildrop.get(uidl) ?? text('');
          const { header } = splitMessage(bytes);
          writer.frame({ kind: 'begin', uidl, octets: bytes.length });
          writer.data(header);
          const sha256 = createHash('sha256').update(header).digest('hex');
          writer.frame({ kind: 'end', octets: header.length, sha256 });
        }
        writer.frame({ kind: 'done', outcome: 'dropped' });
        writer.flush();
        controller.close();
      },
    });
  }

  #settled = false;
  #waiting: (() => void) | null = null;

  #finish(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const writer = new FrameWriter((chunk) => controller.enqueue(chunk));
    writer.frame({ kind: 'done', outcome: 'quit' });
    writer.flush();
    controller.close();
  }

  #write(writer: FrameWriter, uidls: string[]): boolean {
    this.#settled = false;
    for (const uidl of uidls) {
      const bytes = this.maildrop.get(uidl) ?? text('');
      const mishap = this.mishaps.find((one) => one.uidl === uidl && one.times !== 0);
      if (mishap?.times) mishap.times -= 1;
      if (mishap?.how === 'missing') {
        writer.frame({ kind: 'missing', uidl, problem: lost });
        continue;
      }
      writer.frame({ kind: 'begin', uidl, octets: bytes.length });
      writer.data(mishap?.how === 'cut' ? bytes.subarray(0, 3) : bytes);
      if (mishap?.how === 'cut') return false;
      const sha256 = createHash('sha256')
        .update(mishap?.how === 'hash' ? 'other' : bytes)
        .digest('hex');
      writer.frame({ kind: 'end', octets: bytes.length, sha256 });
    }
    writer.frame({ kind: 'settle', session: 'session-of-the-test-000' });
    return true;
  }
}

function problemStream(problem: Problem): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      const writer = new FrameWriter((chunk) => controller.enqueue(chunk));
      writer.frame({ kind: 'problem', problem });
      writer.flush();
      controller.close();
    },
  });
}
