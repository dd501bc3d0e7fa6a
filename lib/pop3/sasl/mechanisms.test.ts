import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import { Pop3ArgumentError, Pop3ProtocolError } from '../errors';
import { cramMd5 } from './cramMd5';
import { base64 } from './encoding';
import { login } from './login';
import { oauthBearer, xoauth2 } from './oauth';
import { plain } from './plain';

const text = (octets: Uint8Array | null) => Buffer.from(octets ?? []).toString('utf8');
const alice = { username: 'alice', password: 'käse ' };

describe('PLAIN', () => {
  it('is RFC 4616, with the password to its last space', () => {
    expect(text(plain(alice).initial)).toBe('\0alice\0käse ');
  });
});

describe('LOGIN', () => {
  it('gives the name, then the password, whatever it is asked in, and nothing more', async () => {
    const mechanism = login(alice);
    expect(mechanism.initial).toBeNull();
    expect(text(await mechanism.respond('VXNlcm5hbWU6'))).toBe('alice');
    expect(mechanism.complete).toBe(false);
    expect(text(await mechanism.respond('Password:'))).toBe('käse ');
    expect(mechanism.complete).toBe(true);
    await expect(mechanism.respond('')).rejects.toThrow(Pop3ProtocolError);
  });
});

describe('CRAM-MD5', () => {
  it('gives the answer of RFC 2195 §2', async () => {
    const mechanism = cramMd5({ username: 'tim', password: 'tanstaaftanstaaf' }, md5);
    expect(mechanism.initial).toBeNull();
    const answer = await mechanism.respond('PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+');
    expect(text(answer)).toBe('tim b913a602c7eda7a495b4e6e7334d3890');
    expect(mechanism.complete).toBe(true);
    await expect(mechanism.respond('YQ==')).rejects.toThrow(Pop3ProtocolError);
  });

  it('answers neither an empty challenge nor one that is not base64', async () => {
    for (const challenge of ['', '<1896@host>', 'YWI']) {
      const mechanism = cramMd5(alice, md5);
      await expect(mechanism.respond(challenge)).rejects.toThrow(Pop3ProtocolError);
      expect(mechanism.complete).toBe(false);
    }
  });
});

describe('XOAUTH2', () => {
  it('is the example that Google gives', () => {
    const { initial } = xoauth2({
      username: 'someuser@example.com',
      token: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
    });
    expect(base64(initial ?? new Uint8Array())).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
  });
});

describe('OAUTHBEARER', () => {
  const example = { username: 'user@example.com', token: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==' };

  it('is the example of RFC 7628 §4.1', () => {
    const { initial } = oauthBearer({ ...example, host: 'server.example.com', port: 143 });
    expect(base64(initial ?? new Uint8Array())).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    );
  });

  it('leaves host and port out where they are not given, and escapes the name', () => {
    expect(text(oauthBearer({ ...example, username: 'a,b=c' }).initial)).toBe(
      `n,a=a=2Cb=3Dc,\x01auth=Bearer ${example.token}\x01\x01`,
    );
  });

  it('answers the error of RFC 7628 §4.3 with AQ== and keeps it; XOAUTH2 with nothing', async () => {
    const error = 'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIn0=';
    for (const [mechanism, farewell] of [
      [oauthBearer(example), 'AQ=='],
      [xoauth2(example), ''],
    ] as const) {
      expect(mechanism.complete).toBe(true);
      expect(base64(await mechanism.respond(error))).toBe(farewell);
      expect(text(mechanism.explanation)).toBe('{"status":"invalid_token","scope":"example_scope"}');
      expect(mechanism.complete).toBe(false);
      await expect(mechanism.respond(error)).rejects.toThrow(Pop3ProtocolError);
    }
  });

  it.each(['', 'a b', 'a\x01auth=Bearer other', 'a\r\nDELE 1', 'tökén'])('refuses the token %j', (token) => {
    for (const build of [xoauth2, oauthBearer]) {
      expect(() => build({ ...example, token })).toThrow(Pop3ArgumentError);
      expect(() => build({ ...example, token })).toThrow(/^AUTH: the token/);
    }
  });

  it('refuses a name or a host that would begin another field', () => {
    for (const build of [xoauth2, oauthBearer]) {
      expect(() => build({ ...example, username: 'a\x01auth=Bearer x' })).toThrow(/the name/);
      expect(() => build({ ...example, host: 'a\x01auth=Bearer x' })).toThrow(/the host/);
    }
  });
});
