import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { POST as postDeletions } from '@/app/api/accounts/[account]/deletions/route';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { POST as postMessages } from '@/app/api/accounts/[account]/messages/route';
import { POST as postAccount } from '@/app/api/accounts/route';
import { pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Connects, watchConnects } from '@/e2e/support/connects';
import { hostileHosts as vectors, wildcard } from '@/e2e/support/hostileHosts';
import { startScripted } from '@/e2e/support/scripted';
import { keyHeader } from '@/lib/contract/routes';
import { issueCertificate } from '@/lib/demo/certificates';
import { makeResolve, type Resolve } from './resolve';
import { newAccountId, newKey, sealCookie } from './seal';

const secret = 'targets-test-secret-0123456789-abcdefg';
const account = newAccountId();
const key = newKey();

/** The seal of a host that was never admitted: as if policy, or DNS, had changed since the sign-in. */
async function sealed(host: string, port: number): Promise<string> {
  const maildrop = { host, port, security: 'tls' as const, username: 'alice', password: 'canary' };
  const server = {
    uidl: true,
    top: true,
    pipelining: true,
    sasl: [],
    loginDelay: null,
    expire: null,
    user: true,
  };
  const expiresAt = Date.now() + 60_000;
  const cookie = await sealCookie(
    { account, maildrop, server, keep: false, since: Date.now(), expiresAt },
    key,
    {
      secrets: [secret],
    },
  );
  return cookie.split(';')[0] ?? '';
}

type Dial = (host: string, port: number) => Promise<Response>;
type AccountRoute = typeof postListing;

const ofAccount =
  (route: AccountRoute, body: unknown): Dial =>
  async (host, port) => {
    const headers = { cookie: await sealed(host, port), [keyHeader]: key };
    const request = pageRequest(`/api/accounts/${account}`, { headers, body: JSON.stringify(body) });
    return route(request, { params: Promise.resolve({ account }) });
  };

const hash = 'a'.repeat(64);
/** Every route that dials. One that is missing here is missed by the boundary test of the folder below. */
const dialling: [name: string, dial: Dial][] = [
  [
    'accounts',
    (host, port) => {
      const body = { username: 'alice', password: 'canary', host, port, security: 'tls', keep: false };
      return postAccount(pageRequest('/api/accounts', { body: JSON.stringify(body) }), undefined);
    },
  ],
  ['listing', ofAccount(postListing, { known: null })],
  ['messages', ofAccount(postMessages, { wanted: [{ number: 1, uidl: 'u', octets: 1 }] })],
  [
    'deletions',
    ofAccount(postDeletions, { wanted: [{ uidl: 'u', header: hash, content: hash, octets: 1, body: 0 }] }),
  ],
];

function ground(resolve: Resolve, env: Record<string, string> = {}) {
  useBridge({
    ports: [110, 995],
    resolve,
    limits: { refusalMs: 1 },
    env: { POSTBAG_SECRET: secret, POSTBAG_ALLOW_PRIVATE_HOSTS: '', ...env },
  });
}

let connects: Connects;
beforeAll(() => {
  connects = watchConnects();
});
beforeEach(() => connects.reset());
afterAll(() => connects.stop());

const forbidden = {
  code: 'target_refused',
  message: expect.any(String),
  hint: expect.any(String),
};

/** The one answer, to the letter, and not one connect(). */
async function expectRefused(response: Response) {
  expect([response.status, await response.json()]).toEqual([403, forbidden]);
  expect(connects.seen).toEqual([]);
}

describe.each(dialling)('the %s route', (name, dial) => {
  it.runIf(vectors)(
    'dials none of the hostile hosts, and answers all of them alike',
    async () => {
      const bodies = new Set<string>();
      for (const host of vectors?.blocked ?? []) {
        // Each time a new one: after so many attempts the limits would refuse them all.
        ground(wildcard);
        const response = await dial(host, 995);
        // A host that would break a line is no host: the request itself is refused at the door.
        // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these three end or break a line
        if (name === 'accounts' && /[\r\n\u0000]/.test(host)) {
          expect([response.status, (await response.json()).code]).toEqual([400, 'bad_request']);
          expect(connects.seen).toEqual([]);
          continue;
        }
        bodies.add(`${response.status} ${await response.clone().text()}`);
        await expectRefused(response);
      }
      expect(bodies.size).toBe(1);
    },
    60_000,
  );

  it.runIf(vectors)(
    'dials no port that is not for mail',
    async () => {
      for (const port of vectors?.ports_blocked ?? []) {
        ground(async () => ['8.8.8.8']);
        const response = await dial('pop.example.com', port as number);
        // What is no port at all does not pass the schema, or makes no seal.
        if (Number.isInteger(port) && (port as number) >= 1 && (port as number) <= 65535)
          await expectRefused(response);
        else expect([400, 401, 403]).toContain(response.status);
        expect(connects.seen).toEqual([]);
      }
    },
    60_000,
  );

  const broken = (code: string) => () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code }));
  it.each<[string, Resolve]>([
    ['a private address', async () => ['10.0.0.1']],
    ['a public and a private one', async () => ['8.8.8.8', '10.0.0.1']],
    ['a private one after a public one of the other family', async () => ['2606:4700::1111', '192.168.1.1']],
    ['a mapped loopback', async () => ['::ffff:127.0.0.1']],
    ['a private one behind NAT64', async () => ['64:ff9b::a00:1']],
    ['a site’s own by ISATAP', async () => ['2606:4700::5efe:a00:1']],
    ['an alias (the resolver follows CNAMEs) of something private', async () => ['172.16.0.9']],
    ['an address with a zone', async () => ['fe80::1%eth0']],
  ])('does not dial a name that leads to %s', async (_, resolve) => {
    ground(resolve);
    await expectRefused(await dial('pop.example.com', 995));
  });

  it.each<[string, Resolve]>([
    ['NXDOMAIN', broken('ENOTFOUND')],
    ['SERVFAIL', broken('EAI_AGAIN')],
    ['no answer', async () => []],
    ['silence', () => new Promise(() => {})],
  ])('tells a stranger nothing by the resolver’s %s', async (_, resolve) => {
    ground(resolve);
    const response = await dial('db.corp.example.com', 995);
    if (name === 'accounts') await expectRefused(response);
    // Whoever was admitted once hears of his name server: it is no refusal, and is tried again.
    else expect(await response.json()).toMatchObject({ code: 'name_unknown' });
    expect(connects.seen).toEqual([]);
  });

  it('dials what it judged, whatever a second lookup would say', async () => {
    const resolve = vi.fn<Resolve>().mockResolvedValueOnce(['127.0.0.1']).mockResolvedValue(['10.0.0.1']);
    ground(resolve, { POSTBAG_ALLOW_PRIVATE_HOSTS: '127.0.0.1' });
    // Nothing listens at 995 here; what counts is where it was tried.
    connects.instead = (socket) => {
      const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      queueMicrotask(() => socket.destroy(refused));
    };
    expect(await (await dial('pop.example.com', 995)).json()).toMatchObject({ code: 'connection_refused' });
    expect(resolve).toHaveBeenCalledExactlyOnceWith('pop.example.com', false, 'unknown');
    expect(connects.seen).toHaveLength(1);
    expect(JSON.stringify(connects.seen)).toContain('"host":"127.0.0.1"');
  });
});

describe('hosts that are allowed', () => {
  it.each([
    'pop.example.com',
    'POP.Example.COM.',
    'bücher.example.com',
    'BÜCHER.example.com',
    'xn--bcher-kva.example.com',
  ])('are dialled as they are meant: %s', async (host) => {
    const names = ['pop.example.com', 'xn--bcher-kva.example.com'];
    const { certificate, key: tlsKey, authority } = await issueCertificate({ names });
    const server = await startScripted({ tls: { cert: certificate, key: tlsKey } });
    const asked: string[] = [];
    useBridge({
      ports: [server.port],
      authorities: [authority],
      env: { POSTBAG_SECRET: secret, POSTBAG_ALLOW_PRIVATE_HOSTS: '127.0.0.1' },
      resolve: async (name) => {
        asked.push(name);
        return ['127.0.0.1'];
      },
    });
    try {
      const [, accounts] = dialling[0] ?? [];
      const response = await accounts?.(host, server.port);
      expect([response?.status, await response?.json()]).toMatchObject([200, {}]);
      expect(names).toContain(asked[0]);
      expect(asked).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });

  it('are resolved as every other program here does, where the operator has named them', async () => {
    expect(await makeResolve()('localhost', true, 'here')).toContain('127.0.0.1');
  });
});
