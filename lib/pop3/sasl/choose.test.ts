import { describe, expect, it } from 'vitest';
import { parseCapabilities } from '../capabilities';
import { choose } from './choose';

const password = { username: 'alice', password: 's3cret' };
const token = { username: 'alice', token: 't' };
const all = parseCapabilities([
  'USER',
  'SASL PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 OAUTHBEARER XOAUTH2 GSSAPI',
]);
const bare = { tls: false, md5: true, plaintext: false };
const tls = { tls: true, md5: true, plaintext: false };

describe('choose', () => {
  it('shows the password over TLS alone, PLAIN first', () => {
    expect(choose(all, password, tls)).toEqual([
      'PLAIN',
      'USER',
      'LOGIN',
      'SCRAM-SHA-256',
      'SCRAM-SHA-1',
      'CRAM-MD5',
    ]);
  });

  it('proves it without TLS, the strongest first, and never shows it', () => {
    expect(choose(all, password, bare)).toEqual(['SCRAM-SHA-256', 'SCRAM-SHA-1', 'CRAM-MD5']);
    for (const lines of [['USER', 'SASL PLAIN LOGIN'], ['USER'], []])
      expect(choose(parseCapabilities(lines), password, bare)).toEqual([]);
    expect(choose(null, password, bare)).toEqual([]);
  });

  it('shows it without TLS only where that was expressly allowed, and last', () => {
    const allowed = { ...bare, plaintext: true };
    expect(choose(all, password, allowed)).toEqual([
      'SCRAM-SHA-256',
      'SCRAM-SHA-1',
      'CRAM-MD5',
      'PLAIN',
      'USER',
      'LOGIN',
    ]);
    expect(choose(null, password, allowed)).toEqual(['USER']);
    expect(choose(all, token, allowed)).toEqual([]);
  });

  it('leaves CRAM-MD5 out where there is no MD5', () => {
    expect(choose(all, password, { ...bare, md5: false })).not.toContain('CRAM-MD5');
  });

  it('tries nothing that was not announced (catalogue 34)', () => {
    expect(choose(parseCapabilities(['SASL LOGIN']), password, tls)).toEqual(['LOGIN']);
    expect(choose(parseCapabilities(['SASL SCRAM-SHA-1']), password, tls)).toEqual(['SCRAM-SHA-1']);
  });

  it('comes down to USER and PASS where nothing is announced, or no CAPA known (catalogue 13)', () => {
    expect(choose(null, password, tls)).toEqual(['USER']);
    expect(choose(parseCapabilities(['UIDL', 'SASL GSSAPI']), password, tls)).toEqual(['USER']);
  });

  it('tries XOAUTH2 with a token though it is not announced (catalogue 19)', () => {
    expect(choose(all, token, tls)).toEqual(['OAUTHBEARER', 'XOAUTH2']);
    expect(choose(parseCapabilities(['SASL PLAIN']), token, tls)).toEqual(['XOAUTH2']);
    expect(choose(null, token, tls)).toEqual(['XOAUTH2']);
  });

  it('never sends a token without TLS', () => {
    expect(choose(all, token, bare)).toEqual([]);
  });
});
