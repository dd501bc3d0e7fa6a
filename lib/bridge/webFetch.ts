import 'server-only';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { dial, secureWith, trustIn } from './dial';
import type { Ground } from './environment';
import { admitTarget } from './guard';
import type { Lifetime } from './lifetime';
import { TargetRefused, TransportError, toTransportError } from './transport';

/**
 * The only way from here to a web server: https, through the guard, to exactly the address that was checked, with SNI
 * and certificate for the name. Nothing of the person goes along: no cookies, no referrer, no language, and the same
 * User-Agent for everybody.
 */

export interface WebRequest {
  method: 'GET' | 'POST';
  /** https, without user name; http with `autoconfig` alone. */
  url: string;
  /** What it is for: see guard.ts. */
  purpose: 'web' | 'autoconfig';
  accept: string;
  /** Of ourselves, to a provider of sign-ins: never of the person. */
  authorization?: string | undefined;
  /** With POST. */
  body?: { type: string; text: string };
  /** Followed so often, each time through the whole guard; 0: a redirect is an answer like any other. */
  redirects: number;
  /** The most that is read of the answer, octets. */
  limit: number;
}

export interface WebAnswer {
  status: number;
  /** Content-Type as it came. */
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

/** The answer is longer than was allowed, or packed although we asked for it unpacked. */
export class WebUnfit extends Error {}

const userAgent = 'Mozilla/5.0 (compatible; Postbag)';
/** Answers have a few hundred octets of header; Node's own limit is no larger. */
const maxHeader = 16 * 1024;

/**
 * Asks, and reads the answer to its end. The lifetime's deadline covers all of it.
 *
 * @throws TargetRefused, TransportError, WebUnfit; the lifetime's reason
 */
export async function askWeb(asked: WebRequest, environment: Ground, lifetime: Lifetime): Promise<WebAnswer> {
  let url = new URL(asked.url);
  for (let left = asked.redirects; ; left -= 1) {
    const response = await connectAndAsk(asked, url, environment, lifetime);
    const next = left > 0 ? redirection(response, url) : null;
    if (!next) {
      const { statusCode: status = 0, headers } = response;
      return {
        status,
        type: headers['content-type'] ?? '',
        body: await read(response, asked.limit, lifetime),
      };
    }
    response.destroy();
    url = next;
  }
}

/** Where the answer sends us; null when it does not, or to something that is not the web. */
function redirection({ statusCode, headers: { location } }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || !location || !URL.canParse(location, from.href))
    return null;
  return new URL(location, from);
}

async function connectAndAsk(
  { method, accept, authorization, body, purpose, url: first }: WebRequest,
  url: URL,
  environment: Ground,
  lifetime: Lifetime,
): Promise<IncomingMessage> {
  const { config, limits } = environment;
  const { signal } = lifetime;
  const secure = url.protocol === 'https:';
  if (
    !(secure || (purpose === 'autoconfig' && first.startsWith('http:') && url.protocol === 'http:')) ||
    url.username ||
    url.password
  )
    throw new TargetRefused();
  const asked = { host: url.hostname, port: Number(url.port || (secure ? 443 : 80)), purpose };
  const targets = await admitTarget(asked, environment, lifetime, true);
  const { socket, target } = await dial(targets, asked.port, signal, limits.staggerMs);
  const connected = secure ? await secureWith(target, trustIn(config), signal, null)(socket) : socket;
  return new Promise((found, reject) => {
    const sent = httpRequest({
      // Hence no agent and no pool: a connection that was checked for one name serves that one request.
      createConnection: () => connected,
      method,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      maxHeaderSize: maxHeader,
      headers: {
        host: url.host,
        'user-agent': userAgent,
        accept,
        'accept-encoding': 'identity',
        connection: 'close',
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && {
          'content-type': body.type,
          'content-length': Buffer.byteLength(body.text),
        }),
      },
    });
    const abort = () => {
      connected.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    // It comes paused, so that no octet is lost before somebody listens: now HTTP does.
    sent.once('socket', (socket) => socket.resume());
    sent.once('response', found);
    // Stays: what breaks while the body is read must not end the process.
    sent.on('error', (error) => reject(toTransportError(error, 'connection')));
    sent.once('close', () => {
      signal.removeEventListener('abort', abort);
      connected.destroy();
      reject(new TransportError('connection_lost'));
    });
    sent.end(body?.text);
    if (signal.aborted) abort();
  });
}

async function read(
  response: IncomingMessage,
  limit: number,
  { signal }: Lifetime,
): Promise<Uint8Array<ArrayBuffer>> {
  const { 'content-length': announced, 'content-encoding': packed } = response.headers;
  const chunks: Uint8Array[] = [];
  let octets = 0;
  try {
    if (Number(announced ?? 0) > limit || !/^(identity)?$/i.test(packed?.trim() ?? '')) throw new WebUnfit();
    for await (const chunk of response) {
      octets += chunk.length;
      if (octets > limit) throw new WebUnfit();
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof WebUnfit ? error : toTransportError(error, 'connection');
  } finally {
    response.destroy();
  }
  const body = new Uint8Array(octets);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
