import type { ProblemCause } from '@/lib/contract/errors';

/**
 * What servers and large providers mean by a refused login, where their words say it: POP3 has one -ERR for all of it,
 * and the codes of RFC 2449 and RFC 3206 tell little more. The first that fits counts, the most particular first. What is
 * recognised only makes the advice better: whether it is tried again is decided by the refusal's class alone.
 */
const meanings: readonly (readonly [ProblemCause, RegExp])[] = [
  // XOAUTH2's error as Google and Microsoft send it, and that of RFC 7628 §3.2.2.
  [
    'token_expired',
    /"status"\s*:\s*"(?:invalid_token|40[01])"|(?:access )?token (?:has |is )?expired|invalid_token/i,
  ],
  // Google: "Application-specific password required". Yahoo, iCloud and others in words of their own.
  ['app_password', /app(?:lication)?[- ]?(?:specific)?[- ]?password|third[- ]party app/i],
  // Microsoft: "Basic authentication is disabled"; Google: "Please log in via your web browser".
  [
    'provider_sign_in',
    /basic ?auth\w* (?:is )?(?:disabled|blocked)|log in (?:via|with) your web browser|web login required/i,
  ],
  // Google: "Your account is not enabled for POP access". GMX and web.de: "POP3 … ist nicht aktiviert".
  [
    'pop_off',
    /not enabled for pop|pop3?(?: access| service| server)?\b.{0,40}\b(?:not (?:enabled|allowed|permitted|activated)|disabled|switched off|turned off|nicht (?:aktiv|erlaubt|freigeschaltet))/i,
  ],
  [
    'locked',
    /\b(?:account|user|login)\b.{0,30}\b(?:locked|suspended|disabled|blocked|deactivated|banned)\b/i,
  ],
  [
    'quota',
    /over ?quota|quota (?:is )?(?:exceeded|full|reached)|exceed\w* .{0,30}(?:quota|bandwidth|command)|disk(?: space)? (?:is )?full/i,
  ],
  [
    'login_delay',
    /login[- ]delay|minimum time between|too (?:many|frequent) (?:logins?|connections?|mail checks?)|logins? too (?:often|frequent)/i,
  ],
  [
    'unknown_user',
    /\b(?:no such|unknown|invalid) (?:user|account|mailbox)\b(?! ?name or)(?!\/)|no mailbox for|(?:user|account|mailbox) (?:unknown|does(?: not|n['’]t) exist|not found)/i,
  ],
];

/** @param said the server's words, cleaned; may be empty. */
export function causeOf(said: string, responseCode: string | null): ProblemCause | null {
  if (responseCode === 'LOGIN-DELAY') return 'login_delay';
  // A maildrop that is locked by another session is no locked account.
  if (responseCode === 'IN-USE') return null;
  return meanings.find(([, words]) => words.test(said))?.[0] ?? null;
}
