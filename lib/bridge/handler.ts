import 'server-only';
import type { z } from 'zod';
import { keyHeader } from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';
import { readBody } from './body';
import { BodyShare } from './bodyBudget';
import { type Ground, groundOf } from './environment';
import { goneSignal } from './lifetime';
import { checkOrigin } from './origin';
import { BridgeFailure, statusOf, toProblem } from './problem';
import { openCookie, type SealedAccount, sealCookie } from './seal';

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
export const always = { 'cache-control': 'no-store, no-transform', 'x-content-type-options': 'nosniff' };

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

/** A problem as it is told, with the steps and the commands before it. */
export function problemBody(error: unknown, log: readonly LogEntry[]) {
  const steps = error instanceof BridgeFailure && error.steps.length > 0 ? { steps: error.steps } : {};
  return { ...toProblem(error), ...steps, ...(log.length > 0 && { log }) };
}
