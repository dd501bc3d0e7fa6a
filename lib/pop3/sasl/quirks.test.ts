import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import { parseCapabilities } from '../capabilities';
import { scriptedSession } from '../scriptedSession';

const alice = { username: 'alice', password: 's3cret' };
const bearer = { username: 'alice', token: 'abc' };
const encoded = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const xoauth2Response = encoded('user=alice\x01auth=Bearer abc\x01\x01');
const oauthResponse = encoded('n,a=alice,\x01auth=Bearer abc\x01\x01');
const refusedToken = encoded('{"status":"invalid_token","scope":"mail"}');
/** RFC 2195 §2, with our name and password. */
const challenge = encoded('<1896.697170952@postoffice.example>');
const cramResponse = encoded(
  `alice ${createHmac('md5', 's3cret').update('<1896.697170952@postoffice.example>').digest('hex')}`,
);

describe('19: XOAUTH2 that is not announced', () => {
  it('is tried when there is a token', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH XOAUTH2\nS: +\nC: ${xoauth2Response}\nS: +OK`);
    await pop3.login(bearer, parseCapabilities(['USER']), { tls: true });
    wire.finished();
  });
});

describe('20: Exchange Online refuses XOAUTH2 in one line', () => {
  it('so the token waits for the challenge, however short it is', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH XOAUTH2\nS: + \nC: ${xoauth2Response}\nS: +OK`);
    await pop3.authenticate('XOAUTH2', bearer);
    wire.finished();
  });
});

describe('21: servers that want one line', () => {
  it('get one of any length, when told to', async () => {
    const token = 'x'.repeat(2000);
    const response = encoded(`user=alice\x01auth=Bearer ${token}\x01\x01`);
    const { wire, pop3 } = await scriptedSession(`C: AUTH XOAUTH2 ${response}\nS: +OK`);
    await pop3.authenticate('XOAUTH2', { username: 'alice', token }, { opening: 'always' });
    wire.finished();
  });
});

describe('22: continuation as +, + text or +OK', () => {
  it.each(['+', '+ ', '+ go ahead', '+ cGFzc3dvcmQ6', '+OK', '+OK go ahead'])(
    'lets a client speak that speaks first: %j',
    async (line) => {
      const { wire, pop3 } = await scriptedSession(
        `C: AUTH XOAUTH2\nS: ${line}\nC: ${xoauth2Response}\nS: +OK`,
      );
      await pop3.authenticate('XOAUTH2', bearer);
      wire.finished();
    },
  );

  it.each([
    ['+ VXNlcm5hbWU6', '+ UGFzc3dvcmQ6'],
    ['+ Username:', '+ Password:'],
    ['+', '+'],
    ['+OK VXNlcm5hbWU6', '+OK UGFzc3dvcmQ6'],
  ])('asks for name and password as %j and %j', async (name, password) => {
    const { wire, pop3 } = await scriptedSession(
      `C: AUTH LOGIN\nS: ${name}\nC: ${encoded('alice')}\nS: ${password}\nC: ${encoded('s3cret')}\nS: +OK`,
    );
    await pop3.authenticate('LOGIN', alice);
    wire.finished();
  });

  it.each(['+', '+OK'])('carries the challenge of CRAM-MD5 behind %s', async (sign) => {
    const { wire, pop3 } = await scriptedSession(
      `C: AUTH CRAM-MD5\nS: ${sign} ${challenge}\nC: ${cramResponse}\nS: +OK`,
    );
    await pop3.authenticate('CRAM-MD5', alice, { md5 });
    wire.finished();
  });

  it('is asked for once more although the response came along', async () => {
    const { wire, pop3 } = await scriptedSession(
      `C: AUTH OAUTHBEARER ${oauthResponse}\nS: +\nC: ${oauthResponse}\nS: +OK`,
    );
    await pop3.authenticate('OAUTHBEARER', bearer);
    wire.finished();
  });
});

describe('23: the error challenge of OAuth', () => {
  it.each([
    ['XOAUTH2', `C: AUTH XOAUTH2\nS: +\nC: ${xoauth2Response}\nS: + ${refusedToken}\nC: `],
    ['OAUTHBEARER', `C: AUTH OAUTHBEARER ${oauthResponse}\nS: + ${refusedToken}\nC: AQ==`],
  ] as const)('of %s is answered, and shown', async (name, transcript) => {
    const { wire, pop3 } = await scriptedSession(
      `${transcript}\nS: -ERR Authentication failed.\nC: NOOP\nS: +OK`,
    );
    await expect(pop3.authenticate(name, bearer)).rejects.toMatchObject({
      name: 'Pop3Refusal',
      class: 'auth',
      command: 'AUTH',
      said: 'Authentication failed. {"status":"invalid_token","scope":"mail"}',
    });
    await pop3.noop();
    wire.finished();
  });

  it('leaves the response code in front, and the token out', async () => {
    const echo = encoded('{"token":"abc"}');
    const { pop3 } = await scriptedSession(
      `C: AUTH XOAUTH2\nS: +\nC: ${xoauth2Response}\nS: + ${echo}\nC: \nS: -ERR [SYS/TEMP] Later.`,
    );
    await expect(pop3.authenticate('XOAUTH2', bearer)).rejects.toMatchObject({
      class: 'temporary',
      responseCode: 'SYS/TEMP',
      said: '[SYS/TEMP] Later. {"token":"***"}',
    });
  });

  it('is no success, even if the server calls it one', async () => {
    const { pop3 } = await scriptedSession(
      `C: AUTH XOAUTH2\nS: +\nC: ${xoauth2Response}\nS: + ${refusedToken}\nC: \nS: +OK`,
    );
    await expect(pop3.authenticate('XOAUTH2', bearer)).rejects.toMatchObject({ class: 'protocol' });
  });
});

describe('the initial response', () => {
  it('goes along in a line of 255 octets, and not in a longer one (RFC 5034 §4)', async () => {
    const fixed = 'n,a=alice,\x01auth=Bearer \x01\x01'.length;
    for (const [octets, along] of [
      [177, true],
      [178, false],
    ] as const) {
      const token = 'x'.repeat(octets - fixed);
      const response = encoded(`n,a=alice,\x01auth=Bearer ${token}\x01\x01`);
      const { wire, pop3 } = await scriptedSession(
        along
          ? `C: AUTH OAUTHBEARER ${response}\nS: +OK`
          : `C: AUTH OAUTHBEARER\nS: +\nC: ${response}\nS: +OK`,
      );
      await pop3.authenticate('OAUTHBEARER', { username: 'alice', token });
      wire.finished();
      if (along) expect(wire.written).toHaveLength(255);
    }
  });
});

describe('a server that repeats what it was sent', () => {
  it('has it blacked out, in clear and in base64', async () => {
    const { pop3 } = await scriptedSession(
      `C: AUTH LOGIN\nS: +\nC: *\nS: +\nC: *\nS: -ERR s3cret, ${encoded('s3cret')}, ${encoded('alice')}`,
    );
    await expect(pop3.authenticate('LOGIN', alice)).rejects.toMatchObject({ said: '***, ***, ***' });
  });
});

describe('24: tokens that are too long', () => {
  it('are refused here when they pass the 12,288 octets of RFC 5034, and the session goes on', async () => {
    const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK');
    const long = { username: 'alice', token: 'x'.repeat(9200) };
    for (const opening of ['asked', 'always'] as const)
      await expect(pop3.authenticate('XOAUTH2', long, { opening })).rejects.toThrow(/12288 octets/);
    await pop3.noop();
    wire.finished();
  });
});

describe('24: a server that hangs up', () => {
  it.each([
    [6000, 'Pop3Closed'],
    [6200, 'Pop3ProtocolError'],
  ])('on a token of %i octets gives a %s', async (octets, name) => {
    const { pop3 } = await scriptedSession('C: AUTH XOAUTH2\nS: +\nC: *\nclose');
    const outcome = pop3.authenticate('XOAUTH2', { username: 'alice', token: 'x'.repeat(octets) });
    await expect(outcome).rejects.toMatchObject({ name, command: 'AUTH' });
  });
});

describe('25: unpadded base64', () => {
  it('ends the session, with nothing sent', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH CRAM-MD5\nS: + PDE4OTY`);
    await expect(pop3.authenticate('CRAM-MD5', alice, { md5 })).rejects.toMatchObject({ class: 'protocol' });
    wire.finished();
    expect(wire.closed).toBe(true);
  });
});

describe('26, 27: passwords with spaces at the end, and beyond ASCII', () => {
  it('are sent octet by octet, by PLAIN before USER and PASS', async () => {
    const { wire, pop3 } = await scriptedSession(`C: AUTH PLAIN ${encoded('\0jürgen\0käse  ')}\nS: +OK`);
    await pop3.login({ username: 'jürgen', password: 'käse  ' }, parseCapabilities(['USER', 'SASL PLAIN']), {
      tls: true,
    });
    wire.finished();
  });
});

describe('28: a line break in the user name', () => {
  const injected = 'alice\r\nDELE 1';
  it.each([
    ['PLAIN', { ...alice, username: injected }],
    ['LOGIN', { ...alice, username: injected }],
    ['CRAM-MD5', { ...alice, username: injected }],
    ['SCRAM-SHA-1', { ...alice, username: injected }],
    ['SCRAM-SHA-256', { ...alice, username: injected }],
    ['XOAUTH2', { ...bearer, username: injected }],
    ['OAUTHBEARER', { ...bearer, username: injected }],
  ] as const)('is refused by %s before anything is sent', async (name, credentials) => {
    const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK');
    await expect(pop3.authenticate(name, credentials, { md5 })).rejects.toMatchObject({
      name: 'Pop3ArgumentError',
    });
    expect(wire.written).toBe('');
    await pop3.noop();
  });
});

describe('a response that is too long for a line', () => {
  it('is found out in the middle of LOGIN: the login is cancelled, and the session goes on', async () => {
    const { wire, pop3 } = await scriptedSession(
      `C: AUTH LOGIN\nS: +\nC: ${encoded('alice')}\nS: +\nC: *\nS: -ERR cancelled\nC: NOOP\nS: +OK`,
    );
    const long = pop3.authenticate('LOGIN', { username: 'alice', password: 'x'.repeat(10_000) });
    await expect(long).rejects.toMatchObject({ name: 'Pop3ArgumentError' });
    await pop3.noop();
    expect(wire.written).toContain('\r\n*\r\n');
  });
});

describe('29: a server that hangs up on a bad password', () => {
  it('is told apart from one that refuses it', async () => {
    const { pop3 } = await scriptedSession(`C: AUTH LOGIN\nS: +\nC: *\nS: +\nC: *\nclose`);
    await expect(pop3.authenticate('LOGIN', alice)).rejects.toMatchObject({
      name: 'Pop3Closed',
      command: 'AUTH',
    });
  });
});

describe('30: -ERR without text', () => {
  it('means the credentials once they were sent, and the mechanism before', async () => {
    const sent = await scriptedSession(`C: AUTH CRAM-MD5\nS: + ${challenge}\nC: ${cramResponse}\nS: -ERR`);
    const refusal = sent.pop3.authenticate('CRAM-MD5', alice, { md5 });
    await expect(refusal).rejects.toMatchObject({ class: 'auth', said: '' });
    const unsent = await scriptedSession('C: AUTH CRAM-MD5\nS: -ERR');
    const early = unsent.pop3.authenticate('CRAM-MD5', alice, { md5 });
    await expect(early).rejects.toMatchObject({ class: 'permanent', said: '' });
  });
});
