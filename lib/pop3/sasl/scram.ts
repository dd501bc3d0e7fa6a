import { text } from '../commands';
import { saslLimits } from '../limits';
import { brokenProtocol } from '../replies';
import { askedAgain, base64, decodeTextChallenge, fromBase64, utf8 } from './encoding';
import { type InTurn, type Mechanism, type PasswordCredentials, Pop3Declined } from './mechanism';
import { saslprep } from './saslprep';

type Octets = Uint8Array<ArrayBuffer>;
type Hash = 'SHA-1' | 'SHA-256';

/** "No channel binding, and we could not do any" (RFC 5802 §7): TLS is the wire's business, not ours. */
const gs2Header = 'n,,';

/**
 * SCRAM-SHA-1 (RFC 5802) and SCRAM-SHA-256 (RFC 7677): both sides prove that they know the password, and neither
 * shows it. Names as in RFC 5802 §3.
 *
 *     client-first ─►  ◄─ server-first  client-final (proof) ─►  ◄─ server-final (signature)  empty ─►  ◄─ +OK
 *
 * `nonce`: printable ASCII without a comma, never used before. `inTurn`: when the rounds of hashing are done.
 * @throws Pop3ArgumentError when the name or the password cannot be prepared.
 */
export function scram(
  hash: Hash,
  credentials: PasswordCredentials,
  nonce: string,
  inTurn: InTurn = (work) => work(),
): Mechanism {
  const username = saslName(saslprep('name', text('AUTH', 'name', credentials.username)));
  const password = saslprep('password', text('AUTH', 'password', credentials.password));
  const clientFirstBare = `n=${username},r=${nonce}`;
  const initial = utf8(gs2Header + clientFirstBare);
  let expects: 'server-first' | 'server-final' | 'nothing' = 'server-first';
  let repeated = false;
  let verified = false;
  let explanation: Uint8Array | null = null;
  let verify: (signature: Octets) => Promise<boolean> = async () => false;

  const clientFinal = async (serverFirst: string): Promise<Uint8Array> => {
    const { nonce: both, salt, iterations } = parseServerFirst(serverFirst, nonce);
    const withoutProof = `c=${base64(utf8(gs2Header))},r=${both}`;
    const authMessage = utf8(`${clientFirstBare},${serverFirst},${withoutProof}`);
    const salted = await hmacKey(hash, await inTurn(() => pbkdf2(hash, utf8(password), salt, iterations)));
    const clientKey = await sign(salted, utf8('Client Key'));
    const storedKey = await hmacKey(hash, await crypto.subtle.digest(hash, clientKey));
    const clientSignature = await sign(storedKey, authMessage);
    const proof = clientKey.map((octet, index) => octet ^ (clientSignature[index] ?? 0));
    const serverKey = await hmacKey(hash, await sign(salted, utf8('Server Key')));
    verify = (signature) => crypto.subtle.verify('HMAC', serverKey, signature, authMessage);
    return utf8(`${withoutProof},p=${base64(proof)}`);
  };

  const checkServerFinal = async (serverFinal: string): Promise<void> => {
    const [, kind, value = ''] = /^([ve])=([^,]+)(?:,|$)/.exec(serverFinal) ?? [];
    const signature = fromBase64(value);
    if (kind === 'e') explanation = utf8(value);
    else if (kind === 'v' && signature !== null && (await verify(signature))) verified = true;
    else throw brokenProtocol('AUTH', 'The server could not prove that it knows the password.');
  };

  return {
    name: `SCRAM-${hash}`,
    initial,
    secrets: [credentials.password],
    get complete() {
      return verified;
    },
    get explanation() {
      return explanation;
    },
    async respond(challenge) {
      if (challenge === '' && expects === 'server-first' && !repeated) {
        repeated = true;
        return initial;
      }
      if (expects === 'nothing') throw askedAgain();
      const message = decodeTextChallenge(challenge);
      if (expects === 'server-first') {
        expects = 'server-final';
        return clientFinal(message);
      }
      expects = 'nothing';
      await checkServerFinal(message);
      return new Uint8Array();
    },
  };
}

/** 144 bits of chance in base64, which has no comma (RFC 5802 §5.1). */
export function freshNonce(): string {
  return base64(crypto.getRandomValues(new Uint8Array(18)));
}

/** RFC 5802 §5.1: the comma parts the attributes. */
export function saslName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

/**
 * RFC 5802 §7, `server-first-message`; extensions behind the three attributes are ignored, as the RFC has it.
 * @throws Pop3ProtocolError when it is malformed or does not carry on our nonce, so that an old recording cannot be
 * played to us; Pop3Declined when it asks for what we do not do.
 */
function parseServerFirst(
  message: string,
  ours: string,
): { nonce: string; salt: Octets; iterations: number } {
  if (message.startsWith('m=')) throw new Pop3Declined('The server wants an extension of SCRAM.');
  const match = /^r=([\x21-\x2b\x2d-\x7e]+),s=([^,]+),i=([1-9]\d{0,9})(?:,.*)?$/s.exec(message);
  const [, nonce = '', encodedSalt = '', count] = match ?? [];
  const salt = fromBase64(encodedSalt);
  if (match === null || salt === null)
    throw brokenProtocol('AUTH', 'The server sent a malformed SCRAM message.');
  if (!nonce.startsWith(ours) || nonce.length === ours.length)
    throw brokenProtocol('AUTH', 'The server answered another login than ours (the SCRAM nonce differs).');
  const iterations = Number(count);
  if (iterations < saslLimits.scramIterationsLeast || iterations > saslLimits.scramIterationsMost) {
    throw new Pop3Declined(
      `The server wants ${iterations} rounds of hashing; ${saslLimits.scramIterationsLeast} to ${saslLimits.scramIterationsMost} are done.`,
    );
  }
  return { nonce, salt, iterations };
}

/** RFC 5802 §2.2, `Hi`; in a thread of its own, as WebCrypto does it. */
async function pbkdf2(hash: Hash, password: Octets, salt: Octets, iterations: number): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  return crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash, salt, iterations },
    key,
    hash === 'SHA-1' ? 160 : 256,
  );
}

function hmacKey(hash: Hash, octets: ArrayBuffer | Octets): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash }, false, ['sign', 'verify']);
}

async function sign(key: CryptoKey, octets: Octets): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, octets));
}
