import 'server-only';
import type { z } from 'zod';
import { leadHeader } from '@/lib/contract/constants';
import { keyHeader } from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';
import { readBody } from './body';
import { BodyShare } from './bodyBudget';
import { type Ground, groundOf } from './environment';
import { goneSignal, type Lead } from './lifetime';
import { openAccess } from './oauth/access';
import { checkOrigin } from './origin';
import { BridgeFailure, statusOf, toProblem } from './problem';
import { cookieName, openCookie, type SealedAccount, sealCookie } from './seal';
import type { SealSettings } from './sealing';

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

export interface OpenCall<Body> extends Call<Body> {
  headers: Headers;
}

export interface AccountCall<Body> extends Call<Body> {
  sealed: SealedAccount;
  /** K, as it came. */
  key: string;
  /** For which leader of the browser it is; null: for none. */
  lead: Lead | null;
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;
type AccountContext = { params: Promise<{ account: string }> };

/** Nothing that the bridge says may be kept by anybody, or be changed (compressed, and so buffered) on its way. */
export const always = { 'cache-control': 'no-store, no-transform', 'x-content-type-options': 'nosniff' };

/** A handler for a route that needs no account: checks where the request comes from, then its body. */
export function openRoute<Body = undefined>(
  rule: BodyRule<Body> | null,
  work: (call: OpenCall<Body>) => Promise<Response>,
): Handler<unknown> {
  return (request) =>
    answering(request, async (ground) => {
      checkOrigin(request, ground.config.origin);
      return work({
        signal: goneSignal(request),
        body: await bodyOf(request, rule, ground),
        environment: ground,
        headers: request.headers,
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
      const { stale } = opened;
      const sealed = withAccess(opened.sealed, request, key, config);
      ground.line.concerns(sealed.maildrop.host);
      const body = await bodyOf(request, rule, ground);
      const renewed = stale ? await sealCookie(sealed, key, config) : null;
      const signal = goneSignal(request);
      const lead = leadOf(request, `${account} ${key}`);
      const response = await work({ signal, body, environment: ground, sealed, key, lead });
      const setsOwn = response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${cookieName}=`));
      if (renewed && !setsOwn) response.headers.append('set-cookie', renewed);
      return response;
    });
}

/** What is no epoch leads nobody: it ends nothing. */
function leadOf({ headers }: Request, owner: string): Lead | null {
  const epoch = headers.get(leadHeader) ?? '';
  return /^[1-9]\d{0,14}$/.test(epoch) ? { owner, epoch: Number(epoch) } : null;
}

/** What a provider permits is in a cookie of its own, beside the account's. */
function withAccess(
  sealed: SealedAccount,
  request: Request,
  key: string,
  settings: SealSettings,
): SealedAccount {
  if (!('token' in sealed.maildrop)) return sealed;
  const token = openAccess(request.headers.get('cookie'), key, sealed.account, settings);
  return { ...sealed, maildrop: { ...sealed.maildrop, token } };
}

/**
 * A handler for a navigation from another site: the way back from a provider. It says nothing, and leads to a page of ours.
 *
 * @param proper false: it came under another name than ours, or is no window of its own (an image, a frame)
 */
export function navigationRoute<Context>(
  work: (request: Request, context: Context, ground: Ground, proper: boolean) => Promise<Departure>,
): Handler<Context> {
  return (request, context) =>
    answering(request, async (ground) => {
      const { headers } = request;
      const dest = headers.get('sec-fetch-dest');
      const ours = headers.get('host')?.toLowerCase() === ground.config.origin.host;
      const proper = ours && (dest === null || dest === 'document');
      const { to, cookies } = await work(request, context, ground, proper);
      const response = new Response(null, { status: 303, headers: { ...always, location: to } });
      for (const cookie of cookies) response.headers.append('set-cookie', cookie);
      return response;
    });
}

/** Where to, as a path of ours, and what the browser keeps. */
interface Departure {
  to: string;
  cookies: string[];
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

/** A JSON answer with cookies. */
export function jsonWith(cookies: readonly string[], value: unknown): Response {
  const response = jsonResponse(value, 200, {});
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
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
    fitCookies(response, ground.config.origin);
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

/**
 * Plain http is for this machine alone (config.ts sees to it). There Chromium and Firefox take a Secure cookie, and WebKit
 * drops it, so that nobody could sign in: it goes without the word, which promises nothing on a line that leaves no machine.
 */
function fitCookies({ headers }: Response, { protocol }: URL): void {
  if (protocol === 'https:') return;
  const cookies = headers.getSetCookie();
  headers.delete('set-cookie');
  for (const cookie of cookies) headers.append('set-cookie', cookie.replace(/; Secure(?=;|$)/, ''));
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
