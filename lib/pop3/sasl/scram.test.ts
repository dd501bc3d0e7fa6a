import { describe, expect, it } from 'vitest';
import { noop } from '../commands';
import { Pop3ArgumentError, Pop3ProtocolError } from '../errors';
import { Exchange } from '../exchange';
import { scriptedWire } from '../scriptedWire';
import { authenticate } from './authenticate';
import { base64, utf8 } from './encoding';
import { Pop3Declined } from './mechanism';
import { freshNonce, scram } from './scram';

const user = { username: 'user', password: 'pencil' };
const text = (octets: Uint8Array | null) => Buffer.from(octets ?? []).toString('utf8');
const challenge = (message: string) => base64(utf8(message));

/** RFC 5802 §5 and RFC 7677 §3. */
const examples = [
  {
    hash: 'SHA-1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    clientFinal: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'SHA-256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    clientFinal:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;
const [sha1] = examples;

describe.each(examples)('SCRAM-$hash', ({ hash, nonce, serverFirst, clientFinal, serverFinal }) => {
  it('gives the proof of the RFC, and believes its signature', async () => {
    const mechanism = scram(hash, user, nonce);
    expect(text(mechanism.initial)).toBe(`n,,n=user,r=${nonce}`);
    expect(text(await mechanism.respond(challenge(serverFirst)))).toBe(clientFinal);
    expect(mechanism.complete).toBe(false);
    expect(text(await mechanism.respond(challenge(serverFinal)))).toBe('');
    expect(mechanism.complete).toBe(true);
    await expect(mechanism.respond(challenge(serverFinal))).rejects.toThrow(Pop3ProtocolError);
  });

  it('believes no other signature', async () => {
    const wrong = challenge(serverFinal).replace(/^(.{8})./, '$1A');
    for (const final of [wrong, challenge('v='), challenge('v=AAAA'), challenge('x=1'), '', 'v=', 'dj0']) {
      const mechanism = scram(hash, user, nonce);
      await mechanism.respond(challenge(serverFirst));
      await expect(mechanism.respond(final)).rejects.toThrow(Pop3ProtocolError);
      expect(mechanism.complete).toBe(false);
    }
  });
});

describe('SCRAM', () => {
  const after = (serverFirst: string) => scram('SHA-1', user, sha1.nonce).respond(challenge(serverFirst));

  it.each([
    ['another nonce', sha1.serverFirst.replace('r=f', 'r=g')],
    ['our nonce and nothing of its own', `r=${sha1.nonce},s=QSXCR+Q6sek8bf92,i=4096`],
    ['a nonce before ours', sha1.serverFirst.replace('r=', 'r=x')],
    ['a salt that is not base64', sha1.serverFirst.replace('s=QSX', 's=QS')],
    ['no salt', sha1.serverFirst.replace('s=QSXCR+Q6sek8bf92', 's=')],
    ['another order', 's=QSXCR+Q6sek8bf92,r=fyko+d2lbbFgONRv9qkxdawL3rfc,i=4096'],
    ['no count', sha1.serverFirst.replace(',i=4096', '')],
    ['a count of 0', sha1.serverFirst.replace('4096', '0')],
    ['a count below 0', sha1.serverFirst.replace('4096', '-4096')],
    ['an absurd count', sha1.serverFirst.replace('4096', '99999999999')],
    ['a count in hexadecimal', sha1.serverFirst.replace('4096', '0x1000')],
    ['nothing of SCRAM', 'hello'],
  ])('takes a server with %s for broken', async (_, serverFirst) => {
    await expect(after(serverFirst)).rejects.toThrow(Pop3ProtocolError);
  });

  it('declines counts that are dangerous for either side, and extensions', async () => {
    const { serverFirst } = sha1;
    await expect(after(serverFirst.replace('4096', '4095'))).rejects.toThrow(Pop3Declined);
    await expect(after(serverFirst.replace('4096', '600001'))).rejects.toThrow(Pop3Declined);
    await expect(after(`m=ext,${serverFirst}`)).rejects.toThrow(Pop3Declined);
    await expect(after(serverFirst.replace('4096', '10000'))).resolves.toBeDefined();
  });

  it('covers extensions behind the count by its proof', async () => {
    const proof = text(await after(`${sha1.serverFirst},x=1`));
    expect(proof).toMatch(/^c=biws,r=fyko/);
    expect(proof).not.toBe(sha1.clientFinal);
  });

  it('hands on the server’s own reason', async () => {
    const mechanism = scram('SHA-1', user, sha1.nonce);
    await mechanism.respond(challenge(sha1.serverFirst));
    expect(text(await mechanism.respond(challenge('e=invalid-proof')))).toBe('');
    expect(text(mechanism.explanation)).toBe('invalid-proof');
    expect(mechanism.complete).toBe(false);
  });

  it('repeats its first message for a server that asks for it, once', async () => {
    const mechanism = scram('SHA-1', user, sha1.nonce);
    expect(await mechanism.respond('')).toEqual(mechanism.initial);
    await expect(mechanism.respond('')).rejects.toThrow(Pop3ProtocolError);
  });

  it('prepares name and password, and escapes the name', async () => {
    const { initial } = scram('SHA-1', { username: 'a=b,ｃ', password: 'x' }, 'N');
    expect(text(initial)).toBe('n,,n=a=3Db=2Cc,r=N');
    expect(() => scram('SHA-1', { username: 'user', password: 'a\u0007' }, 'N')).toThrow(Pop3ArgumentError);
    const wide = scram('SHA-1', { username: 'user', password: 'ｐｅｎｃｉｌ' }, sha1.nonce);
    expect(text(await wide.respond(challenge(sha1.serverFirst)))).toBe(sha1.clientFinal);
  });

  it('never says the same nonce twice', () => {
    const nonces = Array.from({ length: 100 }, freshNonce);
    expect(new Set(nonces).size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
  });
});

describe('SCRAM on the wire', () => {
  const first = challenge(`n,,n=user,r=${sha1.nonce}`);
  const serverFirst = challenge(sha1.serverFirst);
  const final = challenge(sha1.clientFinal);
  const serverFinal = challenge(sha1.serverFinal);

  /** Runs the example of RFC 5802 §5 on a script. */
  async function rfc5802(transcript: string) {
    const wire = scriptedWire(transcript);
    const mechanism = scram('SHA-1', user, sha1.nonce);
    const exchange = new Exchange(wire);
    const outcome = await authenticate(exchange, mechanism, 'fitting', 'auth').then(
      () => null,
      (error: unknown) => error,
    );
    return { wire, exchange, outcome };
  }

  it('verifies the signature, answers it with an empty line, and then takes +OK', async () => {
    const { wire, outcome } = await rfc5802(
      `C: AUTH SCRAM-SHA-1 ${first}\nS: + ${serverFirst}\nC: ${final}\nS: + ${serverFinal}\nC: \nS: +OK`,
    );
    expect(outcome).toBeNull();
    wire.finished();
  });

  it.each([
    ['at once', `C: AUTH SCRAM-SHA-1 ${first}\nS: +OK Logged in.`],
    ['after the proof', `C: AUTH SCRAM-SHA-1 ${first}\nS: + ${serverFirst}\nC: ${final}\nS: +OK Logged in.`],
    ['bare', `C: AUTH SCRAM-SHA-1 ${first}\nS: + ${serverFirst}\nC: ${final}\nS: +OK`],
  ])('believes no server that says +OK without its signature: %s', async (_, transcript) => {
    const { wire, outcome } = await rfc5802(transcript);
    expect(outcome).toMatchObject({ name: 'Pop3ProtocolError', class: 'protocol', command: 'AUTH' });
    expect(String(outcome)).toContain('+OK before SCRAM-SHA-1 was complete');
    wire.finished();
    expect(wire.closed).toBe(true);
  });

  it('cancels what it declines, and the session goes on', async () => {
    const weak = challenge('r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=1');
    const { wire, exchange, outcome } = await rfc5802(
      `C: AUTH SCRAM-SHA-1 ${first}\nS: + ${weak}\nC: *\nS: -ERR cancelled\nC: *\nS: +OK`,
    );
    expect(outcome).toMatchObject({ name: 'Pop3Declined', command: 'AUTH' });
    await exchange.turn('NOOP', async () => exchange.ask(noop()));
    wire.finished();
    expect(wire.written).toContain('\r\n*\r\nNOOP\r\n');
  });

  it('takes a server for broken that goes on after a cancellation', async () => {
    const weak = challenge('r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=1');
    const { outcome } = await rfc5802(`C: AUTH SCRAM-SHA-1 ${first}\nS: + ${weak}\nC: *\nS: +OK`);
    expect(outcome).toMatchObject({ class: 'protocol' });
  });

  it('shows the server’s own reason', async () => {
    const { outcome } = await rfc5802(
      `C: AUTH SCRAM-SHA-1 ${first}\nS: + ${serverFirst}\nC: ${final}\nS: + ${challenge('e=invalid-proof')}\nC: \nS: -ERR [AUTH]`,
    );
    expect(outcome).toMatchObject({ class: 'auth', said: '[AUTH] invalid-proof' });
  });
});
