import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import { parseCapabilities } from './capabilities';
import { scriptedSession } from './scriptedSession';

const credentials = { username: 'alice', password: 's3cret' };
const plain = 'AGFsaWNlAHMzY3JldA==';
const encoded = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const announced = parseCapabilities(['USER', 'SASL LOGIN PLAIN', 'PIPELINING']);

/** A login by CRAM-MD5, up to the server's word on it; the challenge is that of RFC 2195 §2. */
function cramMd5(password = credentials.password): string {
  const challenge = '<1896.697170952@postoffice.example>';
  const digest = createHmac('md5', password).update(challenge).digest('hex');
  return `C: AUTH CRAM-MD5\nS: + ${encoded(challenge)}\nC: ${encoded(`alice ${digest}`)}`;
}

/** Everything that an error would show in a log. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.fail('it succeeded'),
    (reason: unknown) => reason as Error,
  );
  return `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error))}`;
}

describe('logging in', () => {
  it('sends PLAIN in one round trip where it is announced', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH PLAIN ${plain}\nS: +OK Logged in.`);
    await pop3.login(credentials, announced, { tls: true });
    wire.finished();
  });

  it('sends USER and PASS where PLAIN is not announced, one after the other', async () => {
    for (const capabilities of [null, parseCapabilities(['USER', 'SASL CRAM-MD5'])]) {
      const { wire, pop3 } = await scriptedSession('C: USER alice\nS: +OK\nC: PASS s3cret\nS: +OK');
      await pop3.login(credentials, capabilities, { tls: true });
      wire.finished();
    }
  });

  it('sends nothing behind PASS or AUTH before the answer', async () => {
    const { wire, pop3 } = await scriptedSession('C: USER alice\nhang');
    void pop3.login(credentials, null, { tls: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(wire.written).toBe('USER alice\r\n');
  });

  it.each(['S: +', 'S: + ', 'S: + go ahead', 'S: +OK go ahead'])(
    'sends a long PLAIN in two steps, with the challenge %j',
    async (challenge) => {
      const password = 'x'.repeat(230);
      const response = Buffer.from(`\0alice\0${password}`).toString('base64');
      const { wire, pop3 } = await scriptedSession(
        `C: AUTH PLAIN\n${challenge}\nC: ${response}\nS: +OK Logged in.`,
      );
      await pop3.login({ username: 'alice', password }, announced, { tls: true });
      wire.finished();
    },
  );

  it('repeats the response for a server that asks although it came along', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH PLAIN ${plain}\nS: +\nC: ${plain}\nS: +OK`);
    await pop3.authPlain('alice', 's3cret');
    wire.finished();
  });

  it('does not answer a server that asks again and again', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH PLAIN ${plain}\nS: +\nC: ${plain}\nS: +`);
    await expect(pop3.authPlain('alice', 's3cret')).rejects.toMatchObject({
      class: 'protocol',
      command: 'AUTH',
    });
    wire.finished();
  });

  it('falls back to USER and PASS when PLAIN was refused without a code', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: AUTH PLAIN ${plain}
      S: -ERR mechanism broken
      C: USER alice
      S: +OK
      C: PASS s3cret
      S: +OK`);
    await pop3.login(credentials, announced, { tls: true });
    wire.finished();
  });

  it.each([
    ['[AUTH] Authentication failed.', 'auth', 'AUTH'],
    ['[IN-USE] Maildrop locked.', 'busy', 'IN-USE'],
    ['[LOGIN-DELAY] Wait.', 'delay', 'LOGIN-DELAY'],
    ['[SYS/TEMP] Try later.', 'temporary', 'SYS/TEMP'],
    ['[SYS/PERM] Gone.', 'permanent', 'SYS/PERM'],
  ])('does not try a second way after -ERR %s', async (said, meaning, responseCode) => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH PLAIN ${plain}\nS: -ERR ${said}`);
    await expect(pop3.login(credentials, announced, { tls: true })).rejects.toMatchObject({
      class: meaning,
      command: 'AUTH',
      responseCode,
      said,
    });
    wire.finished();
  });

  it('takes a refusal without a code for wrong credentials, unless the server would have said so', async () => {
    const refused = 'C: USER alice\nS: +OK\nC: PASS s3cret\nS: -ERR';
    const { pop3: vague } = await scriptedSession(refused);
    await expect(vague.login(credentials, null, { tls: true })).rejects.toMatchObject({
      class: 'auth',
      said: '',
    });

    const { pop3: exact } = await scriptedSession(`C: CAPA\nS: +OK\nS: AUTH-RESP-CODE\nS: .\n${refused}`);
    await expect(exact.login(credentials, await exact.capa(), { tls: true })).rejects.toMatchObject({
      class: 'permanent',
    });
  });

  it('never shows the password, not even when the server repeats it', async () => {
    const { pop3: user } = await scriptedSession(
      'C: USER alice\nS: +OK\nC: PASS s3cret\nS: -ERR unknown command: PASS S3CRET\nC: NOOP\nS: -ERR s3cret',
    );
    expect(await failure(user.login(credentials, null, { tls: true }))).not.toMatch(/s3cret/i);
    expect(await failure(user.noop())).not.toMatch(/s3cret/i);

    const { pop3: auth } = await scriptedSession(
      `C: AUTH PLAIN ${plain}\nS: -ERR [AUTH] AUTH PLAIN ${plain}`,
    );
    expect(await failure(auth.login(credentials, announced, { tls: true }))).not.toContain(plain);

    const { pop3: broken } = await scriptedSession(`C: AUTH PLAIN ${plain}\nS: s3cret`);
    expect(await failure(broken.login(credentials, announced, { tls: true }))).not.toContain('s3cret');
  });

  it('refuses a line break before anything is sent, and stays alive', async () => {
    const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK');
    for (const capabilities of [announced, null]) {
      const injected = { username: 'alice\r\nDELE 1', password: 's3cret' };
      await expect(pop3.login(injected, capabilities, { tls: true })).rejects.toMatchObject({
        name: 'Pop3ArgumentError',
      });
    }
    await expect(pop3.pass('s3cret\0')).rejects.toMatchObject({ name: 'Pop3ArgumentError' });
    expect(wire.written).toBe('');
    await pop3.noop();
  });

  it('reports a server that hangs up instead of answering', async () => {
    const { pop3 } = await scriptedSession('C: USER alice\nS: +OK\nC: PASS s3cret\nclose');
    await expect(pop3.login(credentials, null, { tls: true })).rejects.toMatchObject({
      name: 'Pop3Closed',
      command: 'PASS',
    });
  });
});

describe('logging in where there are several ways', () => {
  const proving = parseCapabilities(['USER', 'SASL PLAIN LOGIN CRAM-MD5']);

  it('shows no password without TLS', async () => {
    const { wire, pop3 } = await scriptedSession(`${cramMd5()}\nS: +OK`);
    await pop3.login(credentials, proving, { tls: false, md5 });
    wire.finished();
  });

  it('sends nothing where only TLS could protect the password or the token', async () => {
    const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK');
    for (const each of [credentials, { username: 'alice', token: 'abc' }])
      await expect(pop3.login(each, proving, { tls: false })).rejects.toMatchObject({
        name: 'Pop3Declined',
      });
    expect(wire.written).toBe('');
    await pop3.noop();
  });

  it('offers a password twice at most, and tells of the refusal of it', async () => {
    const { wire, pop3 } = await scriptedSession(
      `C: AUTH PLAIN ${plain}\nS: -ERR first\nC: USER alice\nS: +OK\nC: PASS s3cret\nS: -ERR second`,
    );
    await expect(pop3.login(credentials, proving, { tls: true })).rejects.toMatchObject({
      class: 'auth',
      said: 'first',
    });
    wire.finished();
  });

  it('does not count a mechanism that was refused before anything was offered', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: AUTH LOGIN
      S: -ERR switched off
      C: AUTH SCRAM-SHA-1
      S: -ERR switched off
      ${cramMd5()}
      S: +OK`);
    const capabilities = parseCapabilities(['SASL LOGIN CRAM-MD5 SCRAM-SHA-1']);
    await pop3.login(credentials, capabilities, { tls: true, md5, opening: 'asked' });
    wire.finished();
  });

  it('tells of the refused password rather than of the mechanism that was switched off', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: AUTH LOGIN
      S: -ERR switched off
      ${cramMd5()}
      S: -ERR no`);
    const capabilities = parseCapabilities(['SASL LOGIN CRAM-MD5']);
    await expect(pop3.login(credentials, capabilities, { tls: true, md5 })).rejects.toMatchObject({
      class: 'auth',
      said: 'no',
    });
    wire.finished();
  });

  it('goes on with what can carry the password, and hides why the rest could not', async () => {
    const password = 'x\u0007';
    const { wire, pop3 } = await scriptedSession(`${cramMd5(password)}\nS: +OK`);
    const capabilities = parseCapabilities(['SASL SCRAM-SHA-256 CRAM-MD5']);
    await pop3.login({ username: 'alice', password }, capabilities, { tls: false, md5 });
    wire.finished();
  });
});

describe('STLS', () => {
  it('shakes hands on +OK and forgets what was announced before', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: CAPA
      S: +OK
      S: AUTH-RESP-CODE
      S: .
      C: STLS
      S: +OK Begin TLS negotiation now.
      tls
      C: USER alice
      S: -ERR`);
    await pop3.capa();
    await pop3.stls();
    await expect(pop3.user('alice')).rejects.toMatchObject({ class: 'auth' });
    wire.finished();
  });

  it('sends nothing more when bytes were slipped in before the handshake', async () => {
    const { wire, pop3 } = await scriptedSession('C: STLS\nS| +OK\\r\\n+OK injected\\r\\n\ntls');
    await expect(pop3.stls()).rejects.toMatchObject({ class: 'protocol', command: 'STLS' });
    await expect(pop3.user('alice')).rejects.toMatchObject({ class: 'protocol', command: 'STLS' });
    expect(wire.closed).toBe(true);
    expect(wire.written).toBe('STLS\r\n');
  });

  it('fails when it is refused', async () => {
    const { pop3 } = await scriptedSession('C: STLS\nS: -ERR no');
    await expect(pop3.stls()).rejects.toMatchObject({ name: 'Pop3Refusal', command: 'STLS' });
  });
});
