import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import { saslLimits } from '../limits';
import { scriptedWire } from '../scriptedWire';
import { Pop3Session } from '../session';
import { timestampOf } from './apop';
import type { MechanismName } from './mechanism';
import { scram } from './scram';

const password = { username: 'alice', password: 'correct horse' };
const token = { username: 'alice', token: 'ya29.battery-staple' };
const ways: readonly (readonly [MechanismName, typeof password | typeof token])[] = [
  ['PLAIN', password],
  ['LOGIN', password],
  ['CRAM-MD5', password],
  ['SCRAM-SHA-1', password],
  ['SCRAM-SHA-256', password],
  ['XOAUTH2', token],
  ['OAUTHBEARER', token],
];
const typed = ['Pop3Refusal', 'Pop3ProtocolError', 'Pop3Declined', 'Pop3Closed'];

const base64 = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets).toString('base64'));
const scramText = fc
  .tuple(fc.string(), fc.base64String(), fc.integer(), fc.constantFrom('', ',x=1', ',', '\0'))
  .map(([nonce, salt, count, more]) => `r=${nonce},s=${salt},i=${count}${more}`);
const scramLine = fc
  .oneof(scramText, fc.constantFrom('v=', 'v=AAAA', 'e=other-error', 'm=x,r=y', ',,,', 'n,,'))
  .map((text) => Buffer.from(text).toString('base64'));
/** A line of a server that is out to confuse, or octets that are no line at all. */
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('+', '+ ', '+OK', '+OK ', '-ERR ', '-ERR [AUTH] ', ''),
      fc.oneof(base64, scramLine, fc.string()),
    )
    .map(([sign, text]) => `${sign}${text}\r\n`),
  fc.constantFrom('+\r\n', '+ \r\n', '+OK\r\n', '\r\n', `+ ${'A'.repeat(5000)}\r\n`),
  fc.string({ unit: 'binary' }),
);

describe('a hostile server', () => {
  it.each(ways)(
    'never makes %s hang, fail untyped, talk for ever, or show a secret',
    async (name, credentials) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(line, { maxLength: 8 }),
          fc.integer({ min: 1, max: 64 }),
          async (lines, chunk) => {
            // Without `C:` steps everything has been said before it is asked for: a script that answers anything.
            const wire = scriptedWire([Buffer.from('+OK\r\n'), ...lines.map((text) => Buffer.from(text))], {
              chunk,
            });
            const session = await Pop3Session.open(wire);
            const outcome = await session.authenticate(name, credentials, { md5 }).then(
              () => null,
              (error: unknown) => error,
            );
            if (outcome !== null) {
              if (!(outcome instanceof Error)) return false;
              expect(typed).toContain(outcome.name);
              const shown = `${outcome.stack} ${JSON.stringify(Object.entries(outcome))}`;
              expect(shown).not.toMatch(/correct horse|battery-staple/);
            }
            // It can only have succeeded on a +OK, and SCRAM never without a signature.
            if (outcome === null) expect(lines.join('')).toContain('+OK');
            if (name.startsWith('SCRAM')) expect(outcome).not.toBeNull();
            expect(wire.written.split('\r\n').length).toBeLessThanOrEqual(saslLimits.challenges + 3);
          },
        ),
        { numRuns: 300 },
      );
    },
  );
});

describe('a server that knows our nonce and not the password', () => {
  const serverFirst = fc
    .tuple(fc.string({ unit: 'binary-ascii' }), fc.base64String(), fc.integer({ min: 4000, max: 4200 }))
    .map(([nonce, salt, count]) => `r=ours${nonce},s=${salt},i=${count}`);
  const serverFinal = fc.oneof(
    fc
      .uint8Array({ minLength: 20, maxLength: 32 })
      .map((octets) => `v=${Buffer.from(octets).toString('base64')}`),
    fc.string().map((text) => `e=${text}`),
    fc.string(),
  );

  it.each(['SHA-1', 'SHA-256'] as const)('is never believed by SCRAM-%s', async (hash) => {
    const messages = fc.tuple(serverFirst, fc.array(serverFinal, { maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(messages, async ([first, finals]) => {
        const mechanism = scram(hash, password, 'ours');
        try {
          for (const message of [first, ...finals])
            await mechanism.respond(Buffer.from(message).toString('base64'));
        } catch (error) {
          expect(typed).toContain((error as Error).name);
        }
        expect(mechanism.complete).toBe(false);
      }),
    );
  });
});

describe('a hostile greeting', () => {
  it('gives a timestamp of printable ASCII with one @, or none', () => {
    const greeting = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.string(), fc.string()).map(([left, right]) => `<${left}@${right}>`),
    );
    fc.assert(
      fc.property(greeting, (text) => {
        const timestamp = timestampOf(text);
        if (timestamp !== null)
          expect(timestamp).toMatch(/^<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>$/);
      }),
      { numRuns: 1000 },
    );
  });
});
