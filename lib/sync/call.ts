import { browserHeader, keyHeader, leadHeader } from '@/lib/contract/constants';
import { signInSteps } from '@/lib/contract/errors';
import { toProblem } from '@/lib/contract/readProblem';
import type { StepTiming } from '@/lib/contract/routes';
import { type LogEntry, toLogEntries } from '@/lib/contract/sessionLog';
import type { Trouble } from './status';

/** The bridge answered with a problem, or could not be reached (`unreachable_bridge`). */
export class BridgeProblem extends Error {
  override name = 'BridgeProblem';

  constructor(
    readonly problem: Trouble,
    /** Steps of a sign-in that had succeeded before the failure. */
    readonly steps: StepTiming[] = [],
    /** What had been sent to the mail server until then. */
    readonly log: LogEntry[] = [],
  ) {
    super(problem.message);
  }
}

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  key?: string | undefined;
  body?: unknown;
  signal?: AbortSignal;
}

/** The bridge's own deadlines (30 s in line, 45 to log in, 90 to list) end every request before this. */
const answerWithin = 180_000;

/** This worker or page, for as long as it runs: the bridge gives each browser a few streams at a time. */
const browser = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  .replace(/\+/g, '-')
  .replace(/\//g, '_')
  .replace(/=+$/, '');

/** What this worker leads with, or led with last: nothing that a newer leader began ends for it. */
let epoch: number | null = null;

export function leadsWith(its: number): void {
  epoch = its;
}

/** An answer that comes at once. */
export const json = <Answer>(response: Response): Promise<Answer> => response.json();

/**
 * An answer that may take minutes, and says meanwhile by white space that it is on its way; what has failed since it began
 * is a problem in the place of the answer.
 */
export async function patient<Answer>(response: Response, heard: () => void): Promise<Answer> {
  const decoder = new TextDecoder();
  let text = '';
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard();
    text += decoder.decode(part.value, { stream: true });
  }
  const answer: unknown = JSON.parse(text);
  const problem = problemIn(answer);
  if (problem) throw problem;
  // The bridge is our own: what is no problem is the answer of its route.
  return answer as Answer;
}

/**
 * Resolves with what `read` makes of a good answer; the deadline covers it, too: a body may stop half way. Whoever reads in
 * parts sets it anew by `heard`.
 */
export async function call<Answer>(
  path: string,
  { method, key, body, signal }: Call,
  read: (response: Response, heard: () => void) => Promise<Answer>,
): Promise<Answer> {
  const headers: Record<string, string> = { [browserHeader]: browser };
  if (key !== undefined) headers[keyHeader] = key;
  if (epoch !== null) headers[leadHeader] = String(epoch);
  if (body !== undefined) headers['content-type'] = 'application/json';
  const late = new AbortController();
  const wait = () => setTimeout(() => late.abort(), answerWithin);
  let timer = wait();
  const heard = () => {
    clearTimeout(timer);
    timer = wait();
  };
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    });
    if (!response.ok) throw await problemOf(response);
    return await read(response, heard);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof BridgeProblem ? error : unreachable(error);
  } finally {
    clearTimeout(timer);
  }
}

export function unreachable(cause?: unknown): BridgeProblem {
  const problem = new BridgeProblem({
    code: 'unreachable_bridge',
    message: 'Postbag’s server cannot be reached.',
    hint: 'Check the connection; everything that is stored here can be read meanwhile.',
  });
  problem.cause = cause;
  return problem;
}

/** A proxy between browser and bridge may answer with anything: what is no problem of ours is an unreachable bridge. */
async function problemOf(response: Response): Promise<BridgeProblem> {
  const body: unknown = await response.json().catch(() => null);
  return problemIn(body) ?? unreachable();
}

/** What a body says went wrong; null: it is no problem of the bridge's. */
function problemIn(body: unknown): BridgeProblem | null {
  const problem = toProblem(body);
  if (!problem) return null;
  const steps = (body as { steps?: unknown }).steps;
  const entries = toLogEntries((body as { log?: unknown }).log);
  return new BridgeProblem(problem, Array.isArray(steps) ? steps.flatMap(toTiming) : [], entries);
}

function toTiming(value: unknown): StepTiming[] {
  if (typeof value !== 'object' || value === null) return [];
  const { step, ms, certificateDays } = value as Record<string, unknown>;
  const known = signInSteps.find((name) => name === step);
  if (!known || typeof ms !== 'number') return [];
  return [{ step: known, ms, ...(typeof certificateDays === 'number' && { certificateDays }) }];
}
