import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { expectNoLogin, serve, signInRequest, trustedTls } from '@/e2e/catalogue/ground';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import type { ListingAnswer, Security } from '@/lib/contract/routes';
import { issueCertificate } from '@/lib/demo/certificates';
import type { Limits } from './limits';

const day = 86_400_000;
const clear = { security: 'none' } as const;

/** Signs in at a server that is no more than its script says, in TLS as well. */
async function signIn(script: Manners, security: Security = 'none', limits: Partial<Limits> = {}) {
  const { port, transcript } = await serve(script, { security, plain: true, limits });
  const answer = await new AccountClient().signIn(signInRequest(port, { security }));
  return { ...answer, heard: transcript };
}

describe('a sign-in', () => {
  it('goes on with a server that has no CAPA, or hangs up on it', async () => {
    expect(await signIn({ answers: { CAPA: '-ERR' } })).toMatchObject({
      status: 200,
      body: { capabilities: { uidl: true } },
    });
    const closed = await signIn({
      answers: {
        CAPA: (socket) => {
          socket.end();
          return null;
        },
      },
    });
    expect(closed.status).toBe(200);
    expect(closed.heard.filter((line) => line === 'CAPA')).toHaveLength(1);
  });

  it.each<[string, Manners, Security, object]>([
    [
      'says -ERR at once',
      { greeting: '-ERR [IN-USE] locked' },
      'none',
      { code: 'mailbox_busy', step: 'greeting', said: '[IN-USE] locked' },
    ],
    [
      'greets as SSH',
      { greeting: 'SSH-2.0-OpenSSH_9.2' },
      'none',
      { code: 'protocol_error', step: 'greeting' },
    ],
    [
      'refuses the password',
      { answers: { AUTH: '-ERR [AUTH] no', PASS: '-ERR [AUTH] no' } },
      'none',
      { code: 'auth_failed', step: 'password' },
    ],
    [
      'has a passing problem',
      { answers: { AUTH: '-ERR [SYS/TEMP] db' } },
      'none',
      { code: 'server_temporary', step: 'password' },
    ],
    [
      'has no UIDL',
      { answers: { CAPA: '+OK\r\nUSER\r\n.', UIDL: '-ERR unknown' } },
      'none',
      { code: 'uidl_missing', step: 'mailbox' },
    ],
    [
      'sends an endless CAPA',
      { answers: { CAPA: `+OK\r\n${'X\r\n'.repeat(5000)}.` } },
      'none',
      { code: 'limit_count' },
    ],
    [
      'refuses STLS',
      { answers: { CAPA: '+OK\r\nSTLS\r\n.', STLS: '-ERR not now' } },
      'starttls',
      { code: 'starttls_missing', step: 'tls', said: 'not now' },
    ],
    ['speaks plain POP3 on the TLS port', {}, 'tls', { code: 'not_tls', step: 'tls' }],
  ])('at a server that %s tells so', async (_, script, security, problem) => {
    const { body, heard } = await signIn(script, security);
    expect(body).toMatchObject(problem);
    expect(JSON.stringify(body)).not.toMatch(/canary|OpenSSH/);
    if (security !== 'none') expectNoLogin(heard);
    await expect.poll(() => heard.at(-1)).toBe('-- close');
  });

  it('asks an empty maildrop whether there is UIDL, and takes no listing of what is not there', async () => {
    const CAPA = '+OK\r\nUSER\r\n.';
    const STAT = '+OK 0 0';
    expect((await signIn({ answers: { CAPA, STAT, UIDL: '+OK\r\n.' } })).status).toBe(200);
    const lines = Array.from({ length: 1000 }, (_, index) => `${index + 1} u${index}\r\n`).join('');
    const { body } = await signIn({ answers: { CAPA, STAT, UIDL: `+OK\r\n${lines}.` } });
    expect(body).toMatchObject({ code: 'limit_count', step: 'mailbox' });
  });

  it('does not even ask for STLS where it is not announced', async () => {
    const { body, heard } = await signIn({}, 'starttls');
    expect(body).toMatchObject({ code: 'starttls_missing', step: 'tls' });
    expect(heard).not.toContain('STLS');
  });

  it.each<[string, Manners['answers']]>([
    ['in the same segment', { STLS: '+OK\r\n+OK injected' }],
    [
      'a moment later',
      {
        STLS: (socket) => {
          socket.write('+OK\r\n');
          setImmediate(() => socket.write('+OK injected\r\n'));
          return null;
        },
      },
    ],
  ])('fails closed when bytes follow STLS %s', async (_, answers) => {
    const { body, heard } = await signIn({ answers: { CAPA: '+OK\r\nSTLS\r\n.', ...answers } }, 'starttls');
    expect(['protocol_error', 'tls_failed', 'not_tls']).toContain(body.code);
    expectNoLogin(heard);
  });

  it('asks a server again what it can after STLS, and sends the password inside TLS only', async () => {
    const stls = { CAPA: '+OK\r\nSTLS\r\nUIDL\r\nSASL PLAIN\r\n.' };
    const { status, heard } = await signIn({ answers: stls, stls: true, tls: trustedTls }, 'starttls');
    expect(status).toBe(200);
    const commands = heard.map((line) => line.split(' ')[0]);
    expect(commands.slice(0, 6)).toEqual(['--', 'CAPA', 'STLS', '--', 'CAPA', 'AUTH']);
  });

  const overSince = { from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) };
  it.each<[string, Parameters<typeof issueCertificate>[0], boolean, string]>([
    ['an unknown authority', { names: ['localhost'] }, false, 'comes from an authority that is not trusted'],
    ['another name', { names: ['pop.example.org'] }, true, 'belongs to another name'],
    ['a time that is over', { names: ['localhost'], ...overSince }, true, 'has expired'],
  ])('refuses a certificate of %s before it sends anything', async (_, wishes, trust, message) => {
    const { certificate, key, authority } = await issueCertificate(wishes);
    const tls = { cert: certificate, key };
    const server = await serve({ tls }, { authorities: trust ? [authority] : [] });
    const { status, body } = await new AccountClient().signIn(signInRequest(server.port));
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: 'certificate_invalid', step: 'tls' });
    expect(body.message).toBe(`The server’s certificate ${message}.`);
    expectNoLogin(server.transcript);
  });

  it('never goes below TLS 1.2', async () => {
    const tls = {
      ...trustedTls,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    } as const;
    const { body } = await signIn({ tls }, 'tls');
    expect(body).toMatchObject({ code: 'tls_failed', step: 'tls' });
  });

  it('has one deadline for all of it, however busy the server looks', async () => {
    const silent = await signIn({ greeting: null }, 'none', { connectMs: 150 });
    expect(silent.body).toMatchObject({ code: 'timeout', step: 'greeting' });
    await expect.poll(() => silent.heard).toEqual(['-- connect', '-- close']);
    const drip: Manners['greeting'] = (socket) => {
      const timer = setInterval(() => socket.write('+'), 20);
      socket.on('close', () => clearInterval(timer));
      return null;
    };
    expect((await signIn({ greeting: drip }, 'none', { connectMs: 150 })).body).toMatchObject({
      code: 'timeout',
    });
  });

  it('says that a port is closed', async () => {
    const { port, stop } = await serve({}, { plain: true });
    await stop();
    expect((await new AccountClient().signIn(signInRequest(port, clear))).body).toMatchObject({
      code: 'connection_refused',
      step: 'connection',
    });
  });

  it('sends no password in clear unless operator and user both say so', async () => {
    const { port, transcript } = await serve({}, { plain: true, env: { POSTBAG_ALLOW_PLAINTEXT: '' } });
    expect(await new AccountClient().signIn(signInRequest(port, clear))).toMatchObject({
      status: 403,
      body: { code: 'plaintext_refused' },
    });
    expect(transcript).toEqual([]);
  });

  it('opens no connection to what policy forbids, and says the same whatever it was', async () => {
    const opened: Socket[] = [];
    const inside = createServer((socket) => opened.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const { port } = inside.address() as { port: number };
    const env = { POSTBAG_ALLOW_PLAINTEXT: '1', POSTBAG_ALLOW_PRIVATE_HOSTS: '' };
    const resolve = async () => ['127.0.0.1'];
    const bodies = [];
    for (const [host, ports] of [
      ['localhost', port],
      ['pop.example.com', port],
      ['127.0.0.1', port],
      ['a b', port],
      ['pop.example.com', port + 1],
    ] as const) {
      useBridge({ ports: [port], env, resolve, limits: { refusalMs: 10 } });
      const { status, body } = await new AccountClient().signIn(signInRequest(ports, { ...clear, host }));
      expect(status).toBe(403);
      bodies.push(JSON.stringify(body));
    }
    expect(new Set(bodies).size).toBe(1);
    inside.close();
    expect(opened).toEqual([]);
  });
});

describe('a sign-in that asks what is in the maildrop', () => {
  const hangUp = (socket: Socket) => {
    socket.end();
    return null;
  };
  const whole = '+OK\r\n1 uidl-1\r\n2 uidl-2\r\n.';
  async function listed(script: Manners, limits: Partial<Limits> = {}) {
    const { port, transcript } = await serve(script, { ...clear, limits });
    const request = { ...signInRequest(port, clear), list: true };
    const { status, body } = await new AccountClient().signIn(request);
    expect(status).toBe(200);
    return { listing: (body as { listing?: ListingAnswer }).listing, heard: transcript };
  }

  it('hears it in the one session', async () => {
    const { listing, heard } = await listed({ answers: { UIDL: whole } });
    const entries = [
      [1, 'uidl-1', 10],
      [2, 'uidl-2', 10],
    ];
    expect(listing).toEqual({ count: 2, octets: 20, kind: 'full', entries });
    expect(heard.filter((line) => /^(STAT|UIDL|LIST)/.test(line))).toEqual(['STAT', 'UIDL', 'LIST']);
  });

  it('hears nothing of it where it did not ask', async () => {
    const { heard, body } = await signIn({});
    expect(body).not.toHaveProperty('listing');
    expect(heard).not.toContain('LIST');
  });

  it.each<[string, Manners, Partial<Limits>]>([
    ['is large', { answers: { STAT: '+OK 3 20' } }, { signInListing: 2 }],
    ['is silent', { answers: { LIST: null } }, { signInListingMs: 30 }],
    ['hangs up', { answers: { LIST: hangUp } }, {}],
    ['refuses', { answers: { UIDL: '-ERR not now' } }, {}],
  ])('has signed in all the same where the server %s', async (_, script, limits) => {
    expect((await listed(script, limits)).listing).toBeUndefined();
  });
});
