import 'server-only';
import { createHash, hkdfSync, webcrypto } from 'node:crypto';
import { defaults, seal, unseal } from 'iron-webcrypto';

/** The secrets of the operator, newest first. */
type Secrets = readonly [string, ...string[]];

/** What one secret seals with: a key for secrecy and one for integrity, 32 octets each. */
interface Keys {
  id: string;
  encryption: Uint8Array;
  integrity: Uint8Array;
}

interface Keyring {
  newest: Keys;
  /** By their numbers in the seal. */
  keys: Record<string, Keys>;
  /** The secrets themselves, for seals of the older form. */
  words: Record<string, string>;
}

/** Made once for each list of secrets, not once for each request. */
const keyrings = new WeakMap<Secrets, Keyring>();

/**
 * Seals a value: encrypted (AES-256-CBC) and authenticated (HMAC-SHA-256) by iron, with keys of the newest secret. The
 * secrets are long and random (config.ts sees to it), so their keys are derived as such (RFC 5869), and no password's stretching
 * is due for every seal.
 */
export function sealWith(secrets: Secrets, content: unknown): Promise<string> {
  return seal(webcrypto, content, keyringOf(secrets).newest, defaults);
}

/**
 * What a seal holds; `stale`: it is not what `sealWith` would make now. Seals of the older form, whose keys were derived
 * with PBKDF2 and a salt in the seal, open as well: nobody is signed out by an update.
 *
 * @throws for everything that none of these secrets has sealed
 */
export async function unsealWith(
  secrets: Secrets,
  value: string,
): Promise<{ content: unknown; stale: boolean }> {
  const { newest, keys, words } = keyringOf(secrets);
  const [sealed = '', ...older] = value.split('~');
  const content = await unseal(webcrypto, sealed, older.length > 0 ? words : keys, defaults);
  return { content, stale: older.length > 0 || !value.startsWith(`Fe26.2*${newest.id}*`) };
}

function keyringOf(secrets: Secrets): Keyring {
  const known = keyrings.get(secrets);
  if (known) return known;
  const all = secrets.map(keysOf);
  const ring = {
    newest: keysOf(secrets[0]),
    keys: Object.fromEntries(all.map((keys) => [keys.id, keys])),
    words: Object.fromEntries(all.map(({ id }, place) => [id, secrets[place] ?? ''])),
  };
  keyrings.set(secrets, ring);
  return ring;
}

function keysOf(secret: string): Keys {
  const derived = (what: string) => new Uint8Array(hkdfSync('sha256', secret, 'postbag seal', what, 32));
  return { id: idOf(secret), encryption: derived('encryption'), integrity: derived('integrity') };
}

/**
 * A secret's number in the seal. It depends on the secret alone: numbers by place in the list would all shift when an
 * old secret is taken out, and sign everybody out.
 */
function idOf(secret: string): string {
  return String(createHash('sha256').update('postbag seal id\0').update(secret).digest().readUIntBE(0, 6));
}
