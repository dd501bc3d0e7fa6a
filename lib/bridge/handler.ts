import 'server-only';
import type { z } from 'zod';
import type { ProblemCode } from '@/lib/contract/errors';
import { keyHeader } from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';
import { readBody } from './body';
import { BodyShare } from './bodyBudget';
import { type Ground, groundOf } from './environment';
import { inPieces } from './inPieces';
import { goneSignal } from './lifetime';
import type { RequestLine } from './log';
import { checkOrigin } from './origin';
import { BridgeFailure, statusOf, toProblem } from './problem';
import { openCookie, type SealedAccount, sealCookie } from './seal';
import { RequestGone } from './transport';

/** What a body has to be; routes without one take none. */
interface BodyRule<Body> {
  schema: z.ZodType<Body>;
  /** bytes */
  limit: number;
}

export interface Call<Body> {
  /** Aborts when the browser has gone. */
  signal: AbortSignal;
  body: Body;
  environment: Ground;
}

export interface AccountCall<Body> extends Call<Body> {
  sealed: SealedAccount;
  /** K, as it came. */
  key: string;
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;
type AccountContext = { params: Promise<{ account: string }> };

/** Nothing that the bridge says may be kept by anybody, or be changed (compressed, and so buffered) on its way. */
const always = { 'cache-control': 'no-store, no-transform', 'x-content-type-options': 'nosniff' };

/** A handler for a route that needs no account: checks where the request comes from, then its body. */
export function openRoute<Body = undefined>(
  rule: BodyRule<Body> | null,
  work: (call: Call<Body>) => Promise<Response>,
): Handler<unknown> {
  return (request) =>
    answering(request, async (ground) => {
      checkOrigin(request, ground.config.origin);
      return work({
        signal: goneSignal(request),
        body: await bodyOf(request, rule, ground),
        environment: ground,
      });
    });
}

/**
 * A handler for a route of one account. Authorises for itself, every time (no middleware stands before it, which could
 * be gone round): origin, then cookie and K, and only then is a body read.
 */
export function accountRoute<Body = undefined>(
  rule: BodyRule<Body> | null,
  work: (call: AccountCall<Body>) => Promise<Response>,
): Handler<AccountContext> {
  return (request, context) =>
    answering(request, async (ground) => {
      const { config } = ground;
      checkOrigin(request, config.origin);
      const { account } = await context.params;
      const key = request.headers.get(keyHeader);
      const opened = await openCookie(request.headers.get('cookie'), key, account, config);
      if (!opened || key === null) throw new BridgeFailure('signed_out');
      const { sealed, stale } = opened;
      ground.line.concerns(sealed.maildrop.host);
      const body = await bodyOf(request, rule, ground);
      const renewed = stale ? await sealCookie(sealed, key, config) : null;
      const response = await work({ signal: goneSignal(request), body, environment: ground, sealed, key });
      if (renewed && !response.headers.has('set-cookie')) response.headers.append('set-cookie', renewed);
      return response;
    });
}

/** What a route answers to the methods that it is not meant for: said by us, so that Next adds none of its own. */
export function methodsNotMeant(...allowed: string[]) {
  return everyMethod(async () =>
    failed(new BridgeFailure('method_not_allowed'), { allow: allowed.join(', ') }),
  );
}

/** What stands where there is no route. */
export function unknownRoute() {
  return everyMethod(async () => failed(new BridgeFailure('not_found')));
}

function everyMethod(refuse: () => Promise<Response>) {
  return {
    GET: refuse,
    HEAD: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: refuse,
  };
}

/** A JSON answer. */
export function json(value: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return jsonResponse(value, status, headers);
}

/**
 * A JSON answer of megabytes, whose request is over when the browser has taken it, has gone, or takes nothing for
 * `readerMs`: until then it is in memory here.
 */
export function largeJson(
  value: unknown,
  headers: Record<string, string>,
  line: RequestLine,
  readerMs: number,
): Response {
  line.streams = true;
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const stream = inPieces(bytes, readerMs, (taken) => line.write(200, null, taken));
  return new Response(stream, { headers: { 'content-type': 'application/json', ...always, ...headers } });
}

/**
 * A JSON answer to what may take minutes. What is over within `aliveMs` is answered as everything else, with its status.
 * After that the answer begins with status 200 and a space, and another one each time that so long has passed, since
 * proxies cut what is silent: white space is nothing in JSON (RFC 8259 §2). What fails then is told in the body alone:
 * a problem instead of the answer.
 *
 * @param work given a signal that aborts when the browser has gone, before the answer or within it,
 * and resolving with the answer, and with headers for it that one which is late can't have
 */
export async function patientJson(
  { signal, environment }: { signal: AbortSignal; environment: Pick<Ground, 'limits' | 'line' | 'log'> },
  work: (signal: AbortSignal) => Promise<{ answer: unknown; headers?: Record<string, string> }>,
): Promise<Response> {
  const { limits, line, log } = environment;
  const left = new AbortController();
  const result = work(AbortSignal.any([signal, left.signal]));
  const late = Symbol('late');
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), limits.aliveMs);
  });
  const first = await Promise.race([result, patience]).finally(() => clearTimeout(timer));
  if (first !== late) return json(first.answer, first.headers);
  line.streams = true;
  const encoder = new TextEncoder();
  const space = encoder.encode(' ');
  let octets = 0;
  let over = false;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (bytes: Uint8Array) => {
        if (over) return;
        octets += bytes.length;
        controller.enqueue(bytes);
      };
      const end = (value: unknown, code: ProblemCode | null, error?: unknown) => {
        clearInterval(timer);
        send(encoder.encode(JSON.stringify(value)));
        line.write(200, code, octets, error);
        if (!over) controller.close();
        over = true;
      };
      send(space);
      timer = setInterval(() => send(space), limits.aliveMs);
      result.then(
        ({ answer }) => end(answer, null),
        (error: unknown) => end(problemBody(error, log.takeAll()), toProblem(error).code, error),
      );
    },
    cancel() {
      over = true;
      clearInterval(timer);
      left.abort(new RequestGone());
    },
  });
  return new Response(stream, {
    headers: { 'content-type': 'application/json', ...always, 'x-accel-buffering': 'no' },
  });
}

/** Octets of a stranger's: as a type that no browser shows, were somebody to open the answer by itself. */
export function octets(bytes: Uint8Array<ArrayBuffer>): Response {
  const response = new Response(bytes, {
    headers: { ...always, 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' },
  });
  sizes.set(response, bytes.length);
  return response;
}

/** A streamed answer of frames; the last header keeps nginx from collecting it first. */
export function frames(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: { ...always, 'content-type': 'application/octet-stream', 'x-accel-buffering': 'no' },
  });
}

async function bodyOf<Body>(request: Request, rule: BodyRule<Body> | null, ground: Ground): Promise<Body> {
  // Without a rule Body is undefined, by the type parameter's default.
  if (!rule) return undefined as Body;
  const share = new BodyShare(ground);
  // Not before the work is done, which holds it as long: in the line for a place, or while a stream of what it names lasts.
  ground.line.whenWritten(() => share.giveBack());
  return readBody(request, rule.schema, rule.limit, share);
}

/** Runs the work, and writes the request's line: at the answer, or at the end of its stream. */
async function answering(request: Request, work: (ground: Ground) => Promise<Response>): Promise<Response> {
  let ground: Ground | null = null;
  try {
    ground = groundOf(request);
    const response = await work(ground);
    if (!ground.line.streams) ground.line.write(response.status, null, sizes.get(response) ?? 0);
    return response;
  } catch (error) {
    const log = ground?.log.takeAll() ?? [];
    const response = failed(error, {}, log);
    const { code } = toProblem(error);
    ground?.line.write(response.status, code, sizes.get(response) ?? 0, error);
    return response;
  }
}

/** Octets of the bodies that were built here. */
const sizes = new WeakMap<Response, number>();

function jsonResponse(value: unknown, status: number, headers: Record<string, string>): Response {
  const text = JSON.stringify(value);
  const response = new Response(text, {
    status,
    headers: { 'content-type': 'application/json', ...always, ...headers },
  });
  sizes.set(response, Buffer.byteLength(text));
  return response;
}

/**
 * A failure as its problem: errors of our own become `internal`, without a word of detail.
 * @param log what had been sent to the mail server until then.
 */
function failed(
  error: unknown,
  headers: Record<string, string> = {},
  log: readonly LogEntry[] = [],
): Response {
  const problem = toProblem(error);
  const retry =
    problem.retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(problem.retryAfter)) };
  return jsonResponse(problemBody(error, log), statusOf(problem), { ...retry, ...headers });
}

function problemBody(error: unknown, log: readonly LogEntry[]) {
  const steps = error instanceof BridgeFailure && error.steps.length > 0 ? { steps: error.steps } : {};
  return { ...toProblem(error), ...steps, ...(log.length > 0 && { log }) };
}
