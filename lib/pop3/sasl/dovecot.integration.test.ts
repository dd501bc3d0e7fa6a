import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, handToDovecot, startDovecot } from '@/e2e/support/dovecot';
import { socketWire } from '@/e2e/support/socketWire';
import { md5 } from '@/lib/bridge/md5';
import { Pop3Session } from '../session';

const users = {
  alice: 's3cret',
  carol: 'käse und brot',
  dora: 'two spaces  ',
  'eve@example.com': 'a,b=c\\d',
};
const mechanisms = [
  'PLAIN',
  'LOGIN',
  'CRAM-MD5',
  'SCRAM-SHA-1',
  'SCRAM-SHA-256',
  'XOAUTH2',
  'OAUTHBEARER',
] as const;
const withPassword = mechanisms.filter((name) => name !== 'XOAUTH2' && name !== 'OAUTHBEARER');
const withToken = ['XOAUTH2', 'OAUTHBEARER'] as const;
const key = 'the key of the token issuer';
let dir: string;
let dovecot: Dovecot;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'postbag-dovecot-'));
  dovecot = await startDovecot({ users, dir });
  await teachMechanisms();
});
afterAll(async () => {
  await dovecot.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Gives the running Dovecot all mechanisms, and a key by which it knows tokens. */
async function teachMechanisms(): Promise<void> {
  const keys = join(dir, 'jwt/default/HS256');
  await mkdir(keys, { recursive: true });
  await writeFile(join(keys, 'default'), Buffer.from(key).toString('base64'));
  await writeFile(
    join(dir, 'oauth2.conf.ext'),
    `introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=${dir}/jwt/\nusername_attribute = sub\n`,
  );
  const file = join(dir, 'dovecot.conf');
  const tokens = `passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${dir}/oauth2.conf.ext
}
passdb {
  mechanisms = plain login cram-md5 apop scram-sha-1 scram-sha-256
`;
  const configuration = readFileSync(file, 'utf8')
    .replace(/^auth_mechanisms = .*$/m, `auth_mechanisms = apop ${mechanisms.join(' ').toLowerCase()}`)
    .replace(/^passdb \{\n/m, tokens);
  await writeFile(file, configuration);
  // Not the whole folder: in run/ the server's own files come and go meanwhile.
  for (const written of ['jwt', 'oauth2.conf.ext', 'dovecot.conf']) handToDovecot(join(dir, written));
  process.kill(Number(readFileSync(join(dir, 'run/master.pid'), 'utf8')), 'SIGHUP');
  for (const until = Date.now() + 15_000; ; await delay(50)) {
    const session = await connect('plain').catch(() => null);
    const announced = (await session?.capa().catch(() => null))?.sasl ?? [];
    session?.close();
    if (announced.includes('OAUTHBEARER')) return;
    if (Date.now() > until) throw new Error(`Dovecot did not take the mechanisms.\n${dovecot.log()}`);
  }
}

async function connect(way: 'plain' | 'tls'): Promise<Pop3Session> {
  const { host, popPort, popsPort } = dovecot;
  const secure = { host, port: popsPort, authority: readFileSync(dovecot.ca, 'utf8') };
  return Pop3Session.open(await socketWire(way === 'tls' ? secure : { host, port: popPort }));
}

function tokenFor(subject: string, { lifetime = 600, padding = 0 } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: subject,
    iat: now - 1000,
    nbf: now - 1000,
    exp: now + lifetime,
    pad: 'x'.repeat(padding),
  };
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

describe('against Dovecot', () => {
  it('finds every mechanism announced', async () => {
    const session = await connect('tls');
    expect((await session.capa())?.sasl).toEqual(expect.arrayContaining([...mechanisms]));
    await session.quit();
  });

  it.each(
    withPassword.flatMap((name) =>
      Object.entries(users).map(([username, password]) => [name, username, password]),
    ),
  )('%s logs %s in', async (name, username, password) => {
    const known = withPassword.find((mechanism) => mechanism === name) ?? 'PLAIN';
    for (const opening of ['fitting', 'asked'] as const) {
      const session = await connect('tls');
      await session.authenticate(
        known,
        { username: `${username}`, password: `${password}` },
        { md5, opening },
      );
      expect(await session.stat()).toEqual({ count: 0, octets: 0 });
      await session.quit();
    }
  });

  it.each(withPassword)('%s is refused with a wrong password, and the session goes on', async (name) => {
    const session = await connect('tls');
    const wrong = session.authenticate(name, { username: 'alice', password: 'wrong' }, { md5 });
    await expect(wrong).rejects.toMatchObject({ class: 'auth', command: 'AUTH', responseCode: 'AUTH' });
    await session.authenticate(name, { username: 'alice', password: users.alice }, { md5 });
    await session.quit();
  });

  it.each(withToken)('%s logs in with a token, short and long, in one line and in two', async (name) => {
    for (const [padding, opening] of [
      [0, 'asked'],
      [0, 'always'],
      [4000, 'asked'],
    ] as const) {
      const session = await connect('tls');
      const credentials = { username: 'alice', token: tokenFor('alice', { padding }) };
      await session.authenticate(name, credentials, { opening });
      expect(await session.stat()).toMatchObject({ count: 0 });
      await session.quit();
    }
  });

  it.each(withToken)('%s shows the error of a token that has expired or is another’s', async (name) => {
    for (const token of [tokenFor('alice', { lifetime: -100 }), tokenFor('carol'), 'nonsense']) {
      const session = await connect('tls');
      await expect(session.authenticate(name, { username: 'alice', token })).rejects.toMatchObject({
        name: 'Pop3Refusal',
        class: 'auth',
        said: expect.stringMatching(/"status":"/),
      });
      await session.authenticate(name, { username: 'alice', token: tokenFor('alice') });
      await session.quit();
    }
  });

  it.each(withToken)('%s says that a token is too long when Dovecot only hangs up', async (name) => {
    for (const opening of ['asked', 'always'] as const) {
      const session = await connect('tls');
      const credentials = { username: 'alice', token: tokenFor('alice', { padding: 5500 }) };
      await expect(session.authenticate(name, credentials, { opening })).rejects.toMatchObject({
        class: 'limit',
        message: expect.stringContaining('too long'),
      });
    }
  });

  it('APOP logs in over TLS, and is refused with a wrong password', async () => {
    const session = await connect('tls');
    const wrong = session.apop({ username: 'alice', password: 'wrong' }, { tls: true, md5 });
    await expect(wrong).rejects.toMatchObject({ class: 'auth', command: 'APOP' });
    const again = await connect('tls');
    await again.apop({ username: 'carol', password: users.carol }, { tls: true, md5 });
    expect(await again.stat()).toEqual({ count: 0, octets: 0 });
    await again.quit();
    session.close();
  });

  it('login never shows the password without TLS', async () => {
    const { host, popPort } = dovecot;
    const wire = await socketWire({ host, port: popPort });
    let written = '';
    const write = wire.write.bind(wire);
    wire.write = (bytes) => {
      written += Buffer.from(bytes).toString('latin1');
      return write(bytes);
    };
    const session = await Pop3Session.open(wire);
    const capabilities = await session.capa();
    await session.login({ username: 'alice', password: users.alice }, capabilities, { tls: false, md5 });
    expect(written).toContain('AUTH SCRAM-SHA-256 ');
    expect(written).not.toContain(users.alice);
    for (const word of written.split(/\s/))
      expect(Buffer.from(word, 'base64').toString('latin1')).not.toContain(users.alice);
    await session.quit();
  });

  it('login takes a token', async () => {
    const session = await connect('tls');
    await session.login({ username: 'alice', token: tokenFor('alice') }, await session.capa(), { tls: true });
    await session.quit();
  });
});
