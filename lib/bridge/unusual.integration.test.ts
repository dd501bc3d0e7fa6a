import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import { fillMaildir, generateMessages } from '@/e2e/support/messages';

/** Names and passwords that are not the usual ones, as people type them, against a real server. */

const users = {
  'ada+shop@example.com': 'plain',
  c0042: 'a name that is not the address',
  'грета@пример.example': 'pässwörd 🔑 密码',
  'jürgen@bücher.example': '"quoted", \\back, {braces} %s',
};
let dovecot: Dovecot;

beforeAll(async () => {
  dovecot = await startDovecot({ users, names: ['xn--bcher-kva.example', '*.hosted.example'] });
  for (const [n, user] of Object.keys(users).entries())
    await fillMaildir(dovecot.maildir(user), generateMessages(n + 1, { seed: n }));
  useBridge({
    ports: [dovecot.popPort, dovecot.popsPort],
    authorities: [readFileSync(dovecot.ca, 'utf8')],
    resolve: async (name) =>
      /^(localhost|(xn--bcher-kva|[^.]+\.hosted)\.example)$/.test(name) ? ['127.0.0.1'] : [],
  });
});
afterAll(() => dovecot?.stop());

const signIn = (username: string, password: string, change: object = {}) => {
  const client = new AccountClient();
  const place = { host: 'localhost', port: dovecot.popsPort, security: 'tls' as const, keep: true };
  const asked = client.signIn({ username, password, ...place, ...change });
  return asked.then(({ status, body }) => ({ client, status, body }));
};

it.each(Object.entries(users).map(([user, password], n) => [user, password, n + 1] as const))(
  '%s signs in, and again out of the seal',
  async (user, password, count) => {
    for (const change of [{}, { security: 'starttls', port: dovecot.popPort }]) {
      const { client, status, body } = await signIn(user, password, change);
      expect([status, body.code]).toEqual([200, undefined]);
      expect(await client.listing(null)).toMatchObject({ count });
    }
  },
);

it('takes a wrong password for wrong, however it is written', async () => {
  // Composed otherwise, it is another one: a password is octets to the server.
  const { body } = await signIn('грета@пример.example', 'pa\u0308sswo\u0308rd 🔑 密码');
  expect(body).toMatchObject({ code: 'auth_failed' });
});

it.each(['bücher.example', 'BÜCHER.example', 'bücher。example', 'xn--bcher-kva.example.'])(
  'reaches %s under the one name that its certificate has',
  async (host) => {
    const { status, body } = await signIn('c0042', users.c0042, { host });
    expect([status, body.code]).toEqual([200, undefined]);
  },
);

it('reaches a domain of which every name is the same server, by a certificate for all of them; not below', async () => {
  expect((await signIn('c0042', users.c0042, { host: 'pop.hosted.example' })).status).toBe(200);
  expect((await signIn('c0042', users.c0042, { host: 'anything.hosted.example' })).status).toBe(200);
  const { body } = await signIn('c0042', users.c0042, { host: 'xn--bcher-kva.example.hosted.example' });
  expect(body.code).not.toBeUndefined();
});
