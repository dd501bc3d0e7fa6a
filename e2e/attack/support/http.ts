import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { RunningApp } from '@/e2e/support/app';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Asked {
  method?: string;
  path: string;
  /** Those that are undefined are not sent. */
  headers?: Record<string, string | undefined>;
  body?: string | Uint8Array;
  /** The head of the answer is enough, and the rest is given up. */
  headOnly?: boolean;
}

/**
 * One request on a connection of its own, with exactly these headers: `fetch` would not let a test choose Host, Origin
 * and Sec-Fetch-Site. Rejects when the connection breaks before an answer.
 */
export async function send(
  port: number,
  { method = 'GET', path, headers = {}, body, headOnly = false }: Asked,
): Promise<Answer> {
  // Kept alive, so that a server which refuses a body early reads on instead of cutting the answer off.
  const framed =
    body === undefined || 'transfer-encoding' in headers
      ? {}
      : { 'content-length': String(Buffer.byteLength(body)) };
  const wanted = { connection: 'keep-alive', ...framed, ...headers };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const sent = request({ host: '127.0.0.1', port, method, path, headers: given, agent: false });
  const answered = once(sent, 'response');
  sent.on('error', () => {});
  sent.end(body);
  const [response] = await answered;
  let text = '';
  if (headOnly) {
    sent.destroy();
    return { status: response.statusCode, headers: response.headers, text };
  }
  try {
    for await (const chunk of response.setEncoding('latin1')) text += chunk;
  } finally {
    sent.destroy();
  }
  return { status: response.statusCode, headers: response.headers, text };
}

/** The headers with which our own page asks. */
export function ownHeaders({ origin }: RunningApp): Record<string, string> {
  return {
    host: new URL(origin).host,
    origin,
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
    'content-type': 'application/json',
  };
}
