import 'server-only';
import { timingSafeEqual } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { OauthAnswer, OauthFinish, OauthRequest } from '@/lib/contract/oauth';
import type { AccountAnswer, Told } from '@/lib/contract/routes';
import type { Ground } from '../environment';
import { BridgeFailure, problemOf } from '../problem';
import { newAccountId, newKey, SealTooLong } from '../seal';
import { signInWith, tokenTooLong } from '../signIn';
import { type Access, accessCookie, accessOf } from './access';
import { askProvider, partiesOf } from './ask';
import {
  encryptProofs,
  forgetPending,
  newExpiry,
  openPending,
  openProofs,
  pendingCookie,
  type SealedPending,
} from './pending';
import { type Provider, providerFor } from './providers';

/**
 * A sign-in at the provider's own page: authorization code with PKCE (RFC 6749 §4.1, RFC 7636), in three steps.
 *
 *     begin     POST, from our page   state, verifier, nonce → cookie (Lax, ten minutes); K and the address → page
 *     return    GET, from the provider's   state agrees → what it brought goes into the cookie (now Strict); → /mail
 *     finish    POST, from our page, with K   code and verifier → tokens → POP3 → sealed like any sign-in
 *
 * The verifier is encrypted with K, which the page alone keeps: a code that was stolen, and the cookie, finish nothing
 * without it; and who is lured to the way back with a stranger's code has no cookie that agrees. Each provider has a
 * way back of its own, so that none can pass another's answer off (mix-up, RFC 9700 §4.4).
 */

export const returnPath = (provider: string) => `/api/oauth/callback/${provider}`;

const redirectUri = (provider: Provider, { config }: Ground) =>
  new URL(returnPath(provider.id), config.origin).href;

/** @throws BridgeFailure `provider_unknown` */
export async function beginOauth(
  request: OauthRequest,
  environment: Ground,
): Promise<{ answer: OauthAnswer; cookie: string }> {
  const provider = knownProvider(request, environment);
  const [state, verifier, nonce] = [
    oauth.generateRandomState(),
    oauth.generateRandomCodeVerifier(),
    oauth.generateRandomNonce(),
  ];
  const key = newKey();
  const url = new URL(provider.authorization);
  const parameters = {
    ...provider.parameters,
    client_id: provider.clientId,
    redirect_uri: redirectUri(provider, environment),
    response_type: 'code',
    scope: provider.scopes.join(' '),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(isOidc(provider) && { nonce }),
    ...(request.username.includes('@') && { login_hint: request.username }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const proofs = encryptProofs({ verifier, nonce }, key, state);
  const pending = { ...request, state, proofs, expiresAt: newExpiry(), answer: null };
  return { answer: { key, url: url.href }, cookie: await pendingCookie(pending, environment.config) };
}

/**
 * The way back. Whatever came is judged when the page asks with K; here alone whether it belongs to what was begun.
 *
 * @returns the account that was named at the beginning, and the cookie to be set; null: it belongs to nothing.
 */
export async function returnFromProvider(
  provider: string,
  query: URLSearchParams,
  cookies: string | null,
  { config }: Ground,
): Promise<{ account: string | undefined; cookie: string } | null> {
  const states = query.getAll('state');
  const begun = (await openPending(cookies, config)).find(
    (each) =>
      each.provider === provider &&
      // What has come back once does not come back again.
      each.answer === null &&
      states.length === 1 &&
      isSameText(each.state, states[0] ?? ''),
  );
  if (!begun) return null;
  try {
    return {
      account: begun.account,
      cookie: await pendingCookie({ ...begun, answer: query.toString() }, config),
    };
  } catch (error) {
    if (!(error instanceof SealTooLong)) throw error;
    const answer = new URLSearchParams({ state: begun.state, error: 'answer_too_long' });
    return {
      account: begun.account,
      cookie: await pendingCookie({ ...begun, answer: answer.toString() }, config),
    };
  }
}

/**
 * @param key K, as it came
 * @throws BridgeFailure `consent_lost`, `consent_refused`, `provider_failed`, `provider_unknown`, and what a sign-in throws
 */
export async function finishOauth(
  { expected }: OauthFinish,
  key: string,
  cookies: string | null,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: Told<AccountAnswer>; cookies: string[] }> {
  const { config } = environment;
  const [begun, proofs] = await begunWith(key, cookies, environment);
  const provider = knownProvider(begun, environment);
  const { access, refreshToken } = await exchange(provider, begun, proofs, environment, signal);
  const { account = newAccountId(), host, port, security, username, keep } = begun;
  const maildrop = { host, port, security, username, token: access.token };
  const grant = { provider: provider.id, refreshToken };
  const { answer, cookie } = await signInWith(
    { account, key, maildrop, grant, keep, expected },
    environment,
    signal,
  );
  return { answer, cookies: [cookie, accessCookieOrFail(access, account, key, config), forgetPending] };
}

function accessCookieOrFail(...asked: Parameters<typeof accessCookie>): string {
  try {
    return accessCookie(...asked);
  } catch (error) {
    if (!(error instanceof SealTooLong)) throw error;
    throw new BridgeFailure(tokenTooLong);
  }
}

async function begunWith(key: string, cookies: string | null, { config }: Ground) {
  for (const begun of await openPending(cookies, config)) {
    const proofs = openProofs(begun, key);
    if (proofs && begun.answer !== null) return [begun, proofs] as const;
  }
  throw new BridgeFailure('consent_lost');
}

/** Gives the code for tokens. */
async function exchange(
  provider: Provider,
  begun: SealedPending,
  { verifier, nonce }: { verifier: string; nonce: string },
  environment: Ground,
  signal: AbortSignal,
): Promise<{ access: Access; refreshToken: string }> {
  const { as, client, authentication } = partiesOf(provider);
  const tokens = await askProvider(environment, signal, async (options) => {
    const query = new URLSearchParams(begun.answer ?? '');
    // Where nobody knows its issuer there is nothing to compare with; that the way back is its own says enough.
    if (provider.issuer === null) query.delete('iss');
    const code = oauth.validateAuthResponse(as, client, query, begun.state);
    const back = redirectUri(provider, environment);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      code,
      back,
      verifier,
      options,
    );
    const oidc = isOidc(provider) ? { expectedNonce: nonce, requireIdToken: true } : {};
    return oauth.processAuthorizationCodeResponse(as, client, response, oidc);
  }).catch((error: unknown) => {
    // Of a code: it was used already, or is too old. Nobody has withdrawn anything.
    if (error instanceof BridgeFailure && error.problem.code === 'consent_ended') {
      const { said = '' } = error.problem;
      throw new BridgeFailure(problemOf('consent_lost', { said }));
    }
    throw error;
  });
  if (tokens.refresh_token === undefined) {
    throw new BridgeFailure(
      problemOf('provider_failed', {
        said: 'The provider gave no refresh token: the scopes lack one that asks for it.',
      }),
    );
  }
  return { access: accessOf(tokens, Date.now()), refreshToken: tokens.refresh_token };
}

function knownProvider(
  { provider: id, host }: Pick<OauthRequest, 'provider' | 'host'>,
  { config }: Ground,
): Provider {
  const provider = providerFor(config.oauth, id, host);
  if (!provider) throw new BridgeFailure('provider_unknown');
  return provider;
}

const isOidc = ({ scopes }: Provider) => scopes.includes('openid');

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
