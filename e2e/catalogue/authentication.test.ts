import { describe, expect, it } from 'vitest';
import { limits } from '@/lib/bridge/limits';
import { scriptedWire } from '@/lib/pop3/scriptedWire';
import { Pop3Session } from '@/lib/pop3/session';
import { waitsForUser } from '@/lib/sync/troubles';
import { calls, failToList, failToSignIn, hangUp, lastCall, signIn, verbs, wanted } from './ground';
import { openMailbox } from './mailbox';

const userOnly = '+OK\r\nUSER\r\nUIDL\r\n.';

describe('a refused login', () => {
  it('29 the connection is closed instead of -ERR: told as lost, with the password as what to check', async () => {
    const { problem, heard } = await failToSignIn({ answers: { CAPA: userOnly, PASS: hangUp } });
    expect(problem).toMatchObject({ code: 'connection_lost', step: 'password' });
    expect(problem.hint).toContain('Check user name and password');
    expect(calls(heard), 'not tried again by itself').toBe(1);
  });

  it('30 -ERR without a word is a refused password', async () => {
    const { problem } = await failToSignIn({ answers: { AUTH: '-ERR', PASS: '-ERR' } });
    expect(problem).toMatchObject({ code: 'auth_failed', step: 'password' });
    expect(problem).not.toHaveProperty('said');
    expect(problem.hint).toContain('app password');
  });

  it('31 [IN-USE] is waited for, told as busy, tried again later, and costs nobody the password', async () => {
    expect(limits.connectMs, 'Dovecot says it after 11 s').toBeGreaterThanOrEqual(30_000);
    const inUse = { AUTH: '-ERR [IN-USE] Mailbox is locked.' };
    const { problem, heard } = await failToSignIn({ answers: inUse });
    expect(problem).toMatchObject({ code: 'mailbox_busy', step: 'password', retryAfter: 60 });
    expect(problem.hint).toContain('close the other mail program');
    expect(verbs(heard), 'no second way is tried').not.toContain('PASS');

    let locked = false;
    const AUTH = () => (locked ? inUse.AUTH : '+OK');
    const { check, record } = await openMailbox({ answers: { AUTH } });
    locked = true;
    const status = await check();
    expect(status).toMatchObject({ phase: 'failed', problem: { code: 'mailbox_busy' } });
    expect(status.problem && waitsForUser(status.problem)).toBe(false);
    expect((await record())?.key).not.toBeNull();
    locked = false;
    expect(await check()).toMatchObject({ phase: 'idle', problem: null, got: 2 });
  });

  it('32 LOGIN-DELAY is learnt from CAPA, and [LOGIN-DELAY] is no wrong password', async () => {
    const { answer } = await signIn({
      answers: { CAPA: '+OK\r\nUIDL\r\nSASL PLAIN\r\nLOGIN-DELAY 900\r\n.' },
    });
    expect(answer.capabilities.loginDelay).toBe(900);
    const { problem } = await failToSignIn({ answers: { AUTH: '-ERR [LOGIN-DELAY] wait' } });
    expect(problem).toMatchObject({ code: 'too_soon', step: 'password', retryAfter: 60 });
    expect(waitsForUser(problem)).toBe(false);
  });

  it('32 a server that enforces LOGIN-DELAY between any two logins hands over its mail all the same', async () => {
    let allowed = true;
    const AUTH = () => {
      if (!allowed) return '-ERR [LOGIN-DELAY] minimum time between mail checks violation';
      allowed = false;
      return '+OK';
    };
    const { check, mail } = await openMailbox({ answers: { AUTH } });
    allowed = true;
    expect(await check()).toMatchObject({ phase: 'failed', problem: { code: 'too_soon' } });
    allowed = true;
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, problem: null });
    expect(await mail()).toHaveLength(2);
    allowed = true;
    expect(await check(), 'and lists anew').toMatchObject({ phase: 'idle', got: 0 });
  });

  it('33 penalties grow with each failure: one try a sign-in, none without the person', async () => {
    const refused = {
      AUTH: '-ERR [AUTH] Authentication failed.',
      PASS: '-ERR [AUTH] Authentication failed.',
    };
    const { problem, heard } = await failToSignIn({ answers: refused });
    expect(problem.code).toBe('auth_failed');
    expect(verbs(heard).filter((verb) => verb === 'AUTH' || verb === 'PASS')).toEqual(['AUTH']);
    expect(waitsForUser(problem)).toBe(true);

    // A server that takes its time over each answer is not given up early.
    expect(limits.connectMs).toBeGreaterThanOrEqual(30_000);
  });
});

it('34 nothing is sent that a server may not know: one that hangs up on it is met by no probe', async () => {
  const answers = { CAPA: userOnly, '*': hangUp, AUTH: hangUp, TOP: hangUp, NOOP: hangUp, STLS: hangUp };
  const { client, heard } = await signIn({ answers });
  expect((await client.listing(null)).entries).toHaveLength(2);
  const { messages, frames } = await client.receive(wanted(2, 1));
  expect(messages).toHaveLength(2);
  expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  expect(new Set(verbs(heard))).toEqual(
    new Set(['CAPA', 'USER', 'PASS', 'STAT', 'UIDL', 'LIST', 'RETR', 'QUIT']),
  );
});

describe('35 nothing stands behind PASS or AUTH before its answer, although PIPELINING is announced:', () => {
  it.each([
    [
      'USER and PASS',
      'S: USER',
      ['C: USER alice', 'S: +OK', 'C: PASS s3cret'],
      'USER alice\r\nPASS s3cret\r\n',
    ],
    ['PLAIN', 'S: SASL PLAIN', ['C: AUTH PLAIN AGFsaWNlAHMzY3JldA=='], 'AUTH PLAIN AGFsaWNlAHMzY3JldA==\r\n'],
  ])('35 %s', async (_, capability, login, sent) => {
    const wire = scriptedWire([
      'S: +OK',
      'C: CAPA',
      'S: +OK',
      'S: PIPELINING',
      capability,
      'S: .',
      ...login,
      'hang',
    ]);
    const session = await Pop3Session.open(wire);
    const announced = await session.capa();
    expect(announced?.pipelining).toBe(true);
    void session.login({ username: 'alice', password: 's3cret' }, announced, { tls: true });
    await expect.poll(() => wire.written).toBe(`CAPA\r\n${sent}`);
    // All that could follow without an answer has had its turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(wire.written).toBe(`CAPA\r\n${sent}`);
  });

  it('35 a server that drops what came too early serves a whole retrieval', async () => {
    let early = 0;
    const answers = {
      CAPA: '+OK\r\nUSER\r\nUIDL\r\nPIPELINING\r\n.',
      PASS: (socket: import('node:net').Socket) => {
        const drop = () => {
          early += 1;
        };
        socket.on('data', drop);
        setImmediate(() => {
          socket.off('data', drop);
          socket.write('+OK\r\n');
        });
        return null;
      },
    };
    const { client, heard } = await signIn({ answers });
    const { messages } = await client.receive(wanted(2, 1));
    expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-2', 'uidl-1']);
    expect(early).toBe(0);
    expect(lastCall(heard).filter((line) => line.startsWith('PASS'))).toHaveLength(1);
  });
});

it('30 the same holds for an account that is there already: its next check says so', async () => {
  let gone = false;
  const answer = () => (gone ? '-ERR' : '+OK');
  const { client } = await signIn({ answers: { AUTH: answer, PASS: answer } });
  gone = true;
  expect(await failToList(client)).toMatchObject({ code: 'auth_failed' });
});
