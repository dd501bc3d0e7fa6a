import 'server-only';
import type { z } from 'zod';
import { keyHeader } from '@/lib/contract/routes';
import { readBody } from './body';
import { type Ground, groundOf } from './environment';
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
  request: Request;
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
    answering(async () => {
      const ground = groundOf(request);
      checkOrigin(request, ground.config.origin);
      return work({ request, body: await bodyOf(request, rule), environment: ground });
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
    answering(async () => {
      const ground = groundOf(request);
      const { config } = ground;
      checkOrigin(request, config.origin);
      const { account } = await context.params;
      const key = request.headers.get(keyHeader);
      const opened = await openCookie(request.headers.get('cookie'), key, account, config);
      if (!opened || key === null) throw new BridgeFailure('signed_out');
      const { sealed, stale } = opened;
      const body = await bodyOf(request, rule);
      const renewed = stale ? await sealCookie(sealed, key, config) : null;
      const response = await work({ request, body, environment: ground, sealed, key });
      if (renewed && !response.headers.has('set-cookie')) response.headers.append('set-cookie', renewed);
      return response;
    });
}

/** What a route answers to the methods that it is not meant for: said by us, so that Next adds none of its own. */
export function methodsNotMeant(...allowed: string[]) {
  const refuse = async () => failed(new BridgeFailure('method_not_allowed'), { allow: allowed.join(', ') });
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
export function json(value: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(value, { headers: { ...always, ...headers } });
}

/** Octets of a stranger's: as a type that no browser shows, were somebody to open the answer by itself. */
export function octets(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, {
    headers: { ...always, 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' },
  });
}

/** A streamed answer of frames; the last header keeps nginx from collecting it first. */
export function frames(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: { ...always, 'content-type': 'application/octet-stream', 'x-accel-buffering': 'no' },
  });
}

async function bodyOf<Body>(request: Request, rule: BodyRule<Body> | null): Promise<Body> {
  // Without a rule Body is undefined, by the type parameter's default.
  return rule ? readBody(request, rule.schema, rule.limit) : (undefined as Body);
}

async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    return failed(error);
  }
}

/** A failure as its problem: errors of our own become `internal`, without a word of detail. */
function failed(error: unknown, headers: Record<string, string> = {}): Response {
  const problem = toProblem(error);
  const steps = error instanceof BridgeFailure && error.steps.length > 0 ? { steps: error.steps } : {};
  const retry =
    problem.retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(problem.retryAfter)) };
  return Response.json(
    { ...problem, ...steps },
    { status: statusOf(problem), headers: { ...always, ...retry, ...headers } },
  );
}
