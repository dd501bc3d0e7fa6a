import 'server-only';
import { z } from 'zod';
import { type OauthProvider, providerId } from '@/lib/contract/oauth';
import { normaliseHost } from '../host';
import { jsonSetting } from '../jsonSetting';

/** A provider of sign-ins with whom the operator has registered this bridge (RFC 6749 §2). */
export interface Provider extends OauthProvider {
  clientId: string;
  /** null: a public client, which has none. */
  clientSecret: string | null;
  /** How it shows its secret (RFC 6749 §2.3.1): in a header, or in the body. */
  authentication: 'basic' | 'post';
  /** Endpoints, https. */
  authorization: string;
  token: string;
  scopes: readonly string[];
  /** What else the provider wants to find in the address of its page. */
  parameters: Readonly<Record<string, string>>;
  /** The `iss` of its ID tokens, with `openid` among the scopes, and of its answers (RFC 9207); null: not compared. */
  issuer: string | null;
}

/** What stands in the address of the provider's page, and is for us to say. */
const ours = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'login_hint'],
  ...['code_challenge', 'code_challenge_method', 'request', 'request_uri'],
];

const endpoint = z
  .string()
  .refine((value) => URL.canParse(value) && new URL(value).protocol === 'https:' && !/[#@]/.test(value), {
    error: 'must be an https address',
  });

const ownProvider = z
  .strictObject({
    id: providerId.refine((id) => id !== 'google' && id !== 'microsoft', {
      error: 'is taken: Google and Microsoft have settings of their own',
    }),
    name: z.string().min(1).max(40),
    hosts: z
      .array(
        z.string().transform((entry, context) => {
          const host = normaliseHost(entry);
          if (host) return host.text;
          context.addIssue({ code: 'custom', message: 'is neither a host name nor an address' });
          return entry;
        }),
      )
      .min(1),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).nullable().default(null),
    authentication: z.enum(['basic', 'post']).default('basic'),
    authorization: endpoint,
    token: endpoint,
    scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).min(1),
    parameters: z
      .record(z.string(), z.string())
      .default({})
      .refine((parameters) => !Object.keys(parameters).some((name) => ours.includes(name)), {
        error: 'holds one that Postbag sets itself',
      }),
    issuer: endpoint.nullable().default(null),
  })
  .refine(({ scopes, issuer }) => issuer !== null || !scopes.includes('openid'), {
    error: 'is needed with the scope openid',
    path: ['issuer'],
  });

/** `POSTBAG_OAUTH_PROVIDERS`: a list in JSON. */
export const ownProviders = jsonSetting.pipe(
  z
    .array(ownProvider)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, {
      error: 'names two providers with one id',
    })
    .refine(
      (list) => new Set(list.flatMap(({ hosts }) => hosts)).size === list.flatMap((p) => p.hosts).length,
      {
        error: 'names a mail host twice: it must be clear whose tokens it gets',
      },
    ),
);

/** https://developers.google.com/workspace/gmail/imap/xoauth2-protocol: one scope for all of IMAP, POP and SMTP. */
export function google(clientId: string, clientSecret: string): Provider {
  return {
    id: 'google',
    name: 'Google',
    hosts: ['pop.gmail.com', 'smtp.gmail.com'],
    clientId,
    clientSecret,
    authentication: 'post',
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    scopes: ['openid', 'https://mail.google.com/'],
    // Without both there is a refresh token at the first sign-in alone.
    parameters: { access_type: 'offline', prompt: 'consent' },
    issuer: 'https://accounts.google.com',
  };
}

/**
 * https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.
 * No `openid`: ID tokens of `common` come from an issuer for each tenant, and nothing in them is used here.
 */
export function microsoft(clientId: string, clientSecret: string | null): Provider {
  return {
    id: 'microsoft',
    name: 'Microsoft',
    hosts: ['outlook.office365.com', 'smtp.office365.com', 'smtp-mail.outlook.com'],
    clientId,
    clientSecret,
    authentication: 'post',
    authorization: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scopes: [
      'offline_access',
      'https://outlook.office.com/POP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
    ],
    parameters: {},
    issuer: null,
  };
}

/** As the browser may know them. */
export const toldOf = ({ id, name, hosts }: Provider): OauthProvider => ({ id, name, hosts });

/** The provider of that id, if that host is one of its own: its tokens must not go to anybody else. */
export function providerFor(list: readonly Provider[], id: string, host: string): Provider | null {
  const provider = list.find((each) => each.id === id);
  const known = normaliseHost(host)?.text;
  return provider && known !== undefined && provider.hosts.includes(known) ? provider : null;
}
