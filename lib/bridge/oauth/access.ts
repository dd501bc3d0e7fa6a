import 'server-only';
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { attributes, fitting, pack, unpack } from '../seal';
import { cookiesNamed, decrypt, encrypt, type SealSettings } from '../sealing';

/** An access token, and when it ends, ms since 1970. */
export interface Access {
  token: string;
  expiresAt: number;
}

export const accessCookieName = 'postbag-access';

/** Nobody begins with a token that may end on the way. */
const marginMs = 60_000;
/** Where a provider does not say (RFC 6749 §5.1 recommends that it does): asked anew soon. */
const unsaidSeconds = 300;
const longestSeconds = 24 * 3600;

export function accessOf({ access_token: token, expires_in: seconds }: AccessAnswer, now: number): Access {
  const lasts = Math.min(Number.isFinite(seconds) ? Number(seconds) : unsaidSeconds, longestSeconds);
  return { token, expiresAt: now + lasts * 1000 };
}
type AccessAnswer = { access_token: string; expires_in?: number | undefined };

/** Seconds for which it may still be used. */
export const secondsOf = ({ expiresAt }: Access, now: number) =>
  Math.max(0, Math.floor((expiresAt - marginMs - now) / 1000));

/**
 * The `Set-Cookie` value that carries the access beside the account's own cookie, which is full. Encrypted once, with a
 * key that takes the operator's secret and K together: neither the cookie with K nor with the secret opens it.
 *
 * @throws SealTooLong
 */
export function accessCookie(access: Access, account: string, key: string, settings: SealSettings): string {
  const [newest] = settings.secrets;
  const content = Buffer.concat([Buffer.from(`${access.expiresAt}:`), pack(access.token)]);
  const value = encrypt(content, keyOf(newest, key), account);
  const age = Math.max(0, Math.floor((access.expiresAt - Date.now()) / 1000));
  return fitting(`${accessCookieName}=${value}; ${attributes(account)}; Max-Age=${age}`);
}

/** The `Set-Cookie` value that forgets it. */
export const forgetAccess = (account: string) => `${accessCookieName}=; ${attributes(account)}; Max-Age=0`;

/** The token that a request carries, as long as it is good; null: it has to be renewed. */
export function openAccess(
  cookies: string | null,
  key: string,
  account: string,
  { secrets }: SealSettings,
): string | null {
  for (const value of cookiesNamed(accessCookieName, cookies ?? '')) {
    for (const secret of secrets) {
      const content = decrypt(value, keyOf(secret, key), account);
      const at = content?.indexOf(':') ?? -1;
      if (!content || at < 0) continue;
      const expiresAt = expiry.parse(content.subarray(0, at).toString());
      if (expiresAt - marginMs > Date.now()) return unpack(content.subarray(at + 1));
    }
  }
  return null;
}

const expiry = z.string().regex(/^\d+$/).transform(Number);

function keyOf(secret: string, key: string): string {
  const material = Buffer.concat([Buffer.from(key, 'base64url'), Buffer.from(secret)]);
  return Buffer.from(hkdfSync('sha256', material, '', 'postbag access', 32)).toString('base64url');
}
