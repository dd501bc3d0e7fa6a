import 'server-only';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { sealData, unsealData } from 'iron-session';
import { z } from 'zod';
import { accountId, fingerprint, security } from '@/lib/contract/routes';
import { cookieOctets, sealSeconds } from './limits';
import type { KnownServer, Maildrop } from './pop3';

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
  server: KnownServer;
  /** Outlives the browser. */
  keep: boolean;
  /** When the password was typed, ms since 1970: the absolute bound counts from here. */
  since: number;
  /** When the seal ends unless it is renewed before, ms since 1970. */
  expiresAt: number;
}

/** The secrets of the operator, newest first, and whether people reach the bridge by https. */
export interface SealSettings {
  secrets: readonly [string, ...string[]];
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
  { secrets }: SealSettings,
): Promise<string> {
  const { account, maildrop, server, keep, since, expiresAt } = sealed;
  const { password, ...rest } = maildrop;
  const content: z.infer<typeof payload> = {
    account,
    ...rest,
    secret: encrypt(password, key, account),
    server,
    keep,
    since,
    expiresAt,
  };
  const value = await sealData(content, { password: newestKey(secrets), ttl: 0 });
  // Without Max-Age it ends with the browser. iron-session's own `ttl: 0` would make it live for 68 years.
  const age = keep ? `; Max-Age=${Math.max(0, Math.floor((expiresAt - Date.now()) / 1000))}` : '';
  const cookie = `${cookieName}=${value}; ${attributes(account)}${age}`;
  if (cookie.length > cookieOctets)
    throw new SealTooLong('The settings of this account are too long for a cookie.');
  return cookie;
}

/** The `Set-Cookie` value that forgets the account. A cookie is deleted only under the path it was set with. */
export function forgetCookie(account: string): string {
  return `${cookieName}=; ${attributes(account)}; Max-Age=0`;
}

function attributes(account: string): string {
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
  { secrets }: SealSettings,
): Promise<{ sealed: SealedAccount; stale: boolean } | null> {
  if (!cookies || !key || !/^[A-Za-z0-9_-]{43}$/.test(key)) return null;
  const passwords = allKeys(secrets);
  for (const value of valuesOf(cookies)) {
    const content = await unsealed(value, passwords);
    if (!content || content.account !== account || content.expiresAt <= Date.now()) continue;
    const password = decrypt(content.secret, key, account);
    if (password === null) continue;
    const { host, port, security, username, pin, server, keep, since } = content;
    const maildrop = { host, port, security, username, password, ...(pin !== undefined && { pin }) };
    const renewed = expiryOf(keep, since);
    const slides = renewed - content.expiresAt >= livesOf(keep).renew * 1000;
    return {
      sealed: { account, maildrop, server, keep, since, expiresAt: slides ? renewed : content.expiresAt },
      stale: slides || !value.startsWith(`Fe26.2*${idOf(secrets[0], 'key')}*`),
    };
  }
  return null;
}

/** All of them: another cookie of that name, set for the whole site by somebody else, must not hide ours. */
function valuesOf(cookies: string): string[] {
  return cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1))
    .slice(0, 4);
}

async function unsealed(
  value: string,
  password: Record<string, string>,
): Promise<z.infer<typeof payload> | null> {
  try {
    // It answers {} for most broken seals and throws for others: neither has the shape of ours.
    return payload.safeParse(await unsealData(value, { password, ttl: 0 })).data ?? null;
  } catch {
    return null;
  }
}

/** iron's name for what it seals with: passwords, or keys, by their numbers in the seal. */
type Passwords = Record<string, string>;

function newestKey([newest]: SealSettings['secrets']): Passwords {
  return { [idOf(newest, 'key')]: keyOf(newest) };
}

/** Those that open: keys of all secrets, and the secrets themselves for seals from before there were keys. */
function allKeys(secrets: SealSettings['secrets']): Passwords {
  return Object.fromEntries(
    secrets.flatMap((secret) => [
      [idOf(secret, 'key'), keyOf(secret)],
      [idOf(secret, 'id'), secret],
    ]),
  );
}

/**
 * A secret is long and random (config.ts sees to it), so its key is derived as such (RFC 5869). iron takes octets for the
 * key itself, where it would stretch a text by PBKDF2, twice in every request: 1.4 ms. iron-session hands on what it is
 * given, and its types know texts alone.
 */
function keyOf(secret: string): string {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'postbag seal', 32)) as unknown as string;
}

/**
 * A secret's number in the seal. It depends on the secret alone: numbers by place in the list would all shift when an
 * old secret is taken out, and sign everybody out.
 *
 * @param kind of what it is the number: of the secret's key, or of the secret itself
 */
function idOf(secret: string, kind: 'key' | 'id'): number {
  return createHash('sha256').update(`postbag seal ${kind}\0`).update(secret).digest().readUIntBE(0, 6);
}

/** AES-256-GCM: iv (12) · tag (16) · ciphertext, base64url. Bound to the account by its additional data. */
function encrypt(text: string, key: string, account: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), iv).setAAD(
    Buffer.from(account),
  );
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function decrypt(secret: string, key: string, account: string): string | null {
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(account)).setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
