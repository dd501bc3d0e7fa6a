import 'server-only';
import { createHmac } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { Ground } from '../environment';
import { Lifetime } from '../lifetime';
import { BridgeFailure, problemOf } from '../problem';
import { TargetRefused, TransportError } from '../transport';
import { askWeb, WebUnfit } from '../webFetch';
import type { Provider } from './providers';

/** Answers of token endpoints have some kilobytes. */
const answerOctets = 64 * 1024;

/** What oauth4webapi has to know of a provider, and of us. */
export function partiesOf(provider: Provider): {
  as: oauth.AuthorizationServer;
  client: oauth.Client;
  authentication: oauth.ClientAuth;
} {
  const { clientId, clientSecret, authentication } = provider;
  const shown = authentication === 'post' ? oauth.ClientSecretPost : oauth.ClientSecretBasic;
  return {
    as: {
      issuer: provider.issuer ?? new URL(provider.token).origin,
      authorization_endpoint: provider.authorization,
      token_endpoint: provider.token,
    },
    client: { client_id: clientId },
    authentication: clientSecret === null ? oauth.None() : shown(clientSecret),
  };
}

/**
 * Asks the provider, by the one way that leads from here to web servers.
 *
 * @param work gets the options that make oauth4webapi go that way
 * @throws BridgeFailure `too_soon`, `provider_failed`, `consent_ended`, `consent_refused`; the lifetime's reason
 */
export async function askProvider<Value>(
  environment: Ground,
  request: AbortSignal,
  work: (options: oauth.HttpRequestOptions<'POST', URLSearchParams>) => Promise<Value>,
): Promise<Value> {
  await countAsk(environment);
  const lifetime = new Lifetime(request);
  lifetime.phase(environment.limits.providerMs);
  try {
    return await work({
      async [oauth.customFetch](url, { headers, body }) {
        const {
          status,
          type,
          body: answer,
        } = await askWeb(
          {
            method: 'POST',
            url,
            purpose: 'web',
            accept: 'application/json',
            authorization: headers.authorization,
            body: { type: 'application/x-www-form-urlencoded', text: body.toString() },
            redirects: 0,
            limit: answerOctets,
          },
          environment,
          lifetime,
        );
        return new Response(answer, { status, headers: { 'content-type': type } });
      },
    });
  } catch (error) {
    throw toFailure(error);
  } finally {
    lifetime.release();
  }
}

/** Counts it for the network it comes from: a provider that is asked too much by us refuses us all. */
async function countAsk({ counters, client, limits, config }: Ground): Promise<void> {
  const { free, windowMs } = limits.providerAsks;
  const name = createHmac('sha256', config.secrets[0]).update(client.network).digest('base64url');
  const { count, restMs } = await counters.add(`provider ${name}`, windowMs);
  if (count > free)
    throw new BridgeFailure(
      problemOf('too_soon', {
        message: 'Providers were asked too often from here.',
        retryAfter: Math.ceil(restMs / 1000),
      }),
    );
}

/** What people did not agree to, or must agree to anew: theirs to mend. All other errors are the operator's. */
const refusals = ['access_denied', 'consent_required', 'interaction_required', 'login_required'];

/** The provider's own words come along: RFC 6749 makes them for developers, and an operator finds his fault by them. */
function toFailure(error: unknown): unknown {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    const said = saidBy(error.error, error.error_description);
    if (error.error === 'invalid_grant') return new BridgeFailure(problemOf('consent_ended', { said }));
    return new BridgeFailure(
      problemOf(refusals.includes(error.error) ? 'consent_refused' : 'provider_failed', { said }),
    );
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    // Its code says what did not agree (state, nonce, issuer, form), and holds nothing that was sent.
    return new BridgeFailure(problemOf('provider_failed', { said: `${error.code ?? error.name}` }));
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return new BridgeFailure(problemOf('provider_failed', { said: `status ${error.status}` }));
  if (error instanceof TransportError || error instanceof TargetRefused || error instanceof WebUnfit)
    return new BridgeFailure(
      problemOf('provider_failed', { said: error instanceof TransportError ? error.message : error.name }),
    );
  return error;
}

/** As of mail servers: 200 characters without control characters. */
function saidBy(code: string, description: string | undefined): string {
  const text = description === undefined ? code : `${code}: ${description}`;
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
}
