import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyHeader } from '@/lib/contract/routes';
import { type RunningApp, startApp } from './support/app';
import { type Dovecot, startDovecot } from './support/dovecot';
import type { Manners } from './support/manners';
import { fillMaildir, generateMessages } from './support/messages';
import { type ScriptedServer, startScripted } from './support/scripted';

/**
 * The production server, addressed as anybody on the internet may: from several addresses of loopback (each is a
 * client of its own), with headers of one's choice, and with connections that are given up.
 */
const password = 'right-s3cret';
const manners: Manners = {};
let dovecot: Dovecot;
let odd: ScriptedServer;
let app: RunningApp;

const start = (environment: Record<string, string> = {}) =>
  startApp({
    caFile: dovecot.ca,
    pop3Ports: [dovecot.popsPort, odd.port],
    environment: { POSTBAG_ALLOW_PLAINTEXT: '1', ...environment },
  });

beforeAll(async () => {
  dovecot = await startDovecot({ users: { alice: password, bob: password } });
  await fillMaildir(dovecot.maildir('alice'), generateMessages(3));
  odd = await startScripted(manners);
  app = await start();
});
afterAll(async () => {
  await app?.stop();
  await odd?.stop();
  await dovecot?.stop();
});

interface Wishes {
  /** The address of loopback that is spoken from. */
  from?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One request; `gone` cuts its connection, as a browser does whose tab is closed. */
function ask(path: string, { from = '127.0.0.1', headers = {}, body }: Wishes) {
  const { host, origin, port } = new URL(app.origin);
  const sent = httpRequest({
    host: '127.0.0.1',
    port,
    localAddress: from,
    agent: false,
    method: 'POST',
    path,
    headers: {
      host,
      origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      ...headers,
    },
  });
  sent.on('error', () => {});
  const answer = new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  sent.end(JSON.stringify(body));
  return { answer, gone: () => sent.destroy() };
}

async function bodyOf(response: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

const account = (wrong: boolean, username = 'alice') => ({
  username,
  password: wrong ? 'guess' : password,
  host: 'localhost',
  port: dovecot.popsPort,
  security: 'tls',
  keep: false,
});

async function signIn(wishes: Wishes): Promise<number> {
  const response = await ask('/api/accounts', wishes).answer;
  await bodyOf(response);
  return response.statusCode ?? 0;
}

describe('whose sign-in it is', () => {
  it('the socket says, whatever headers say: a hundred become 429, and the owner gets in meanwhile', async () => {
    const forged = (count: number) => ({
      'x-forwarded-for': `198.51.100.${count}`,
      'x-real-ip': `198.51.100.${count}`,
      forwarded: `for=198.51.100.${count}`,
      'x-postbag-peer': `198.51.100.${count}`,
    });
    const flood = Array.from({ length: 100 }, (_, count) =>
      signIn({ from: '127.0.0.5', headers: forged(count), body: account(true) }),
    );
    const owner = signIn({ from: '127.0.0.6', body: account(false) });
    expect(await owner).toBe(200);
    const statuses = await Promise.all(flood);
    expect(statuses.filter((status) => status !== 429)).toHaveLength(6);
    // Nor does it help the stranger that he names the owner's address, and the owner goes on as before.
    expect(
      await signIn({ from: '127.0.0.5', headers: { 'x-forwarded-for': '127.0.0.6' }, body: account(true) }),
    ).toBe(429);
    expect(await signIn({ from: '127.0.0.6', body: account(false) })).toBe(200);
  });

  it('a trusted proxy says, and nobody before it', async () => {
    const direct = app;
    app = await start({ POSTBAG_TRUSTED_PROXIES: '127.0.0.9' });
    try {
      const behind = (client: string, said = '198.51.100.7') => ({
        from: '127.0.0.9',
        headers: { 'x-forwarded-for': `${said}, ${client}` },
        body: account(true, 'bob'),
      });
      const statuses = [];
      for (let count = 0; count < 7; count++)
        statuses.push(await signIn(behind('203.0.113.5', `198.51.100.${count}`)));
      expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429]);
      expect(await signIn(behind('203.0.113.6'))).toBe(422);
      // Somebody who is no proxy of ours says the same in vain.
      expect(await signIn({ ...behind('203.0.113.5'), from: '127.0.0.8' })).toBe(422);
      // No header at all: it is the proxy itself.
      expect(await signIn({ from: '127.0.0.9', body: account(true, 'bob') })).toBe(422);
    } finally {
      await app.stop();
      app = direct;
    }
  });
});

describe('a request that its browser gives up', () => {
  const connects = () => odd.transcript.filter((line) => line === '-- connect').length;
  const closes = () => odd.transcript.filter((line) => line === '-- close').length;
  const freed = () => expect.poll(closes, { timeout: 1_000, interval: 20 }).toBe(connects());
  const heard = (line: RegExp) => expect.poll(() => odd.transcript.join('\n')).toMatch(line);
  const behaving = (next: Manners) => {
    delete manners.greeting;
    delete manners.answers;
    Object.assign(manners, next);
    odd.transcript.length = 0;
  };
  const oddAccount = (security: 'tls' | 'none', username = 'carol') => ({
    ...account(false, username),
    port: odd.port,
    security,
  });
  const silent = () => null;

  it.each<[string, Manners, 'tls' | 'none', RegExp]>([
    ['in the TLS handshake', { greeting: silent }, 'tls', /-- connect/],
    ['before the greeting', { greeting: silent }, 'none', /-- connect/],
    ['at the login', { answers: { AUTH: null } }, 'none', /AUTH/],
    ['at the mailbox', { answers: { STAT: null } }, 'none', /STAT/],
  ])('%s frees its socket within a second', async (_, next, security, sign) => {
    behaving(next);
    const { gone } = ask('/api/accounts', { body: oddAccount(security) });
    await heard(sign);
    expect(closes()).toBe(0);
    gone();
    await freed();
  });

  it('while it retrieves, waits for the receipt, or stands in line, frees what it held within a second', async () => {
    behaving({});
    const response = await ask('/api/accounts', { body: oddAccount('none') }).answer;
    const cookie = (response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    const { account: id, key } = await bodyOf(response);
    await freed();
    const retrieve = () =>
      ask(`/api/accounts/${id}/messages`, {
        headers: { cookie, [keyHeader]: String(key) },
        body: { wanted: [{ number: 1, uidl: 'uidl-1', octets: 10 }] },
      });

    behaving({ answers: { RETR: null } });
    const retrieving = retrieve();
    await retrieving.answer;
    await heard(/RETR 1/);
    // The same maildrop: this one waits for its turn, and its going takes nothing from the one before.
    const inLine = retrieve();
    const next = retrieve();
    inLine.gone();
    expect(connects()).toBe(1);
    retrieving.gone();
    // The third gets its turn within the second, so that the first was freed, and the second did not keep the place.
    await expect.poll(connects, { timeout: 1_000, interval: 20 }).toBe(2);
    next.gone();
    await freed();

    behaving({});
    const waiting = retrieve();
    const stream = await waiting.answer;
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    stream.on('error', () => {});
    await expect.poll(() => text).toContain('"session"');
    expect(closes()).toBe(0);
    waiting.gone();
    await freed();
    expect(odd.transcript).not.toContain('QUIT');
  });
});

describe('what the operator reads', () => {
  it('is a line for each request, and nothing of anybody', () => {
    // Next's own words at its start name the address at which it listens.
    const printed = app
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n');
    expect(printed).toMatch(/"msg":"start"/);
    expect(printed).toMatch(/"route":"\/api\/accounts","status":429,"code":"too_soon"/);
    expect(printed).not.toMatch(/alice|carol|s3cret|guess|198\.51|127\.0\.0|localhost"|uidl-/);
  });
});
