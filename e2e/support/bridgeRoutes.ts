import { createHash } from 'node:crypto';
import { POST as postDeletions } from '@/app/api/accounts/[account]/deletions/route';
import { POST as postImages } from '@/app/api/accounts/[account]/images/route';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { POST as postMessages } from '@/app/api/accounts/[account]/messages/route';
import { DELETE as deleteAccount } from '@/app/api/accounts/[account]/route';
import { POST as postSettlement } from '@/app/api/accounts/[account]/settlement/route';
import { POST as postUnsubscribe } from '@/app/api/accounts/[account]/unsubscribe/route';
import { POST as postAccount } from '@/app/api/accounts/route';
import { readConfig } from '@/lib/bridge/config';
import { memoryCounters } from '@/lib/bridge/counters';
import { type Environment, setEnvironment } from '@/lib/bridge/environment';
import { limits } from '@/lib/bridge/limits';
import { makeLogger } from '@/lib/bridge/log';
import { MemoryPlaces } from '@/lib/bridge/places';
import { makeRecords, makeResolve } from '@/lib/bridge/resolve';
import { MemoryShares } from '@/lib/bridge/shares';
import { type Frame, FrameReader } from '@/lib/contract/frames';
import { formDivider, headerForm, splitMessage } from '@/lib/contract/messageForm';
import {
  type AccountRequest,
  type DeletionsAnswer,
  type DeletionsRequest,
  keyHeader,
  type ListingAnswer,
  type MessagesRequest,
  type Told,
} from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';

/** Where the routes under test believe that they are. */
export const bridgeOrigin = 'https://postbag.test';

/** Puts the routes of this process on a ground for tests: loopback and these ports may be dialled. */
export function useBridge(wishes: {
  ports: readonly number[];
  /** Trusted authorities, PEM. */
  authorities?: readonly string[];
  limits?: Partial<Environment['limits']>;
  env?: Record<string, string>;
  resolve?: Environment['resolve'];
  records?: Environment['records'];
  places?: Environment['places'];
  /** Where the operator's log goes; nowhere without it. */
  log?: { write(line: string): void };
}): void {
  const config = readConfig({
    POSTBAG_SECRET: 'bridge-routes-test-secret-0123456789',
    POSTBAG_ORIGIN: bridgeOrigin,
    POSTBAG_POP3_PORTS: wishes.ports.join(','),
    POSTBAG_ALLOW_PRIVATE_HOSTS: 'localhost,127.0.0.1',
    POSTBAG_LOG_LEVEL: wishes.log ? 'info' : 'silent',
    // A public origin may speak plain text to servers that are named alone.
    ...(wishes.env?.POSTBAG_ALLOW_PLAINTEXT === '1' && {
      POSTBAG_ALLOW_HOSTS: 'localhost,127.0.0.1,pop.example.com',
    }),
    ...wishes.env,
  });
  setEnvironment({
    config: { ...config, authorities: [...(wishes.authorities ?? []), ...config.authorities] },
    // Refusals as slow as in production would only make tests slow.
    limits: { ...limits, refusalMs: 1_000, ...wishes.limits },
    resolve: wishes.resolve ?? makeResolve(),
    records: wishes.records ?? makeRecords(),
    counters: memoryCounters(),
    places: wishes.places ?? new MemoryPlaces(),
    shares: new MemoryShares(),
    logger: makeLogger(config, wishes.log),
  });
}

export type PageInit = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

/** A request as the browser sends it from our own page. */
export function pageRequest(path: string, init: PageInit = {}): Request {
  return new Request(`${bridgeOrigin}${path}`, {
    method: 'POST',
    ...init,
    headers: {
      host: new URL(bridgeOrigin).host,
      origin: bridgeOrigin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      ...init.headers,
    },
  });
}

/** What proves that a message is stored as it is here, as the browser computes it. */
export function proofOf(uidl: string, bytes: Uint8Array): DeletionsRequest['wanted'][number] {
  const { header, body } = splitMessage(bytes);
  const form = headerForm(header).octets;
  const hex = (...parts: Uint8Array[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  };
  return {
    uidl,
    header: hex(form),
    content: hex(form, formDivider, body),
    octets: bytes.length,
    body: body.length,
  };
}

export interface ReceivedMessage {
  uidl: string;
  announced: number;
  octets: number;
  sha256: string;
  /** Of the bytes that came, by our own count. */
  actual: { octets: number; sha256: string };
}

export interface Received {
  messages: ReceivedMessage[];
  /** Every frame but data and log. */
  frames: Frame[];
  log: LogEntry[];
}

/** One account of one browser: keeps cookie and K as a browser would. */
export class AccountClient {
  account = '';
  key = '';
  cookie = '';
  /** Of the last answer that was JSON. */
  log: LogEntry[] = [];

  async signIn(request: AccountRequest): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await postAccount(
      pageRequest('/api/accounts', { body: JSON.stringify(request) }),
      undefined,
    );
    const body = await response.json();
    if (response.ok) {
      this.account = body.account;
      this.key = body.key;
      this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    }
    return { status: response.status, body };
  }

  async listing(
    known: { count: number; last: string } | null,
    wishes: { sequential?: boolean | undefined } = {},
    headers: Record<string, string> = {},
  ): Promise<ListingAnswer> {
    const response = await this.call(postListing, 'listing', { known, ...wishes }, undefined, headers);
    if (!response.ok) throw new Error(JSON.stringify(await response.json()));
    const { log, ...answer }: Told<ListingAnswer> = await response.json();
    this.log = log;
    return answer;
  }

  messages(
    wanted: MessagesRequest['wanted'],
    signal?: AbortSignal,
    wishes: Pick<Partial<MessagesRequest>, 'sequential' | 'part'> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.call(postMessages, 'messages', { wanted, ...wishes }, signal, headers);
  }

  async settle(session: string, stored: readonly string[]): Promise<{ status: number; body: unknown }> {
    const response = await this.call(postSettlement, 'settlement', { session, stored });
    return { status: response.status, body: await response.json() };
  }

  /** Rejects with the problem as JSON. */
  async delete(
    wanted: DeletionsRequest['wanted'],
    wishes: { sequential?: boolean | undefined } = {},
    signal?: AbortSignal,
  ): Promise<DeletionsAnswer> {
    const response = await this.deletion(wanted, wishes, signal);
    if (!response.ok) throw new Error(JSON.stringify(await response.json()));
    const { log, ...answer }: Told<DeletionsAnswer> = await response.json();
    this.log = log;
    return answer;
  }

  /** The same as it is answered. */
  deletion(
    wanted: DeletionsRequest['wanted'],
    wishes: { sequential?: boolean | undefined } = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    return this.call(postDeletions, 'deletions', { wanted, ...wishes }, signal);
  }

  image(address: string): Promise<Response> {
    return this.call(postImages, 'images', { address });
  }

  unsubscribe(address: string): Promise<Response> {
    return this.call(postUnsubscribe, 'unsubscribe', { address });
  }

  forget(): Promise<Response> {
    return deleteAccount(this.request('', { method: 'DELETE' }), this.context());
  }

  /** Retrieves, and answers the settle frame as `receipt` says (with all that came, by default). */
  async receive(
    wanted: MessagesRequest['wanted'],
    receipt: (stored: string[]) => string[] | null = (stored) => stored,
  ): Promise<Received> {
    const response = await this.messages(wanted);
    if (!response.body) throw new Error('no body');
    return readFrames(response.body, async (session, received) => {
      const stored = receipt(received.messages.map((message) => message.uidl));
      if (stored) await this.settle(session, stored);
    });
  }

  request(path: string, init: PageInit = {}): Request {
    return pageRequest(`/api/accounts/${this.account}${path}`, {
      ...init,
      headers: { cookie: this.cookie, [keyHeader]: this.key, ...init.headers },
    });
  }

  context() {
    return { params: Promise.resolve({ account: this.account }) };
  }

  private call(
    route: (request: Request, context: ReturnType<AccountClient['context']>) => Promise<Response>,
    name: string,
    body: unknown,
    signal?: AbortSignal,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = this.request(`/${name}`, {
      body: JSON.stringify(body),
      headers,
      ...(signal && { signal }),
    });
    return route(request, this.context());
  }
}

/** Reads a stream of frames to its end; `onSettle` runs while the bridge waits for the receipt. */
export async function readFrames(
  stream: ReadableStream<Uint8Array>,
  onSettle: (session: string, received: Received) => Promise<void> = async () => {},
): Promise<Received> {
  const received: Received = { messages: [], frames: [], log: [] };
  let session: string | null = null;
  let current = { uidl: '', announced: 0 };
  let hash = createHash('sha256');
  let octets = 0;
  const reader = new FrameReader({
    data: (bytes) => {
      hash.update(bytes);
      octets += bytes.length;
    },
    frame: (frame) => {
      if (frame.kind === 'log') {
        received.log.push(...frame.entries);
        return;
      }
      received.frames.push(frame);
      if (frame.kind === 'begin') {
        current = { uidl: frame.uidl, announced: frame.octets };
        hash = createHash('sha256');
        octets = 0;
      } else if (frame.kind === 'end') {
        const actual = { octets, sha256: hash.digest('hex') };
        received.messages.push({ ...current, octets: frame.octets, sha256: frame.sha256, actual });
      } else if (frame.kind === 'settle') session = frame.session;
    },
  });
  for await (const chunk of stream) {
    reader.push(chunk);
    if (session !== null) await onSettle(session, received);
    session = null;
  }
  reader.end();
  return received;
}
