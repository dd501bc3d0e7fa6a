import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as postAccount } from '@/app/api/accounts/route';
import { AccountClient, pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import { peerHeader } from './client';
import type { Limits } from './limits';

/** The limits where people meet them: at the routes. */
let server: ScriptedServer;
const manners = { answers: { PASS: '-ERR [AUTH] no', AUTH: '-ERR [AUTH] no' } };
beforeAll(async () => {
  server = await startScripted(manners);
});
afterAll(() => server.stop());

function ground(limits: Partial<Limits> = {}, env: Record<string, string> = {}) {
  useBridge({ ports: [server.port], limits, env: { POSTBAG_ALLOW_PLAINTEXT: '1', ...env } });
}
beforeEach(() => {
  server.transcript.length = 0;
  ground();
});

async function signIn(headers: Record<string, string> = {}, more: Record<string, unknown> = {}) {
  const account = { username: 'alice', password: 'guess', host: 'localhost', port: server.port };
  const body = JSON.stringify({ ...account, security: 'none', keep: false, ...more });
  return postAccount(pageRequest('/api/accounts', { body, headers }), undefined);
}

const from = (address: string) => ({ [peerHeader()]: address });
const logins = () => server.transcript.filter((line) => line === '-- connect').length;

describe('a hundred logins', () => {
  it('become 429 with the time to wait, and no login', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 100; count++) {
      const response = await signIn(from('203.0.113.5'));
      statuses.push(response.status);
      if (response.status !== 429) continue;
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
      expect(await response.json()).toMatchObject({
        code: 'too_soon',
        message: 'Too many sign-ins have failed.',
      });
    }
    expect(statuses.filter((status) => status !== 429)).toHaveLength(6);
    expect(logins()).toBe(6);
  });

  it.each([
    ['X-Forwarded-For', (count: number) => ({ 'x-forwarded-for': `198.51.100.${count}` })],
    ['a chain of it', (count: number) => ({ 'x-forwarded-for': `198.51.100.${count}, 127.0.0.1` })],
    ['Forwarded', (count: number) => ({ forwarded: `for=198.51.100.${count}` })],
    ['X-Real-IP', (count: number) => ({ 'x-real-ip': `198.51.100.${count}` })],
    ['CF-Connecting-IP', (count: number) => ({ 'cf-connecting-ip': `198.51.100.${count}` })],
    ['the browser’s number', (count: number) => ({ 'x-postbag-browser': String(count).padStart(22, 'A') })],
    ['a header like ours', (count: number) => ({ 'x-postbag-peer': `198.51.100.${count}` })],
  ])('with another %s each are those of one address', async (_, forged) => {
    const statuses = [];
    for (let count = 0; count < 100; count++) {
      statuses.push(
        (await signIn({ ...forged(count), ...from('203.0.113.5') }, { username: `user${count}` })).status,
      );
    }
    expect(statuses.filter((status) => status !== 429)).toHaveLength(21);
  });

  it('behind a trusted proxy are those of the address that it names', async () => {
    ground({}, { POSTBAG_TRUSTED_PROXIES: '10.0.0.0/8' });
    const behind = (address: string) => ({ ...from('10.1.1.1'), 'x-forwarded-for': `8.8.8.8, ${address}` });
    for (let count = 0; count < 7; count++) await signIn(behind('203.0.113.5'));
    expect((await signIn(behind('203.0.113.5'))).status).toBe(429);
    expect((await signIn(behind('203.0.113.6'))).status).toBe(422);
  });

  it('of a stranger do not keep the owner out', async () => {
    const honest = await startScripted();
    useBridge({ ports: [server.port, honest.port], env: { POSTBAG_ALLOW_PLAINTEXT: '1' } });
    try {
      const flood = Array.from({ length: 100 }, () => signIn(from('203.0.113.5')));
      const owner = await signIn(from('192.0.2.77'), { password: 'right', port: honest.port });
      expect(owner.status).toBe(200);
      await Promise.all(flood);
      expect((await signIn(from('192.0.2.78'), { password: 'right', port: honest.port })).status).toBe(200);
    } finally {
      await honest.stop();
    }
  });
});

describe('one browser', () => {
  it('has three streams of messages at a time; the next waits for one of them', async () => {
    const slow = await startScripted({ answers: { RETR: null } });
    useBridge({ ports: [slow.port], env: { POSTBAG_ALLOW_PLAINTEXT: '1' } });
    const browser = { 'x-postbag-browser': 'C'.repeat(22) };
    const wanted = [{ number: 1, uidl: 'uidl-1', octets: 10 }];
    const clients: AccountClient[] = [];
    for (const username of ['a', 'b', 'c', 'd', 'e']) {
      const client = new AccountClient();
      const where = { host: 'localhost', port: slow.port, security: 'none' as const };
      expect(await client.signIn({ username, password: 'p', ...where, keep: false })).toMatchObject({
        status: 200,
      });
      clients.push(client);
    }
    const gone = clients.map(() => new AbortController());
    const ask = (index: number, headers: Record<string, string>) =>
      clients[index]?.messages(wanted, gone[index]?.signal, {}, headers) ?? Promise.reject();
    try {
      for (const index of [0, 1, 2]) expect((await ask(index, browser)).status).toBe(200);
      let fourth = 'waits';
      const waiting = ask(3, browser).then((response) => {
        fourth = String(response.status);
      });
      // Another browser of the same address is not held up.
      expect((await ask(4, {})).status).toBe(200);
      expect(fourth).toBe('waits');
      gone[0]?.abort();
      await waiting;
      expect(fourth).toBe('200');
    } finally {
      for (const each of gone) each.abort();
      await slow.stop();
    }
  });
});
