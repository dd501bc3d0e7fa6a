import 'server-only';
import type { Problem } from '@/lib/contract/errors';
import type { Security } from '@/lib/contract/routes';
import type { Capabilities } from '@/lib/pop3/capabilities';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { type Credentials, Pop3Declined } from '@/lib/pop3/sasl/mechanism';
import { BridgeFailure, problemOf, toProblem } from './problem';

/** Everything that is needed to log in. The secret is in clear: it lives as long as the request. */
export type Maildrop = {
  host: string;
  port: number;
  security: Security;
  username: string;
  /** The fingerprint of the one certificate that is believed, where the operator allows that. */
  pin?: string;
} & (
  | { password: string }
  /** OAuth's access token; null: none that is good still, and it has to be renewed first. */
  | { token: string | null }
);

/** @throws BridgeFailure `token_expired` */
export function credentialsOf({ host, port, username, ...secret }: Maildrop): Credentials {
  if ('password' in secret) return { username, password: secret.password };
  if (secret.token === null) throw new BridgeFailure('token_expired');
  return { username, token: secret.token, host, port };
}

/** There is no password that could be mistyped, nor one that could be too long. */
export function ofToken(problem: Problem): Problem {
  const { code, step, said } = problem;
  if (code !== 'auth_failed' && !(code === 'bad_request' && step === 'password')) return problem;
  return problemOf('token_refused', { ...(step && { step }), ...(said !== undefined && { said }) });
}

const usable: ReadonlySet<string> = new Set([
  ...['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'],
]);

/** It announces ways to sign in, and none of them is one with a password that we know. */
function offersNothingKnown({ user, sasl }: Pick<Capabilities, 'user' | 'sasl'>): boolean {
  return !user && sasl.length > 0 && !sasl.some((name) => usable.has(name));
}

/**
 * Why a login failed. Where nothing that was announced is known here, USER was tried all the same, and its refusal says
 * nothing against name and password.
 */
export function withoutKnownWay(error: unknown, announced: Pick<Capabilities, 'user' | 'sasl'>): unknown {
  if (!(error instanceof Pop3Refusal) || !offersNothingKnown(announced)) return error;
  const said = error.said === '' ? {} : { said: error.said };
  return new BridgeFailure({ ...toProblem(new Pop3Declined(''), 'password'), ...said });
}
