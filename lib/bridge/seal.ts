import 'server-only';
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { providerId } from '@/lib/contract/oauth';
import { accountId, fingerprint, security } from '@/lib/contract/routes';
import { cookieOctets, sealSeconds } from './limits';
import type { Maildrop } from './login';
import type { KnownServer } from './pop3';
import { cookiesNamed, decrypt, encrypt, isKey, isNewest, type SealSettings, seal, unseal } from './sealing';

/**
 * The split secret. A cookie holds everything that is needed to log in, sealed with the operator's secret, and in it
 * the password once more encrypted, with a key K that only the browser keeps and sends in a header:
 *
 *     cookie = iron(POSTBAG_SECRET, { account, host, …, expiresAt, AES-256-GCM(K, password, aad = account) })
 *
 * A stolen cookie opens nothing without K; K opens nothing without the cookie; a cross-site request carries no K;
 * script in the page cannot read the cookie; and the bridge stores neither. Expiry stands inside the seal, so that it
 * is ours to enforce and not the browser's.
 */
export interface SealedAccount {
  account: string;
  maildrop: Maildrop;
  /** Where a provider's sign-in stands in the place of a password: what gets access from it, for as long as it permits. */
  grant?: Grant;
  server: KnownServer;
  /** Outlives the browser. */
  keep: boolean;
  /** When the password was typed, ms since 1970: the absolute bound counts from here. */
  since: number;
  /** When the seal ends unless it is renewed before, ms since 1970. */
  expiresAt: number;
}

/** OAuth 2: what is kept of a permission (RFC 6749 §1.5). */
export interface Grant {
  /** Its id in the operator's settings. */
  provider: string;
  refreshToken: string;
}

export const cookieName = 'postbag';

/** The account's cookie does not fit into what browsers take. */
export class SealTooLong extends Error {}

const payload = z.strictObject({
  account: accountId,
  host: z.string(),
  port: z.number(),
  security,
  username: z.string(),
  secret: z.string(),
  pin: fingerprint.optional(),
  /** The secret is a refresh token of this provider, packed. */
  provider: providerId.optional(),
  server: z.strictObject({
    uidl: z.boolean(),
    top: z.boolean(),
    pipelining: z.boolean(),
    sasl: z.array(z.string()),
    loginDelay: z.number().nullable(),
    expire: z.union([z.number(), z.literal('never')]).nullable(),
    user: z.boolean(),
  }),
  keep: z.boolean(),
  since: z.number(),
  expiresAt: z.number(),
});

/** 16 random bytes, base64url: an account's id names the path of its cookie. */
export const newAccountId = () => randomBytes(16).toString('base64url');
/** K: 32 random bytes, base64url. */
export const newKey = () => randomBytes(32).toString('base64url');

const livesOf = (keep: boolean) => (keep ? sealSeconds.keep : sealSeconds.session);

/** When a seal that is made now ends, ms since 1970; `since`: when the password was typed. */
export function expiryOf(keep: boolean, since: number): number {
  const { idle, bound } = livesOf(keep);
  return Math.min(Date.now() + idle * 1000, since + bound * 1000);
}

/**
 * The `Set-Cookie` value that carries the account.
 * @param key K, base64url, 32 bytes.
 * @throws SealTooLong when it passes 4,096 bytes, which browsers drop without a word.
 */
export async function sealCookie(
  sealed: SealedAccount,
  key: string,
  settings: SealSettings,
): Promise<string> {
  const { account, maildrop, grant, server, keep, since, expiresAt } = sealed;
  const { host, port, security, username, pin } = maildrop;
  const content: z.infer<typeof payload> = {
    account,
    host,
    port,
    security,
    username,
    secret: encrypt(secretOf(sealed), key, account),
    ...(pin !== undefined && { pin }),
    ...(grant && { provider: grant.provider }),
    server,
    keep,
    since,
    expiresAt,
  };
  const value = await seal(content, settings);
  // Without Max-Age it ends with the browser. iron-session's own `ttl: 0` would make it live for 68 years.
  const age = keep ? `; Max-Age=${Math.max(0, Math.floor((expiresAt - Date.now()) / 1000))}` : '';
  return fitting(`${cookieName}=${value}; ${attributes(account)}${age}`);
}

/** @throws SealTooLong */
export function fitting(cookie: string): string {
  if (cookie.length > cookieOctets)
    throw new SealTooLong('The settings of this account are too long for a cookie.');
  return cookie;
}

function secretOf({ maildrop, grant }: SealedAccount): string | Uint8Array {
  if (grant) return pack(grant.refreshToken);
  if ('password' in maildrop) return maildrop.password;
  throw new Error('an account without a password, and without what renews its access');
}

/** Tokens are base64 for the most part, a quarter of which is air, and some are as long as a cookie has room. */
export const pack = (token: string) => deflateRawSync(Buffer.from(token, 'utf8'));

/** Undoes `pack`. What was packed was encrypted and authentic, or it would not get here. */
export const unpack = (packed: Uint8Array) => inflateRawSync(packed).toString('utf8');

/** The `Set-Cookie` value that forgets the account. A cookie is deleted only under the path it was set with. */
export function forgetCookie(account: string): string {
  return `${cookieName}=; ${attributes(account)}; Max-Age=0`;
}

/** Of every cookie of an account. */
export function attributes(account: string): string {
  return `Path=/api/accounts/${account}; HttpOnly; Secure; SameSite=Strict`;
}

/**
 * Opens the account that a request carries. `stale`: it is to be sealed anew, with the life that `sealed` has already,
 * because it was sealed with an older secret of the operator, or long enough ago to be renewed. Null for everything else: no cookie, a broken one, another account's, an expired one, the wrong K.
 *
 * @param cookies the `Cookie` header.
 * @param key the header that carries K.
 */
export async function openCookie(
  cookies: string | null,
  key: string | null,
  account: string,
  settings: SealSettings,
): Promise<{ sealed: SealedAccount; stale: boolean } | null> {
  if (!cookies || !isKey(key)) return null;
  for (const value of cookiesNamed(cookieName, cookies)) {
    // iron answers {} for most broken seals: that has not the shape of ours.
    const content = payload.safeParse(await unseal(value, settings)).data;
    if (!content || content.account !== account || content.expiresAt <= Date.now()) continue;
    const secret = decrypt(content.secret, key, account);
    if (secret === null) continue;
    const { host, port, security, username, pin, provider, server, keep, since } = content;
    const place = { host, port, security, username, ...(pin !== undefined && { pin }) };
    const what =
      provider === undefined
        ? { maildrop: { ...place, password: secret.toString('utf8') } }
        : { maildrop: { ...place, token: null }, grant: { provider, refreshToken: unpack(secret) } };
    const renewed = expiryOf(keep, since);
    const slides = renewed - content.expiresAt >= livesOf(keep).renew * 1000;
    return {
      sealed: { account, ...what, server, keep, since, expiresAt: slides ? renewed : content.expiresAt },
      stale: slides || !isNewest(value, settings),
    };
  }
  return null;
}
