import 'server-only';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  KeyObject,
  webcrypto,
} from 'node:crypto';
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

type Crypto = Parameters<typeof seal>[0];

const { subtle } = webcrypto;
const cbc = 'aes-256-cbc';

/**
 * What iron needs of WebCrypto, done on the spot. Node hands each of these operations to another thread and back, which takes
 * a hundred times as long as the work on half a kilobyte, and waits behind lookups of names.
 */
const onTheSpot: Crypto = {
  getRandomValues: (array) => webcrypto.getRandomValues(array),
  subtle: {
    importKey: subtle.importKey.bind(subtle),
    deriveBits: subtle.deriveBits.bind(subtle),
    async encrypt(algorithm, key, data) {
      const cipher = createCipheriv(cbc, KeyObject.from(key), ivOf(algorithm));
      return bytesOf(Buffer.concat([cipher.update(data), cipher.final()]));
    },
    async decrypt(algorithm, key, data) {
      const decipher = createDecipheriv(cbc, KeyObject.from(key), ivOf(algorithm));
      return bytesOf(Buffer.concat([decipher.update(data), decipher.final()]));
    },
    sign: async (_, key, data) => bytesOf(createHmac('sha256', KeyObject.from(key)).update(data).digest()),
  },
};

/** Made once for each list of secrets, not once for each request. */
const keyrings = new WeakMap<Secrets, Keyring>();

/**
 * Seals a value: encrypted (AES-256-CBC) and authenticated (HMAC-SHA-256) by iron, with keys of the newest secret. The
 * secrets are long and random (config.ts sees to it), so their keys are derived as such (RFC 5869), and no password's stretching
 * is due for every seal.
 */
export function sealWith(secrets: Secrets, content: unknown): Promise<string> {
  return seal(onTheSpot, content, keyringOf(secrets).newest, defaults);
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
  const content = await unseal(onTheSpot, sealed, older.length > 0 ? words : keys, defaults);
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

function ivOf(algorithm: Parameters<Crypto['subtle']['encrypt']>[0]): Uint8Array {
  if (typeof algorithm === 'object' && 'iv' in algorithm && algorithm.iv instanceof Uint8Array)
    return algorithm.iv;
  throw new TypeError('Seals are encrypted with AES-CBC alone.');
}

/** Its octets alone: what Node hands out may lie in a buffer that others share. */
function bytesOf(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}
