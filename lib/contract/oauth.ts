import { z } from 'zod';
import { maxExpected } from './constants';
import { accountId, accountRequest, expectedMessage } from './routes';

/** The name of a provider in addresses and settings. */
export const providerId = z.string().regex(/^[a-z0-9-]{1,32}$/);

/** `GET /api/oauth/providers`: whom the operator has registered this bridge with. */
export interface OauthProvider {
  id: string;
  /** As people know it. */
  name: string;
  /** Mail hosts, lower case: to them alone its tokens go. */
  hosts: string[];
}

/** `POST /api/oauth`: begins a sign-in at the provider's own page. */
export const oauthRequest = z.strictObject({
  provider: providerId,
  /** Given when a known account signs in again. */
  account: accountId.optional(),
  ...accountRequest.pick({ username: true, host: true, port: true, keep: true }).shape,
  /** A token is never shown without TLS. */
  security: z.enum(['tls', 'starttls']),
});
export type OauthRequest = z.infer<typeof oauthRequest>;

export interface OauthAnswer {
  /** K: it opens what was begun, and later the account. */
  key: string;
  /** Where the person signs in, at the provider. */
  url: string;
}

/** `POST /api/oauth/finish`: with K, once the provider has sent the person back. Answered like a sign-in. */
export const oauthFinish = z.strictObject({
  /** See AccountRequest; empty for a new account. */
  expected: z.array(expectedMessage).max(maxExpected),
});
export type OauthFinish = z.infer<typeof oauthFinish>;

/** `POST /api/accounts/{account}/token`: access is renewed, and is good for so many seconds. */
export interface TokenAnswer {
  seconds: number;
}
