import 'server-only';
import { z } from 'zod';
import { oauthRequest } from '@/lib/contract/oauth';
import { consentSeconds } from '../limits';
import { fitting } from '../seal';
import { cookiesNamed, decrypt, encrypt, type SealSettings, seal, unseal } from '../sealing';

/** A sign-in that was begun, and is at the provider's page. */
export interface Pending extends z.infer<typeof oauthRequest> {
  /** Comes back from the provider, and shows that the way back belongs to this (RFC 6749 §10.12). */
  state: string;
  /** ms since 1970 */
  expiresAt: number;
  /** What the provider sent the person back with, as a query; null: not yet. */
  answer: string | null;
}

/** What proves at the provider that who finishes is who began (RFC 7636; OIDC Core §3.1.2.1). Encrypted with K. */
export interface Proofs {
  verifier: string;
  nonce: string;
}

const cookieName = 'postbag-oauth';

const payload = oauthRequest.extend({
  state: z.string(),
  expiresAt: z.number(),
  answer: z.string().nullable(),
  proofs: z.string(),
});
const proofsForm = z.strictObject({ verifier: z.string(), nonce: z.string() });

export type SealedPending = Pending & { proofs: string };

export const encryptProofs = (proofs: Proofs, key: string, state: string) =>
  encrypt(JSON.stringify(proofs), key, state);

/** null where K is another one than at the beginning. */
export function openProofs({ proofs, state }: SealedPending, key: string): Proofs | null {
  const text = decrypt(proofs, key, state)?.toString('utf8');
  return text === undefined ? null : proofsForm.parse(JSON.parse(text));
}

/**
 * The `Set-Cookie` value that carries it. It is Lax on the way to the provider, since the way back is a navigation from
 * another site, and Strict after that: then only our own page asks for it.
 *
 * @throws SealTooLong
 */
export async function pendingCookie(pending: SealedPending, settings: SealSettings): Promise<string> {
  const site = pending.answer === null ? 'Lax' : 'Strict';
  const age = Math.max(0, Math.floor((pending.expiresAt - Date.now()) / 1000));
  return fitting(`${cookieName}=${await seal(pending, settings)}; ${attributes(site)}; Max-Age=${age}`);
}

/** The `Set-Cookie` value that forgets it. */
export const forgetPending = `${cookieName}=; ${attributes('Strict')}; Max-Age=0`;

function attributes(site: 'Lax' | 'Strict'): string {
  return `Path=/api/oauth; HttpOnly; Secure; SameSite=${site}`;
}

/** Those that a request carries and that are not over. */
export async function openPending(cookies: string | null, settings: SealSettings): Promise<SealedPending[]> {
  const found = await Promise.all(
    cookiesNamed(cookieName, cookies ?? '').map(
      async (value) => payload.safeParse(await unseal(value, settings)).data,
    ),
  );
  return found.filter((each) => each !== undefined && each.expiresAt > Date.now()) as SealedPending[];
}

export const newExpiry = () => Date.now() + consentSeconds * 1000;
