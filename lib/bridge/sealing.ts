import 'server-only';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { sealData, unsealData } from 'iron-session';

/** The secrets of the operator, newest first. */
export interface SealSettings {
  secrets: readonly [string, ...string[]];
}

/** Whether it has the form of K: 32 bytes, base64url. */
export const isKey = (key: string | null): key is string => key !== null && /^[A-Za-z0-9_-]{43}$/.test(key);

/** Sealed with the newest secret of the operator. No time stands in it: expiry is for the content to say. */
export async function seal(content: object, { secrets }: SealSettings): Promise<string> {
  return sealData(content, { password: newestKey(secrets), ttl: 0 });
}

/** What is in a seal, whatever it is; `{}` or null for what none of the secrets opens. */
export async function unseal(value: string, { secrets }: SealSettings): Promise<unknown> {
  try {
    return await unsealData(value, { password: allKeys(secrets), ttl: 0 });
  } catch {
    return null;
  }
}

/** Whether the newest secret has sealed it. */
export const isNewest = (value: string, { secrets }: SealSettings) =>
  value.startsWith(`Fe26.2*${idOf(secrets[0], 'key')}*`);

/** All of them: another cookie of that name, set for the whole site by somebody else, must not hide ours. */
export function cookiesNamed(name: string, cookies: string): string[] {
  return cookies
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .slice(0, 4);
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

/**
 * AES-256-GCM: iv (12) · tag (16) · ciphertext, base64url.
 * @param key 32 bytes, base64url
 * @param bound additional data: what it belongs to
 */
export function encrypt(content: string | Uint8Array, key: string, bound: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), iv).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(Buffer.from(content)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** null for what this key has not encrypted, or not for this. */
export function decrypt(secret: string, key: string, bound: string): Buffer | null {
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  } catch {
    return null;
  }
}
