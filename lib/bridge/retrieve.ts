import 'server-only';
import { createHash, type Hash } from 'node:crypto';
import type { Frame } from '@/lib/contract/frames';
import { Pop3ProtocolError } from '@/lib/pop3/errors';
import type { RetrieveSink } from '@/lib/pop3/session';
import { isDraining } from './drain';
import { FrameOutput } from './frameOutput';
import type { Lifetime } from './lifetime';
import type { Limits } from './limits';
import { Locator, type Wanted } from './locate';
import type { RequestLine } from './log';
import { NamedSession } from './names';
import type { StreamPace } from './pace';
import type { OpenMaildrop } from './pop3';
import { BridgeFailure, ofPipeline, problemOf, toProblem } from './problem';
import { RateWatch } from './rateWatch';
import { inFrames, type SessionLog } from './sessionLog';
import { awaitSettlement } from './settlement';
import { TransportError } from './transport';

/** One retrieval: an open maildrop, what is wanted of it, and for whom. */
export interface Retrieval {
  open: OpenMaildrop;
  wanted: readonly Wanted[];
  account: string;
  lifetime: Lifetime;
  limits: Limits;
  log: SessionLog;
  line: Pick<RequestLine, 'write' | 'streams'>;
  /** Of its place: others may want it. */
  pace: StreamPace;
  /** One command at a time, whatever the server announced. */
  sequential?: boolean | undefined;
  /** What stands where, where this session has listed it: UIDLs by number. */
  listed?: ReadonlyMap<number, string> | undefined;
  /** Another session in the place of this one, should its server turn out to have hung up before it brought anything. */
  anew?: (() => Promise<OpenMaildrop>) | undefined;
  /** `header`: by TOP. The session ends without QUIT, lest a server take what was shown for retrieved (Gmail). */
  part?: 'whole' | 'header' | undefined;
}

/**
 * Streams the wanted messages as frames, in the order asked for, and ends the POP3 session in one of two ways:
 *
 *     locate ─► RETR … RETR ─► settle frame ─► receipt names all? ─ yes ─► QUIT ──► done
 *                  │ 25 s: no further one          │ no, or none in 60 s
 *                  │ died: problem frame           └─────────────────────► drop ─► done
 *                  │ others wait: no further one, and soon a problem frame
 *
 * Never holds a message: what the browser does not take is not read from the server. Failures become the last frame.
 */
export function retrieve(retrieval: Retrieval): ReadableStream<Uint8Array> {
  const { lifetime, limits, line } = retrieval;
  line.streams = true;
  const { pace } = retrieval;
  const output = new FrameOutput(limits, (reason) => lifetime.end(reason));
  lifetime.yields = () => output.giveUp();
  pace.endBy(() => {
    // A browser that is waited for would not read a last word either, and what lies in its queue is memory.
    if (output.waiting) output.giveUp();
    else lifetime.end(new TransportError('connection_lost'));
  });
  void toTheEnd(retrieval, output).finally(() => pace.over());
  return output.stream;
}

async function toTheEnd({ anew, ...retrieval }: Retrieval, output: FrameOutput): Promise<void> {
  const { open, sequential, log, line, pace } = retrieval;
  const pipelining = open.server.pipelining && !sequential;
  try {
    await run(retrieval, pipelining, output).catch(async (error: unknown) => {
      const hungUp = toProblem(error).code === 'connection_lost' && !retrieval.lifetime.signal.aborted;
      if (!anew || !hungUp || output.begun) throw error;
      await run({ ...retrieval, open: await anew(), listed: undefined }, pipelining, output);
    });
  } catch (error) {
    const problem = pace.cut ? madeRoom : toProblem(error);
    output.fail(pipelining && !pace.cut ? ofPipeline(problem) : problem, logFrames(log));
    line.write(200, problem.code, output.octets, error);
    return;
  }
  output.close();
  line.write(200, null, output.octets);
}

/** Those that are looked for and sent first: the newest mail is not to wait until 2,000 messages have been located. */
const firstSlice = 50;

/** One session, to its end. @throws whatever ends it early; then it is dropped. */
async function run(
  { open, wanted, listed, account, lifetime, limits, log, pace, part = 'whole' }: Retrieval,
  pipelining: boolean,
  output: FrameOutput,
): Promise<void> {
  const { session, server } = open;
  const named = new NamedSession(session, { ...server, pipelining, limits });
  const locator = new Locator(named, pipelining, wanted, listed);
  const retrieved = new Set<string>();
  let noFurtherAfter: number | null = null;
  let begun = false;
  // Never before the first message: a session that brings none would be repeated for ever, and never bring one.
  const timeIsOver = () =>
    begun && (pace.asked || isDraining() || (noFurtherAfter !== null && performance.now() > noFurtherAfter));
  const stop = () => {
    if (timeIsOver()) return true;
    begun = true;
    return false;
  };
  try {
    for (const slice of [wanted.slice(0, firstSlice), wanted.slice(firstSlice)]) {
      if (slice.length === 0 || timeIsOver()) break;
      lifetime.phase(limits.listingMs);
      const { found, missing } = await locator.locate(slice);
      open.room.giveBack();
      // From here on: a server may well take longer than that to say what stands where.
      noFurtherAfter ??= performance.now() + limits.budgetMs;
      for (const uidl of missing) await output.frame({ kind: 'missing', uidl, problem: gone });
      lifetime.phase(limits.sessionMs);
      const watch = new RateWatch(limits, output, (reason) => lifetime.end(reason));
      try {
        await transfer(found, part, open, pipelining, watch, limits, output, stop, retrieved, log, pace);
      } finally {
        watch.stop();
      }
    }
    lifetime.phase(null);
    if (part === 'header') open.drop();
    const outcome =
      part === 'header' ? 'dropped' : await conclude(retrieved, open, account, lifetime, limits, output);
    for (const frame of logFrames(log)) await output.frame(frame);
    await output.frame({ kind: 'done', outcome });
  } catch (error) {
    open.drop();
    throw error;
  }
}

/** All that was not told yet. */
function logFrames(log: SessionLog): Frame[] {
  return inFrames(log.takeAll()).map((entries): Frame => ({ kind: 'log', entries }));
}

const madeRoom = problemOf('too_soon', {
  message: 'The bridge is busy: this slow transfer was ended to make room for others who wait.',
  hint: 'It goes on by itself, with what is missing; nothing is lost.',
  retryAfter: 15,
});

const gone = problemOf('not_found', {
  message: 'The message is no longer on the server.',
  hint: 'Another program may have deleted it.',
});

/**
 * Retrieves until all are here or no further one may be begun; adds the UIDLs that came whole to `retrieved`. The end
 * of a message is told only once what follows it is in step: a server that stuffs no dots ends messages too early, and
 * half a message with an end would be kept for ever. Behind the last one something is made to follow: the rest of the
 * message may still be on its way, and comes before the answer. It is UIDL of that message, since this server knows it
 * (some hang up on NOOP), and its answer bears the number, which the rest of a message hardly does.
 */
async function transfer(
  found: readonly Wanted[],
  part: 'whole' | 'header',
  { session }: OpenMaildrop,
  pipelining: boolean,
  watch: RateWatch,
  limits: Limits,
  output: FrameOutput,
  stop: () => boolean,
  retrieved: Set<string>,
  log: SessionLog,
  pace: StreamPace,
): Promise<void> {
  const byNumber = new Map(found.map((message) => [message.number, message]));
  const uidlOf = (number: number) => byNumber.get(number)?.uidl ?? '';
  let hash: Hash = createHash('sha256');
  let octets = 0;
  let ended: { number: number; uidl: string; frame: Frame } | null = null;
  const confirm = async () => {
    if (!ended) return;
    const { uidl, frame } = ended;
    ended = null;
    retrieved.add(uidl);
    await output.frame(frame);
    for (const entries of log.takeFrames()) await output.frame({ kind: 'log', entries });
  };
  const follow = async () => {
    // A refusal is an answer too, and in step. Whatever else is thrown leaves the message without an end.
    if (ended) await session.uidlOf([ended.number], { pipelining: false });
  };
  const sink: RetrieveSink = {
    async begin(number) {
      await confirm();
      watch.begin();
      hash = createHash('sha256');
      octets = 0;
      const announced = byNumber.get(number)?.octets ?? 0;
      await output.frame({ kind: 'begin', uidl: uidlOf(number), octets: announced });
    },
    data(chunk) {
      octets += chunk.length;
      if (octets > limits.messageOctets) throw new BridgeFailure('limit_octets');
      watch.received(chunk.length);
      hash.update(chunk);
      pace.brought(chunk.length);
      return output.data(chunk);
    },
    end(number) {
      watch.end();
      const frame: Frame = { kind: 'end', octets, sha256: hash.digest('hex') };
      ended = { number, uidl: uidlOf(number), frame };
    },
    async refused(number, refusal) {
      await confirm();
      watch.end();
      await output.frame({ kind: 'missing', uidl: uidlOf(number), problem: toProblem(refusal) });
    },
  };
  try {
    const numbers = [...byNumber.keys()];
    if (part === 'header') await session.topMany(numbers, 0, sink, { pipelining, stop });
    else {
      const sizeOf = (number: number) => byNumber.get(number)?.octets;
      await session.retrieve(numbers, sink, { pipelining, stop, sizeOf });
    }
  } catch (error) {
    // A connection that ends behind a message says nothing against it.
    if (!(error instanceof Pop3ProtocolError)) await confirm();
    throw error;
  }
  await follow();
  await confirm();
}

/** QUIT only when nothing that was retrieved can be lost by it (decided by the browser's receipt, not by us). */
async function conclude(
  retrieved: ReadonlySet<string>,
  open: OpenMaildrop,
  account: string,
  lifetime: Lifetime,
  limits: Limits,
  output: FrameOutput,
): Promise<'quit' | 'dropped'> {
  if (retrieved.size > 0) {
    const settlement = awaitSettlement(account, retrieved, lifetime.signal);
    await output.frame({ kind: 'settle', session: settlement.session });
    // Half a megabyte of mail may lie before it: on a slow line the browser hears of it much later.
    // (Not for longer than the session lives: the bridge may be on its way down.)
    await Promise.race([output.drained(), settlement.outcome]);
    settlement.within(limits.settlementMs);
    if (!(await settlement.outcome)) {
      open.drop();
      return 'dropped';
    }
  }
  return (await open.quit()) === 'agreed' ? 'quit' : 'dropped';
}
