import { describe, expect, it } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { issueCertificate } from '@/lib/demo/certificates';
import {
  calls,
  expectNoLogin,
  failToList,
  failToSignIn,
  hangUp,
  lastCall,
  password,
  signIn,
  trusted,
  trustedTls,
  verbs,
} from './ground';
import { selfSigned } from './selfSigned';

const day = 86_400_000;
const withStls = '+OK\r\nSTLS\r\nUSER\r\nUIDL\r\nSASL PLAIN\r\n.';

describe('TLS', () => {
  it.each([
    ['a version', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }],
    ['a cipher', { maxVersion: 'TLSv1.2', ciphers: 'aNULL:eNULL:@SECLEVEL=0' }],
  ] as const)('1 a server with %s of yesterday alone is not spoken to (PS-17)', async (_, tls) => {
    const { problem, heard } = await failToSignIn({ tls: { ...trustedTls, ...tls } });
    expect(problem).toMatchObject({ code: 'tls_failed', step: 'tls' });
    expect(problem.hint).toContain('outdated encryption');
    expect(calls(heard), 'no second try with less').toBe(1);
    expectNoLogin(heard);
  });

  it('2 a self-signed certificate is named as such, and blocks (PS-16)', async () => {
    const { problem, heard } = await failToSignIn({ tls: await selfSigned('localhost') });
    expect(problem).toMatchObject({
      code: 'certificate_invalid',
      step: 'tls',
      message: 'The server’s certificate is signed by the server itself.',
    });
    expectNoLogin(heard);
  });

  it('3 an expired certificate blocks, and is said to have expired (PS-16)', async () => {
    const over = { from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) };
    const { certificate: cert, key, authority } = await issueCertificate({ names: ['localhost'], ...over });
    const { problem, heard } = await failToSignIn({ tls: { cert, key } }, { authorities: [authority] });
    expect(problem).toMatchObject({
      code: 'certificate_invalid',
      step: 'tls',
      message: 'The server’s certificate has expired.',
    });
    expectNoLogin(heard);
  });

  it('4 a certificate of another name blocks, and the name is to be checked (PS-16)', async () => {
    const { certificate: cert, key, authority } = await issueCertificate({ names: ['pop.example.org'] });
    const { problem, heard } = await failToSignIn({ tls: { cert, key } }, { authorities: [authority] });
    expect(problem).toMatchObject({
      code: 'certificate_invalid',
      step: 'tls',
      message: 'The server’s certificate belongs to another name.',
    });
    expect(problem.hint).toContain('Check the server name');
    expectNoLogin(heard);
  });

  it('5 a port for TLS that speaks plain POP3 is called so', async () => {
    const { problem, heard } = await failToSignIn({}, { security: 'tls', plain: true });
    expect(problem).toMatchObject({ code: 'not_tls', step: 'tls' });
    expect(problem.hint).toContain('STARTTLS');
    expectNoLogin(heard);
  });

  it.each<[string, Manners['answers']]>([
    ['in the same segment', { STLS: '+OK\r\n+OK injected' }],
    [
      'behind it',
      {
        STLS: (socket) => {
          socket.write('+OK\r\n');
          setImmediate(() => socket.write('+OK injected\r\n'));
          return null;
        },
      },
    ],
  ])('6 bytes %s of STLS’s +OK end the connection before a handshake (PS-13)', async (_, answers) => {
    const { problem, heard } = await failToSignIn(
      { answers: { CAPA: withStls, ...answers } },
      { security: 'starttls' },
    );
    expect(problem.step).toBe('tls');
    expect(['protocol_error', 'tls_failed', 'not_tls']).toContain(problem.code);
    expectNoLogin(heard);
  });

  it.each<[string, Manners['answers'], string | undefined]>([
    ['is stripped from CAPA', {}, undefined],
    ['is refused', { CAPA: withStls, STLS: '-ERR not now' }, 'not now'],
    ['is refused, and CAPA as well', { CAPA: '-ERR what?', STLS: '-ERR what?' }, 'what?'],
  ])('7 no password in clear where STLS %s (PS-14, PS-15)', async (_, answers, said) => {
    const { problem, heard } = await failToSignIn({ ...(answers && { answers }) }, { security: 'starttls' });
    expect(problem).toMatchObject({ code: 'starttls_missing', step: 'tls' });
    expect(problem.said).toBe(said);
    expect(problem.hint).toContain('no password was sent');
    expectNoLogin(heard);
  });

  it('8 a server that falls silent after STLS’s +OK meets the deadline', async () => {
    const { problem, heard } = await failToSignIn(
      { answers: { CAPA: withStls, STLS: '+OK', '*': null } },
      { security: 'starttls', limits: { connectMs: 400 } },
    );
    expect(problem).toMatchObject({ code: 'timeout', step: 'tls' });
    expectNoLogin(heard);
  });
});

describe('the greeting', () => {
  const drip: Manners['greeting'] = (socket) => {
    const timer = setInterval(() => socket.write('+'), 20);
    socket.on('close', () => clearInterval(timer));
    return null;
  };
  it.each<[string, Manners['greeting']]>([
    ['never comes', null],
    ['comes byte by byte', drip],
  ])('9 one deadline for a greeting that %s (PS-01, PS-02)', async (_, greeting = null) => {
    const { problem, heard } = await failToSignIn(
      { greeting },
      { security: 'none', limits: { connectMs: 1_000 } },
    );
    expect(problem).toMatchObject({ code: 'timeout', step: 'greeting' });
    expect(problem.hint).toContain('check server name and port');
    expectNoLogin(heard);
  });

  it.each([
    ['-ERR [IN-USE] locked', { code: 'mailbox_busy', said: '[IN-USE] locked', retryAfter: 60 }],
    ['-ERR [SYS/PERM] closed for good', { code: 'server_refused', said: '[SYS/PERM] closed for good' }],
    ['-ERR too many connections', { code: 'server_temporary', said: 'too many connections' }],
  ])('10 a greeting of %s is told in the server’s words, and as what it means', async (greeting, told) => {
    const { problem, heard } = await failToSignIn({ greeting });
    expect(problem).toMatchObject({ ...told, step: 'greeting' });
    expectNoLogin(heard);
  });

  it('11 a greeting without an APOP timestamp: the login goes another way', async () => {
    const { heard } = await signIn({ greeting: '+OK ready', answers: { CAPA: '-ERR' } });
    expect(verbs(heard)).not.toContain('APOP');
    expect(verbs(heard).slice(0, 3)).toEqual(['CAPA', 'USER', 'PASS']);
  });

  it.each(['<a b@c>', '<no-at-sign>', '<never@ended', '<@>', '<\u00e9\u00ff@\u0000>'])(
    '12 with a malformed APOP timestamp, %j, no APOP is sent',
    async (stamp) => {
      const { heard } = await signIn({ greeting: `+OK ${stamp}`, answers: { CAPA: '-ERR', AUTH: '-ERR' } });
      expect(verbs(heard)).not.toContain('APOP');
    },
  );

  it('12 a timestamp with a line break in it injects nothing (PS-20)', async () => {
    const { problem, heard } = await failToSignIn({ greeting: '+OK <1@a\r\n+OK injected>' });
    expect(problem).toMatchObject({ code: 'protocol_error', step: 'greeting' });
    expect(heard.filter((line) => !line.startsWith('--'))).toEqual([]);
  });

  it.each([
    'SSH-2.0-OpenSSH_9.2p1 banner',
    'HTTP/1.1 400 Bad banner',
    '-DENIED Redis banner',
    '220 mail.example.org ESMTP banner',
    '* OK IMAP4rev1 banner',
  ])('PS-23 what greets with %j is no POP3 server, and its banner is told to nobody', async (greeting) => {
    const { problem, heard } = await failToSignIn({ greeting });
    expect(problem).toMatchObject({ code: 'protocol_error', step: 'greeting' });
    expect(JSON.stringify(problem)).not.toContain('banner');
    expect(problem.hint).toContain('Check server name and port');
    expectNoLogin(heard);
  });
});

describe('CAPA', () => {
  it('13 refused: USER and PASS do', async () => {
    const { heard, answer } = await signIn({ answers: { CAPA: '-ERR unknown command' } });
    expect(verbs(heard).slice(0, 4)).toEqual(['CAPA', 'USER', 'PASS', 'STAT']);
    expect(answer.capabilities).toMatchObject({ uidl: true, pipelining: false });
  });

  it('14 answered by hanging up: a second connection does without it', async () => {
    const { heard } = await signIn({ answers: { CAPA: hangUp } });
    expect(calls(heard)).toBe(2);
    expect(verbs(heard).filter((verb) => verb === 'CAPA')).toHaveLength(1);
    expect(lastCall(heard).slice(0, 2)).toEqual(['USER alice', `PASS ${password}`]);
  });

  it('15 without an end: cut, and told', async () => {
    const endless: Manners['answers'] = {
      CAPA: (socket) => {
        socket.write('+OK\r\n');
        const more = () => {
          while (!socket.destroyed && socket.write('X-TAG\r\n'.repeat(1000)));
        };
        socket.on('drain', more);
        more();
        return null;
      },
    };
    const { problem, heard } = await failToSignIn({ answers: endless });
    expect(problem).toMatchObject({ code: 'limit_count', step: 'greeting' });
    expectNoLogin(heard);
  });

  it('16 EXPIRENEVER, and every other tag that nobody knows, is ignored', async () => {
    const lines = ['EXPIRENEVER', 'X-CANARY yes', '', 'login-delay soon', 'EXPIRE', '=', 'uidl', 'User'];
    const { answer } = await signIn({ answers: { CAPA: `+OK\r\n${lines.join('\r\n')}\r\n.` } });
    expect(answer.capabilities).toEqual({
      uidl: true,
      top: false,
      pipelining: false,
      sasl: [],
      loginDelay: null,
      expire: null,
    });
  });

  it('17 what appears only after the login counts', async () => {
    let asked = 0;
    const CAPA = () =>
      asked++ === 0 ? '+OK\r\nSASL PLAIN\r\n.' : '+OK\r\nUIDL\r\nTOP\r\nPIPELINING\r\nEXPIRE 30\r\n.';
    const { answer } = await signIn({ answers: { CAPA } });
    expect(answer.capabilities).toMatchObject({ top: true, pipelining: true, expire: 30, sasl: ['PLAIN'] });
  });
});

describe('names', () => {
  it('18 that lead to a private address are refused, with the words of every other refusal', async () => {
    const told = [];
    for (const address of ['10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.2', '64:ff9b::7f00:2']) {
      const { problem, heard } = await failToSignIn(
        {},
        { host: 'pop.example.com', resolve: async () => [address] },
      );
      expect(heard).toEqual([]);
      told.push(problem);
    }
    expect(told[0]).toMatchObject({ code: 'target_refused' });
    expect(new Set(told.map((problem) => JSON.stringify(problem))).size).toBe(1);
  });

  it('18 are resolved once a session, and judged anew in the next one (PS-21)', async () => {
    const answers = ['127.0.0.1', '127.0.0.2'];
    let asked = 0;
    const { client, heard } = await signIn(
      { answers: { CAPA: hangUp } },
      { host: 'pop.example.com', resolve: async () => [answers[asked++] ?? '127.0.0.2'] },
    );
    expect(calls(heard), 'connected twice').toBe(2);
    expect(asked, 'to what was judged once').toBe(1);
    const problem = await failToList(client);
    expect(problem.code).toBe('target_refused');
    expect(asked).toBe(2);
    expect(calls(heard)).toBe(2);
  });
});

it('the certificate of these tests holds', async () => {
  const { answer } = await signIn({}, { authorities: [trusted.authority] });
  expect(answer.steps.map(({ step }) => step)).toContain('tls');
});
