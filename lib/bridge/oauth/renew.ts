import 'server-only';
import * as oauth from 'oauth4webapi';
import type { TokenAnswer } from '@/lib/contract/oauth';
import type { Ground } from '../environment';
import { BridgeFailure } from '../problem';
import { type SealedAccount, SealTooLong, sealCookie } from '../seal';
import { tokenTooLong } from '../signIn';
import { accessCookie, accessOf, secondsOf } from './access';
import { askProvider, partiesOf } from './ask';
import { providerFor } from './providers';

/**
 * Renews an account's access (RFC 6749 §6), in a request of its own: providers that give a new refresh token each time
 * want the old one forgotten, and an answer that streams could set no cookie any more.
 *
 * @throws BridgeFailure `consent_ended`, `provider_failed`, `provider_unknown`; `not_found` where it has a password
 */
export async function renewAccess(
  sealed: SealedAccount,
  key: string,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: TokenAnswer; cookies: string[] }> {
  const { grant, account, maildrop } = sealed;
  if (!grant) throw new BridgeFailure('not_found');
  const provider = providerFor(environment.config.oauth, grant.provider, maildrop.host);
  if (!provider) throw new BridgeFailure('provider_unknown');
  const { as, client, authentication } = partiesOf(provider);
  const now = Date.now();
  const tokens = await askProvider(environment, signal, async (options) => {
    const response = await oauth.refreshTokenGrantRequest(
      as,
      client,
      authentication,
      grant.refreshToken,
      options,
    );
    return oauth.processRefreshTokenResponse(as, client, response);
  });
  const access = accessOf(tokens, now);
  const refreshToken = tokens.refresh_token ?? grant.refreshToken;
  try {
    return {
      answer: { seconds: secondsOf(access, now) },
      cookies: [
        await sealCookie({ ...sealed, grant: { ...grant, refreshToken } }, key, environment.config),
        accessCookie(access, account, key, environment.config),
      ],
    };
  } catch (error) {
    if (!(error instanceof SealTooLong)) throw error;
    throw new BridgeFailure(tokenTooLong);
  }
}
