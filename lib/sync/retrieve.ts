import type { Problem } from '@/lib/contract/errors';
import { type Frame, FrameReader } from '@/lib/contract/frames';
import type { LogEntry } from '@/lib/contract/sessionLog';
import type { Recognisable } from '@/lib/store/ledger';
import { Batcher, type Commit, type Moved } from './batcher';
import { BridgeProblem } from './call';
import { MessageUnfit } from './messageUnfit';

/** What one retrieval needs from outside. */
export interface RetrievalDelegate {
  commit: Commit;
  /** Sends the receipt; resolves when the bridge has it. */
  settle(session: string, stored: readonly string[]): Promise<void>;
  /** Octets of message data that arrived, as they arrive. */
  arrived(octets: number): void;
  /** Messages (and their octets) that are on the disk now. */
  stored(messages: number, octets: number): void;
}

export interface Retrieval {
  /** On the disk, newly or since before. */
  stored: readonly string[];
  /** How the POP3 session ended; null when nobody knows. After `quit` the server has heard of all that is stored. */
  outcome: 'quit' | 'dropped' | null;
  /** Listed and wanted, but the server would not hand them over. */
  missing: string[];
  /** What ended the retrieval early; null when it went to its end. */
  /** What the bridge did. */
  log: LogEntry[];
  failure: { error: unknown /** The message that was arriving. */; suspect: string | null } | null;
}

/** What the frames that carry no message have said so far. */
interface Heard {
  session: string | null;
  done: 'quit' | 'dropped' | null;
  problem: Problem | null;
}

/** The bridge connects and logs in before the first frame: its own deadline for that is 45 s. */
export const firstFrameWithin = 60_000;
/** A stream that a frozen tab left behind never moves again and never errors: without bytes for so long it is dead. */
export const bytesWithin = 20_000;

/**
 * Reads the frames of one retrieval to their end and commits what they carry. Never rejects for what the wire or the
 * bridge does: what was stored until then counts, and the failure is part of the result.
 *
 * @param again by UIDL, messages that are stored already and are retrieved for the receipt alone
 * @param moved what is stored under names that the server has given up
 */
export async function retrieve(
  stream: ReadableStream<Uint8Array>,
  delegate: RetrievalDelegate,
  again: ReadonlyMap<string, Recognisable> = new Map(),
  moved: Moved | null = null,
): Promise<Retrieval> {
  const batcher = new Batcher(delegate.commit, delegate.stored, again, moved);
  const missing: string[] = [];
  const log: LogEntry[] = [];
  const heard: Heard = { session: null, done: null, problem: null };
  const take = (frame: Frame): void => {
    switch (frame.kind) {
      case 'begin':
        batcher.begin(frame.uidl, frame.octets);
        break;
      case 'end':
        batcher.end(frame.octets, frame.sha256);
        break;
      case 'missing':
        missing.push(frame.uidl);
        break;
      case 'settle':
        heard.session = frame.session;
        break;
      case 'done':
        heard.done = frame.outcome;
        break;
      case 'log':
        log.push(...frame.entries);
        break;
      case 'alive':
        break;
      case 'problem':
        heard.problem = frame.problem;
    }
  };
  const frames = new FrameReader({
    frame: take,
    data: (bytes) => {
      batcher.data(bytes);
      delegate.arrived(bytes.byteLength);
    },
  });

  const reader = stream.getReader();
  let failure: Retrieval['failure'] = null;
  try {
    let patience = firstFrameWithin;
    while (!heard.done) {
      const chunk = await within(reader.read(), patience);
      if (chunk.done) break;
      patience = bytesWithin;
      frames.push(chunk.value);
      await batcher.pace();
      if (heard.problem) throw new BridgeProblem(heard.problem);
      if (heard.session !== null) {
        await batcher.finish();
        await delegate.settle(heard.session, batcher.stored);
        heard.session = null;
        patience = firstFrameWithin;
      }
    }
    if (!heard.done) throw brokenStream();
  } catch (error) {
    failure = { error, suspect: error instanceof MessageUnfit ? error.uidl : batcher.arriving };
  } finally {
    reader.cancel().catch(() => {});
  }
  try {
    await batcher.finish();
  } catch (error) {
    failure ??= { error, suspect: error instanceof MessageUnfit ? error.uidl : null };
  }
  return { stored: batcher.stored, outcome: heard.done, missing, log, failure };
}

function brokenStream(): BridgeProblem {
  return new BridgeProblem({
    code: 'unreachable_bridge',
    message: 'The connection to Postbag’s server broke off.',
    hint: 'What has arrived is safe; the rest follows when the connection is back.',
  });
}

/** Rejects when `promise` takes longer than `ms`. */
export async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(brokenStream()), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
