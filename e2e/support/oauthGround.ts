import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { POST as postToken } from '@/app/api/accounts/[account]/token/route';
import { GET as getCallback } from '@/app/api/oauth/callback/[provider]/route';
import { POST as postFinish } from '@/app/api/oauth/finish/route';
import { POST as postOauth } from '@/app/api/oauth/route';
import type { Limits } from '@/lib/bridge/limits';
import { keyHeader } from '@/lib/contract/routes';
import { type AuthorizationServer, startAuthorizationServer } from './authorizationServer';
import { bridgeOrigin, pageRequest, useBridge } from './bridgeRoutes';
import { type Dovecot, startDovecot } from './dovecot';
import { fillMaildir, generateMessages } from './messages';

/** A provider that signs people in, a mail server that asks it about tokens, and the bridge's routes before both. */

export const user = 'ada+mail@example.com';
const mail = generateMessages(3, { seed: 5 });
/** What the bridge logged. */
export const lines: string[] = [];
export let server: AuthorizationServer;
let dovecot: Dovecot;

beforeAll(async () => {
  server = await startAuthorizationServer(`${bridgeOrigin}/api/oauth/callback/loopback`);
  dovecot = await startDovecot({
    users: { [user]: 'unused', 'bob@example.com': 'unused' },
    introspection: server.introspection,
  });
  await fillMaildir(dovecot.maildir(user), mail);
});
afterAll(async () => {
  await dovecot?.stop();
  await server?.close();
});
beforeEach(() => ground());
afterEach(() => {
  server.fault = null;
});

/** The bridge, with the provider as the operator describes it. */
export function ground(change: Record<string, unknown> = {}, limits: Partial<Limits> = {}): void {
  useBridge({
    limits,
    ports: [dovecot.popsPort],
    authorities: [readFileSync(dovecot.ca, 'utf8'), server.authority],
    env: {
      POSTBAG_ALLOW_PRIVATE_WEB: server.allowed,
      POSTBAG_OAUTH_PROVIDERS: JSON.stringify([
        { ...server.settings({ id: 'loopback', name: 'Loopback', hosts: ['localhost'] }), ...change },
      ]),
    },
    log: { write: (line) => lines.push(line) },
  });
}

/** Cookies as a browser keeps them: by name and path, with what was said of them. */
class Jar {
  readonly kept = new Map<string, { pair: string; path: string; text: string }>();

  take(response: Response): void {
    for (const text of response.headers.getSetCookie()) {
      const [pair = ''] = text.split(';');
      const path = /Path=([^;]+)/.exec(text)?.[1] ?? '/';
      const id = `${pair.split('=')[0]} ${path}`;
      if (text.includes('Max-Age=0')) this.kept.delete(id);
      else this.kept.set(id, { pair, path, text });
    }
  }

  for(path: string): string {
    const fitting = [...this.kept.values()].filter((each) => `${path}/`.startsWith(`${each.path}/`));
    return fitting.map(({ pair }) => pair).join('; ');
  }

  text(name: string): string {
    return [...this.kept].find(([id]) => id.startsWith(`${name} `))?.[1].text ?? '';
  }
}

/** Somebody's browser, which knows one provider. */
export class Person {
  readonly jar = new Jar();
  key = '';
  account = '';

  async ask(path: string, body: unknown, route: (request: Request) => Promise<Response>) {
    const response = await route(
      pageRequest(path, {
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { cookie: this.jar.for(path), ...(this.key && { [keyHeader]: this.key }) },
      }),
    );
    this.jar.take(response);
    const answer = await response.json();
    return { status: response.status, answer };
  }

  async begin(change: Record<string, unknown> = {}): Promise<string> {
    const request = {
      provider: 'loopback',
      username: user,
      host: 'localhost',
      port: dovecot.popsPort,
      security: 'tls',
      keep: true,
      ...change,
    };
    const { status, answer } = await this.ask('/api/oauth', request, (r) => postOauth(r, undefined));
    expect(answer).toMatchObject({ key: expect.stringMatching(/^[\w-]{43}$/) });
    expect(status).toBe(200);
    this.key = answer.key;
    return answer.url;
  }

  /** Comes back the way that the provider's page led to, from another site. */
  async back(to: URL, provider = 'loopback', headers: Record<string, string> = {}): Promise<string> {
    const response = await getCallback(
      new Request(to, {
        headers: {
          host: to.host,
          cookie: this.jar.for(to.pathname),
          'sec-fetch-site': 'cross-site',
          'sec-fetch-dest': 'document',
          ...headers,
        },
      }),
      { params: Promise.resolve({ provider }) },
    );
    this.jar.take(response);
    return `${response.status} ${response.headers.get('location')}`;
  }

  async finish(body: unknown = { expected: [] }) {
    const outcome = await this.ask('/api/oauth/finish', body, (r) => postFinish(r, undefined));
    if (outcome.status === 200) this.account = outcome.answer.account;
    return outcome;
  }

  async signIn(): Promise<this> {
    await this.back(await server.consent(await this.begin(), { user, agree: true }));
    expect(await this.finish()).toMatchObject({ status: 200 });
    return this;
  }

  listing = () => this.#ofAccount('listing', { known: null }, postListing);
  renew = () => this.#ofAccount('token', undefined, postToken);

  #ofAccount(
    name: string,
    body: unknown,
    route: (request: Request, context: { params: Promise<{ account: string }> }) => Promise<Response>,
  ) {
    const params = Promise.resolve({ account: this.account });
    return this.ask(`/api/accounts/${this.account}/${name}`, body, (r) => route(r, { params }));
  }
}
