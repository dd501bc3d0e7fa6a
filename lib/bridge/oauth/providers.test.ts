import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../config';
import { providerFor } from './providers';

const base = {
  POSTBAG_SECRET: '0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT+u',
  POSTBAG_ORIGIN: 'https://mail.example.org',
};
const own = {
  id: 'example',
  name: 'Example Mail',
  hosts: ['POP.Example.org.', 'smtp.example.org'],
  clientId: 'id',
  clientSecret: 'secret-canary',
  authorization: 'https://login.example.org/authorize',
  token: 'https://login.example.org/token',
  scopes: ['mail'],
};
const read = (env: Record<string, string>) => readConfig({ ...base, ...env }).oauth;
const withOwn = (change: object, ...more: object[]) =>
  read({ POSTBAG_OAUTH_PROVIDERS: JSON.stringify([{ ...own, ...change }, ...more]) });
const problemsOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n');
    throw error;
  }
  return '';
};

describe('providers of sign-ins', () => {
  it('are none, Google and Microsoft by their ids, and those of the operator', () => {
    expect(read({})).toEqual([]);
    const all = read({
      POSTBAG_GOOGLE_CLIENT_ID: 'g',
      POSTBAG_GOOGLE_CLIENT_SECRET: 's',
      POSTBAG_MICROSOFT_CLIENT_ID: 'm',
      POSTBAG_OAUTH_PROVIDERS: JSON.stringify([own]),
    });
    expect(all.map(({ id, clientSecret }) => [id, clientSecret])).toEqual([
      ['google', 's'],
      ['microsoft', null],
      ['example', 'secret-canary'],
    ]);
    expect(all[2]?.hosts).toEqual(['pop.example.org', 'smtp.example.org']);
    expect(all[2]?.authentication).toBe('basic');
  });

  it('get nothing for a host that is not theirs, however it is spelt', () => {
    const list = withOwn({});
    expect(providerFor(list, 'example', 'pop.example.ORG')?.id).toBe('example');
    expect(providerFor(list, 'example', 'pop.example.org.evil.test')).toBeNull();
    expect(providerFor(list, 'example', 'imap.example.org')).toBeNull();
    expect(providerFor(list, 'google', 'pop.example.org')).toBeNull();
  });

  it.each<[string, () => unknown, RegExp]>([
    ['half of Google', () => read({ POSTBAG_GOOGLE_CLIENT_ID: 'g' }), /GOOGLE_CLIENT_ID: needs .*SECRET/],
    [
      'a secret alone',
      () => read({ POSTBAG_MICROSOFT_CLIENT_SECRET: 's' }),
      /needs POSTBAG_MICROSOFT_CLIENT_ID/,
    ],
    ['what is no JSON', () => read({ POSTBAG_OAUTH_PROVIDERS: '[' }), /OAUTH_PROVIDERS: is not JSON/],
    ['http', () => withOwn({ token: 'http://login.example.org/token' }), /0\.token must be an https address/],
    ['no address', () => withOwn({ authorization: 'login' }), /0\.authorization must be an https address/],
    ['no hosts', () => withOwn({ hosts: [] }), /0\.hosts /],
    ['a host with a port', () => withOwn({ hosts: ['pop.example.org:995'] }), /0\.hosts\.0 is neither/],
    ['openid without issuer', () => withOwn({ scopes: ['openid'] }), /0\.issuer is needed/],
    ['a parameter of ours', () => withOwn({ parameters: { redirect_uri: 'x' } }), /0\.parameters holds one/],
    ['a taken id', () => withOwn({ id: 'google' }), /0\.id is taken/],
    ['one id twice', () => withOwn({}, { ...own, hosts: ['pop.example.net'] }), /two providers with one id/],
    ['one host twice', () => withOwn({}, { ...own, id: 'other' }), /names a mail host twice/],
    ['what nobody knows', () => withOwn({ client_id: 'x' }), /0 Unrecognized key/],
  ])('are refused at start: %s', (_, work, problem) => {
    const told = problemsOf(work);
    expect(told).toMatch(problem);
    expect(told).not.toContain('secret-canary');
  });

  it('may not name a host of Google beside Google', () => {
    const both = () =>
      read({
        POSTBAG_GOOGLE_CLIENT_ID: 'g',
        POSTBAG_GOOGLE_CLIENT_SECRET: 's',
        POSTBAG_OAUTH_PROVIDERS: JSON.stringify([{ ...own, hosts: ['pop.gmail.com'] }]),
      });
    expect(problemsOf(both)).toMatch(/pop\.gmail\.com belongs to a provider with settings of its own/);
  });
});
