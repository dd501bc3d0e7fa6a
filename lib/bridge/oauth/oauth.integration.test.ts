import { expect, it } from 'vitest';
import { DELETE as deleteAccount } from '@/app/api/accounts/[account]/route';
import { GET as getProviders } from '@/app/api/oauth/providers/route';
import { POST as postOauth } from '@/app/api/oauth/route';
import { pageRequest } from '@/e2e/support/bridgeRoutes';
import { ground, lines, Person, server, user } from '@/e2e/support/oauthGround';
import { keyHeader } from '@/lib/contract/routes';

it('signs in at the provider’s page, reads mail with the token, and renews it when it has run out', async () => {
  const ada = new Person();
  expect(
    await (await getProviders(pageRequest('/api/oauth/providers', { method: 'GET' }), undefined)).json(),
  ).toEqual([{ id: 'loopback', name: 'Loopback', hosts: ['localhost'] }]);
  const url = new URL(await ada.begin());
  expect(url.origin).toBe(server.issuer);
  expect(url.searchParams.get('login_hint')).toBe(user);
  expect(ada.jar.text('postbag-oauth')).toMatch(
    /; Path=\/api\/oauth; HttpOnly; Secure; SameSite=Lax; Max-Age=\d{3}$/,
  );

  expect(await ada.back(await server.consent(url.href, { user, agree: true }))).toBe(
    '303 /mail?add=1&oauth=1',
  );
  expect(ada.jar.text('postbag-oauth')).toContain('SameSite=Strict');
  const { answer } = await ada.finish();
  expect(answer).toMatchObject({ account: expect.stringMatching(/^[\w-]{22}$/), key: ada.key });
  expect(answer.steps.at(-1).step).toBe('mailbox');
  expect(ada.jar.text('postbag-oauth')).toBe('');
  for (const name of ['postbag', 'postbag-access'])
    expect(ada.jar.text(name)).toContain(
      `Path=/api/accounts/${ada.account}; HttpOnly; Secure; SameSite=Strict`,
    );

  expect(await ada.listing()).toMatchObject({ status: 200, answer: { count: 3 } });
  expect(server.grants).toEqual(['authorization_code']);

  // As when the hour is over: the browser drops the cookie.
  ada.jar.kept.delete(`postbag-access /api/accounts/${ada.account}`);
  const refused = await ada.listing();
  expect(refused.answer).toMatchObject({ code: 'token_expired' });
  expect(await ada.renew()).toMatchObject({ status: 200, answer: { seconds: expect.any(Number) } });
  expect(await ada.listing()).toMatchObject({ answer: { count: 3 } });
  // The refresh token changed with its use: the new one is in the cookie, or the server would end everything.
  expect(await ada.renew()).toMatchObject({ status: 200 });
  expect(await ada.listing()).toMatchObject({ answer: { count: 3 } });
  expect(server.grants).toEqual(['authorization_code', 'refresh_token', 'refresh_token']);
});

it('says what has happened when access is refused, and when the permission was withdrawn', async () => {
  const ada = await new Person().signIn();
  server.endAccess();
  expect((await ada.listing()).answer).toMatchObject({ code: 'token_refused', step: 'password' });
  expect(await ada.renew()).toMatchObject({ status: 200 });
  expect((await ada.listing()).answer).toMatchObject({ count: 3 });

  server.withdraw(user);
  expect(await ada.renew()).toMatchObject({
    status: 401,
    answer: { code: 'consent_ended', said: 'invalid_grant: Token has been expired or revoked.' },
  });
  // Signing in again brings it back, in the same account.
  const { account } = ada;
  const url = await ada.begin({ account });
  expect(await ada.back(await server.consent(url, { user, agree: true }))).toBe(
    `303 /mail?add=1&oauth=1&account=${account}`,
  );
  expect(await ada.finish()).toMatchObject({ status: 200, answer: { account } });
  expect((await ada.listing()).answer).toMatchObject({ count: 3 });
});

it('tells a refusal, another person, and what the operator has to mend', async () => {
  const ada = new Person();
  const outcomeOf = async (agree = true, who = user) => {
    await ada.back(await server.consent(await ada.begin(), { user: who, agree }));
    return (await ada.finish()).answer;
  };
  expect(await outcomeOf(false)).toMatchObject({
    code: 'consent_refused',
    said: 'access_denied: The resource owner denied the request.',
  });
  expect(await outcomeOf(true, 'bob@example.com')).toMatchObject({ code: 'token_refused', step: 'password' });
  const faults = {
    nonce: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    issuer: 'OAUTH_INVALID_RESPONSE',
    'no refresh token': 'The provider gave no refresh token: the scopes lack one that asks for it.',
    html: 'OAUTH_RESPONSE_IS_NOT_JSON',
    invalid_client: 'invalid_client: No such client.',
    'long token': 'The token is too long for a cookie (4,096 bytes).',
  } as const;
  for (const [fault, said] of Object.entries(faults)) {
    server.fault = fault as keyof typeof faults;
    expect(await outcomeOf(), fault).toMatchObject({ code: 'provider_failed', said });
    expect(ada.account, fault).toBe('');
  }
});

it('compares no issuer where the operator names none, and asks a provider no more than so often', async () => {
  const ada = new Person();
  ground({ issuer: null, scopes: ['mail', 'offline_access'] });
  server.fault = 'issuer';
  await ada.signIn();
  server.fault = null;
  ground({}, { providerAsks: { free: 1, windowMs: 60_000 } });
  expect(await ada.renew()).toMatchObject({ status: 200 });
  const asked = server.grants.length;
  expect(await ada.renew()).toMatchObject({ status: 429, answer: { code: 'too_soon' } });
  expect(server.grants).toHaveLength(asked);
});

it('takes no way back that belongs to nothing, and none twice', async () => {
  const ada = new Person();
  const to = await server.consent(await ada.begin(), { user, agree: true });
  const lost = '303 /mail?add=1&oauth=1';
  const before = ada.jar.text('postbag-oauth');
  const unchanged = async (back: Promise<string>) => {
    expect(await back).toBe(lost);
    expect(ada.jar.text('postbag-oauth')).toBe(before);
  };
  const other = new URL(to);
  other.searchParams.set('state', 'x'.repeat(43));
  await unchanged(ada.back(other));
  const twice = new URL(to);
  twice.searchParams.append('state', 'x');
  await unchanged(ada.back(twice));
  await unchanged(ada.back(to, 'google'));
  // Another browser, lured to the way back of somebody else's sign-in.
  const mallory = new Person();
  expect(await mallory.back(to)).toBe(lost);
  expect(mallory.jar.kept.size).toBe(0);
  // Not as a picture, a frame, or under another name.
  await unchanged(ada.back(to, 'loopback', { 'sec-fetch-dest': 'image' }));
  await unchanged(ada.back(to, 'loopback', { host: 'evil.example' }));

  // Before the way back there is nothing to finish; and not without the K of the beginning.
  expect(await ada.finish()).toMatchObject({ status: 409, answer: { code: 'consent_lost' } });
  await ada.back(to);
  const { key } = ada;
  ada.key = 'A'.repeat(43);
  expect(await ada.finish()).toMatchObject({ answer: { code: 'consent_lost' } });
  ada.key = key;
  expect(await ada.back(to)).toBe(lost);
  const kept = new Map(ada.jar.kept);
  expect(await ada.finish()).toMatchObject({ status: 200 });
  // Replayed with a cookie that was kept: the code was used.
  for (const [id, cookie] of kept) ada.jar.kept.set(id, cookie);
  expect(await ada.finish()).toMatchObject({ status: 409, answer: { code: 'consent_lost' } });
});

it('sends a token to no host but the provider’s, and none without TLS', async () => {
  const ada = new Person();
  const request = {
    provider: 'loopback',
    username: user,
    host: 'localhost',
    port: 995,
    security: 'tls',
    keep: true,
  };
  const asked = (change: object) =>
    ada.ask('/api/oauth', { ...request, ...change }, (r) => postOauth(r, undefined));
  for (const change of [{ host: '127.0.0.1' }, { host: 'pop.evil.example' }, { provider: 'google' }])
    expect((await asked(change)).answer).toMatchObject({ code: 'provider_unknown' });
  expect((await asked({ security: 'none' })).answer).toMatchObject({ code: 'bad_request' });
  // The operator takes a host away: what was begun, and what was sealed, goes there no more.
  await ada.back(await server.consent(await ada.begin(), { user, agree: true }));
  const bea = await new Person().signIn();
  ground({ hosts: ['pop.elsewhere.example'] });
  expect((await ada.finish()).answer).toMatchObject({ code: 'provider_unknown' });
  expect((await bea.renew()).answer).toMatchObject({ code: 'provider_unknown' });
});

it('opens access with cookie and K of one account alone, and forgets it at the end', async () => {
  const ada = await new Person().signIn();
  const bea = await new Person().signIn();
  const path = (person: Person) => `/api/accounts/${person.account}`;
  const stolen = ada.jar.kept.get(`postbag-access ${path(ada)}`);
  bea.jar.kept.set(`postbag-access ${path(bea)}`, { ...stolen, path: path(bea) } as never);
  expect((await bea.listing()).answer).toMatchObject({ code: 'token_expired' });
  const response = await deleteAccount(
    pageRequest(path(ada), {
      method: 'DELETE',
      headers: { cookie: ada.jar.for(path(ada)), [keyHeader]: ada.key },
    }),
    { params: Promise.resolve({ account: ada.account }) },
  );
  ada.jar.take(response);
  expect(ada.jar.kept.size).toBe(0);
});

it('writes neither tokens, codes, states nor names into the log', () => {
  const log = lines.join('');
  expect(log).toContain('"route":"/api/oauth/callback/{provider}"');
  expect(log).toContain('"route":"/api/accounts/{account}/token"');
  expect(log).not.toMatch(/code=|state=|iss=|access_token|refresh_token|example\.com|Bearer/);
});
