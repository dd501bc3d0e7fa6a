import type { Capabilities } from '../capabilities';
import type { Credentials, MechanismName } from './mechanism';

/** A way to log in: a mechanism of AUTH, or USER and PASS. */
export type Way = MechanismName | 'USER';

export interface Circumstances {
  /** The connection is encrypted and the server's certificate was validated. */
  tls: boolean;
  /** Without it there is no CRAM-MD5. */
  md5: boolean;
  /** Without TLS: whoever runs this and whoever signs in have both said that the password may be shown all the same. */
  plaintext: boolean;
}

/** These do not show the password to a listener; the strongest first. */
const proofs = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'CRAM-MD5'] as const;

/**
 * The ways to try, in order.
 *
 * A password over TLS: PLAIN (one round trip), USER and PASS, LOGIN; then what proves without showing, for a server
 * that has nothing else. USER and PASS come after PLAIN because servers trim the spaces behind a password. Without
 * TLS only the proofs, and the others behind them where that was expressly allowed: whoever listens must not read the
 * password. (Whoever can change what is sent can also
 * cut the list down to CRAM-MD5, and guess at the password afterwards. Only TLS helps against that.)
 *
 * A token needs TLS. XOAUTH2 comes last, announced or not: servers have it that do not say so. Apart from that only
 * what was announced is tried, because servers hang up on what they do not know. APOP is in no list: it is
 * weaker than all, and for the caller to choose.
 *
 * `capabilities`: null where the server knows no CAPA.
 */
export function choose(
  capabilities: Capabilities | null,
  credentials: Credentials,
  { tls, md5, plaintext }: Circumstances,
): Way[] {
  const announced = (name: MechanismName) => capabilities?.sasl.includes(name) ?? false;
  if ('token' in credentials) {
    if (!tls) return [];
    return announced('OAUTHBEARER') ? ['OAUTHBEARER', 'XOAUTH2'] : ['XOAUTH2'];
  }
  const proving = proofs.filter((name) => announced(name) && (md5 || name !== 'CRAM-MD5'));
  if (!tls && !plaintext) return proving;
  const ways: Way[] = [];
  const open = announced('PLAIN') || announced('LOGIN') || proving.length > 0;
  if (announced('PLAIN')) ways.push('PLAIN');
  // Servers that announce nothing at all take USER and PASS all the same.
  if (capabilities?.user || !open) ways.push('USER');
  if (announced('LOGIN')) ways.push('LOGIN');
  return tls ? [...ways, ...proving] : [...proving, ...ways];
}
