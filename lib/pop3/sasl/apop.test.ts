import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import type { LoginOptions } from '../login';
import { scriptedSession } from '../scriptedSession';
import { apopDigest, timestampOf } from './apop';

describe('APOP', () => {
  it('gives the digest of RFC 1939 §7', () => {
    const timestamp = timestampOf(' POP3 server ready <1896.697170952@dbc.mtview.ca.us>') ?? '';
    expect(timestamp).toBe('<1896.697170952@dbc.mtview.ca.us>');
    expect(apopDigest(timestamp, 'tanstaaf', md5)).toBe('c4c9334bac560ecc979e58001b3e22fb');
  });

  it.each(['<5f1.1.65a0c0de.yQ==@mail.example.com>', '<1.2@[127.0.0.1]>', '<1.2@localhost> and more'])(
    'takes the timestamp of %s',
    (greeting) => {
      expect(timestampOf(greeting)).toBe(greeting.replace(' and more', ''));
    },
  );

  it.each([
    ['none (catalogue 11)', ' ready'],
    ['no @', '<1896.697170952>'],
    ['two @', '<1@2@host>'],
    ['no end', '<1896.1@host'],
    ['nothing before the @', '<@host>'],
    ['a space', '<1896 1@host>'],
    ['two dots', '<1..2@host>'],
    ['octets beyond ASCII, as a collision has them', '<1896\x80\xff@host>'],
    ['a control character', '<1896\x01@host>'],
    ['another bracket before it', '<< <1896.1@host>'],
  ])('takes no malformed timestamp: %s (catalogue 12)', (_, greeting) => {
    expect(timestampOf(greeting)).toBeNull();
  });
});

describe('APOP in a session', () => {
  const options: LoginOptions = { tls: true, md5 };

  it('sends name and digest', async () => {
    const { wire, pop3 } = await scriptedSession('C: APOP mrose c4c9334bac560ecc979e58001b3e22fb\nS: +OK', {
      greeting: 'ready <1896.697170952@dbc.mtview.ca.us>',
    });
    await pop3.apop({ username: 'mrose', password: 'tanstaaf' }, options);
    wire.finished();
  });

  it('sends nothing without TLS, without a timestamp (11), with a malformed one (12), with a space in the name', async () => {
    for (const [greeting, tls, username] of [
      ['<1.2@host>', false, 'alice'],
      ['ready', true, 'alice'],
      ['<1.2\x80@host>', true, 'alice'],
      ['<1.2@host>', true, 'alice b'],
    ] as const) {
      const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK', { greeting });
      await expect(pop3.apop({ username, password: 's3cret' }, { tls, md5 })).rejects.toMatchObject({
        name: username === 'alice' ? 'Pop3Declined' : 'Pop3ArgumentError',
      });
      expect(wire.written).toBe('');
      await pop3.noop();
    }
  });
});
