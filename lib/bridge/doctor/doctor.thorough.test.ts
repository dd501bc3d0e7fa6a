import { describe, expect, it } from 'vitest';
import {
  expectNoLogin,
  hangUp,
  password,
  serve,
  signIn,
  signInRequest,
  trusted,
  trustedTls,
} from '@/e2e/catalogue/ground';
import { selfSigned } from '@/e2e/catalogue/selfSigned';
import { useBridge } from '@/e2e/support/bridgeRoutes';
import { examined, examinedAccount } from '@/e2e/support/doctor';
import type { Manners } from '@/e2e/support/manners';
import { startScripted } from '@/e2e/support/scripted';
import { limits } from '../limits';

const settings = (port: number, ground: Parameters<typeof signInRequest>[1] = {}) => {
  const { keep: _, ...rest } = signInRequest(port, ground);
  return rest;
};
const without = ({ password: _, ...rest }: ReturnType<typeof settings>) => rest;
/** A submission server in the scripts' words. */
const smtp: Manners = {
  greeting: '220 mail.example.com ESMTP',
  answers: {
    EHLO: '250-mail.example.com\r\n250-SIZE 35882577\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS',
    AUTH: '235 2.7.0 accepted',
    NOOP: '250 ok',
    QUIT: '221 bye',
    '*': '502 what?',
  },
};
const outgoingAt = (port: number, host = 'localhost') =>
  ({ host, port, security: 'tls', username: 'alice@example.com' }) as const;
const brief = ({ rows }: Awaited<ReturnType<typeof examined>>) =>
  rows.map(({ check, state, note }) => `${check} ${state}${note ? ` ${note}` : ''}`);

describe('the connection doctor', () => {
  it('tells everything of a server that is well, step by step, and nothing secret', async () => {
    const TOP = '+OK\r\nSubject: x\r\n\r\n.';
    const { port } = await serve({ answers: { TOP } });
    const all = await examined(settings(port));
    expect(brief(all)).toEqual([
      'name good',
      'connection good',
      'tls good',
      'greeting good',
      'capabilities good',
      'login good',
      'maildrop good',
      'uidl good',
      'top good',
      'roundTrip good',
      'pipelining good',
    ]);
    const facts = Object.assign({}, ...all.rows.map((row) => row.facts));
    expect(facts).toMatchObject({
      addresses: expect.arrayContaining(['127.0.0.1']),
      version: 'TLSv1.3',
      words: 'ready',
      mechanism: 'PLAIN',
      messages: 2,
      octets: 20,
      certificate: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), mayPin: false },
    });
    expect(facts.capabilities).toContain('SASL PLAIN');
    expect(all.text).not.toContain(password);
  });

  it('signs nobody in without a password', async () => {
    const { port, transcript } = await serve({});
    expect(brief(await examined(without(settings(port)))).at(-1)).toBe('login left no_password');
    expectNoLogin(transcript);
  });

  it('shows a certificate that does not hold, whether it may be pinned, and sends nothing', async () => {
    const tls = await selfSigned('localhost');
    const { port, transcript } = await serve({ tls }, { env: { POSTBAG_ALLOW_PINS: '1' } });
    const { rows } = await examined(settings(port));
    const [last] = rows.slice(-1);
    expect(last).toMatchObject({
      check: 'tls',
      state: 'failed',
      problem: { code: 'certificate_invalid', cause: 'self_signed' },
      facts: { certificate: { subject: 'localhost', mayPin: true } },
    });
    expectNoLogin(transcript);
    const pin = last?.facts.certificate?.fingerprint ?? '';
    expect(brief(await examined({ ...settings(port), pin }))).toContain('tls odd pinned');
    const other = await examined({ ...settings(port), pin: '0'.repeat(64) });
    expect(other.rows.at(-1)).toMatchObject({ check: 'tls', problem: { code: 'certificate_changed' } });
  });

  it('finds that a silent port waits for TLS', async () => {
    const { port } = await serve({}, { limits: { silenceMs: 50 } });
    const { rows } = await examined(settings(port, { security: 'starttls' }));
    expect(rows.at(-1)).toMatchObject({
      check: 'greeting',
      problem: { code: 'timeout', cause: 'tls_first' },
    });
  });

  it.each<[string, Manners['answers'], string]>([
    ['hangs up on CAPA', { CAPA: hangUp }, 'capabilities odd no_capa'],
    ['refuses UIDL that it announces', { UIDL: '-ERR no' }, 'uidl odd refused'],
    ['refuses TOP that it announces', { TOP: '-ERR no' }, 'top odd refused'],
    ['hangs up on what is pipelined', { LIST: hangUp }, 'pipelining odd breaks'],
    ['refuses the password', { AUTH: '-ERR [AUTH] no' }, 'login failed'],
    ['hangs up behind the login', { STAT: hangUp }, 'maildrop failed'],
  ])('goes on as far as it can at a server that %s', async (_, answers, expected) => {
    const { port } = await serve({ answers: { TOP: '+OK\r\n\r\n.', ...answers } });
    expect(brief(await examined(settings(port)))).toContain(expected);
  });

  it('looks at the server for sending as well, and signs in there at the same provider alone', async () => {
    const { port } = await serve({});
    const sending = await startScripted({ ...smtp, tls: trustedTls });
    useBridge({
      ports: [port],
      authorities: [trusted.authority],
      env: {
        POSTBAG_SMTP_PORTS: String(sending.port),
        POSTBAG_ALLOW_PRIVATE_HOSTS: 'localhost,127.0.0.1,pop.example.com',
      },
    });
    try {
      const same = await examined({ ...settings(port), outgoing: outgoingAt(sending.port) });
      const rows = same.rows.filter(({ side }) => side === 'outgoing');
      expect(rows.map(({ check, state }) => `${check} ${state}`)).toEqual([
        'name good',
        'connection good',
        'tls good',
        'greeting good',
        'capabilities good',
        'login good',
        'roundTrip good',
      ]);
      expect(rows[4]?.facts.capabilities).toContain('SIZE 35882577');
      expect(same.text).not.toContain(Buffer.from(`\0alice@example.com\0${password}`).toString('base64'));
      const heard = sending.transcript.length;
      const other = await examined({ ...settings(port), outgoing: outgoingAt(sending.port, '127.0.0.1') });
      expect(other.rows.filter(({ side }) => side === 'outgoing').at(-1)).toMatchObject({
        check: 'tls',
        state: 'failed',
      });
      expect(sending.transcript.slice(heard).join('\n')).not.toContain('AUTH');
    } finally {
      await sending.stop();
    }
  });

  it('hangs up on what is no server for sending, and does not read it out', async () => {
    const { port } = await serve({});
    const other = await startScripted({ greeting: 'SSH-2.0-canary', tls: trustedTls });
    useBridge({
      ports: [port],
      authorities: [trusted.authority],
      env: { POSTBAG_SMTP_PORTS: String(other.port) },
    });
    try {
      const { rows, text } = await examined({ ...without(settings(port)), outgoing: outgoingAt(other.port) });
      expect(rows.filter(({ side }) => side === 'outgoing').at(-1)).toMatchObject({
        check: 'greeting',
        problem: { code: 'protocol_error', message: expect.stringContaining('SMTP') },
      });
      expect(text).not.toContain('canary');
      await expect.poll(() => other.transcript.at(-1)).toBe('-- close');
    } finally {
      await other.stop();
    }
  });

  it('examines an account with its own password', async () => {
    const { client } = await signIn({ answers: { TOP: '+OK\r\n\r\n.' } });
    expect(brief(await examinedAccount(client))).toContain('login good');
  });

  it('tells nobody, signed in or not, whether a name for sending is unknown or stands inside', async () => {
    const { client, server } = await signIn({ answers: { TOP: '+OK\r\n\r\n.' } });
    useBridge({
      ports: [server.port],
      authorities: [trusted.authority],
      env: { POSTBAG_SMTP_PORTS: '465' },
      resolve: async (name) =>
        name === 'db.inner.example' ? ['10.0.0.1'] : name === 'localhost' ? ['127.0.0.1'] : [],
    });
    for (const host of ['db.inner.example', 'no-such.inner.example']) {
      const { rows } = await examinedAccount(client, outgoingAt(465, host));
      const [only, ...more] = rows.filter(({ side }) => side === 'outgoing');
      expect(only).toMatchObject({ check: 'name', state: 'failed', problem: { code: 'target_refused' } });
      expect(more).toEqual([]);
    }
  });

  it('begins no answer where there is no place for it', async () => {
    const { port } = await serve({}, { limits: { sessions: 0, sessionsAlways: 0, queue: 0 } });
    await expect(examined(settings(port))).rejects.toThrow('mailboxes open');
  });

  it('is for a few times in ten minutes, and forgives no failed login', async () => {
    const { port } = await serve(
      { answers: { AUTH: '-ERR [AUTH] no' } },
      { limits: { examinations: { ...limits.examinations, free: 7 } } },
    );
    for (let time = 0; time < 6; time += 1) await examined(settings(port)).catch(() => {});
    await expect(examined(settings(port))).rejects.toThrow('too_soon');
    await expect(examined(without(settings(port)))).rejects.toThrow('examined too often');
  });
});
