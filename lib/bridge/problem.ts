import {
  type Problem,
  type ProblemCause,
  type ProblemCode,
  problemStatus,
  type SignInStep,
} from '@/lib/contract/errors';
import type { StepTiming } from '@/lib/contract/routes';
import { Pop3ArgumentError, Pop3Closed, Pop3ProtocolError, Pop3Refusal } from '@/lib/pop3/errors';
import { Pop3Declined } from '@/lib/pop3/sasl/mechanism';
import { causeOf } from './refusals';
import { type CertificateReason, RequestGone, TargetRefused, TransportError } from './transport';

/** What each code says in plain English: what happened, and what to do. Never a host, a name or a secret. */
const words: Record<ProblemCode, readonly [message: string, hint: string]> = {
  bad_request: ['The request is not what this route takes.', 'Reload the page; if it stays, report it.'],
  signed_out: ['You are signed out of this account.', 'Sign in again with your password.'],
  token_expired: [
    'The access that the provider gave has run out.',
    'It is renewed by itself; if this stays, sign in again.',
  ],
  consent_ended: [
    'The provider lets Postbag in no longer: the permission has ended or was withdrawn.',
    'Sign in again at the provider; the mail that is stored here stays.',
  ],
  provider_unknown: [
    'This bridge has no sign-in at that provider for that mail server.',
    'Use a password or an app password, or ask the operator to set the provider up.',
  ],
  consent_lost: [
    'The way back from the provider belongs to no sign-in that was begun here.',
    'Begin again, in one window, and finish within ten minutes.',
  ],
  token_refused: [
    'The provider let you in, but its mail server refused the sign-in.',
    'Sign in at the provider with this very address, and see that POP3 is switched on in its settings.',
  ],
  consent_refused: [
    'The permission was not given at the provider.',
    'Begin again and agree; in a company or a school its administrator may have to agree first.',
  ],
  provider_failed: [
    'The provider’s sign-in did not work.',
    'Try again in a moment; if it stays, the operator has to look at what the provider said.',
  ],
  forbidden: [
    'The request did not come from Postbag’s own page.',
    'Open Postbag at its own address and try again.',
  ],
  target_refused: [
    'There is no server of that name and port to which this bridge connects.',
    'Check the spelling of the server name, and the port; the operator decides which servers and ports are allowed.',
  ],
  plaintext_refused: [
    'This bridge does not send passwords without encryption.',
    'Choose TLS (port 995) or STARTTLS (port 110).',
  ],
  not_found: ['There is nothing at this address.', 'Reload the page.'],
  session_unknown: [
    'The retrieval that this receipt belongs to is over.',
    'Nothing is lost: the messages will be asked for again.',
  ],
  other_maildrop: [
    'This is another mailbox than the one whose mail is stored here.',
    'Add it as an account of its own, so that the mail of two does not get mixed.',
  ],
  method_not_allowed: ['This route does not take that method.', 'Reload the page; if it stays, report it.'],
  too_large: ['The request is too large.', 'Ask for fewer messages at once.'],
  unsupported_type: ['The request is not JSON.', 'Send it as application/json.'],
  auth_failed: [
    'The mail server refused the user name or the password.',
    'Check both; many providers want an app password, and POP3 to be switched on in their settings.',
  ],
  mailbox_busy: [
    'Another program is reading this mailbox right now.',
    'Wait a minute, or close the other mail program, and try again.',
  ],
  too_soon: ['The mail server allows no further login yet.', 'Wait a little and try again.'],
  internal: ['Something went wrong in the bridge.', 'Try again; if it stays, tell the operator.'],
  name_unknown: ['No server has this name.', 'Check the spelling of the server name.'],
  connection_refused: [
    'The server does not accept connections on this port.',
    'Check the port: 995 for TLS, 110 for STARTTLS.',
  ],
  connection_lost: ['The connection to the mail server broke off.', 'Try again in a moment.'],
  certificate_invalid: [
    'The server’s certificate cannot be trusted.',
    'Check the server name; if it is right, ask the mail provider.',
  ],
  certificate_changed: [
    'The server shows another certificate than the one that was pinned.',
    'Somebody may be in between, or the server got a new one: ask the mail provider before you trust it. No password was sent.',
  ],
  tls_failed: [
    'No secure connection to the server came about.',
    'The server may offer outdated encryption only (TLS 1.2 or later is needed); ask the mail provider.',
  ],
  not_tls: [
    'The server answers on this port without encryption.',
    'Choose STARTTLS for this port, or port 995 for TLS.',
  ],
  starttls_missing: [
    'The server offers no STARTTLS on this port.',
    'Choose TLS with port 995; no password was sent.',
  ],
  protocol_error: [
    'What answers there does not speak POP3 properly.',
    'Check server name and port; it has to be a POP3 server.',
  ],
  uidl_missing: [
    'The mail server cannot tell its messages apart (it has no UIDL).',
    'Postbag needs that to retrieve each message exactly once; ask the mail provider.',
  ],
  server_refused: [
    'The mail server refused to go on.',
    'Its own words say why; ask the mail provider if they do not help.',
  ],
  image_unfit: [
    'What the web server sent is no picture that can be shown.',
    'It may have been removed there; the text of the message is complete without it.',
  ],
  limit_line: [
    'The mail server sent a line that is longer than can be right.',
    'Check server name and port, or ask the mail provider; nothing stored is harmed.',
  ],
  limit_count: [
    'The mail server lists more than can be right.',
    'Ask the mail provider; nothing stored is harmed.',
  ],
  limit_octets: [
    'The mail server sent more than can be right.',
    'Ask the mail provider; nothing stored is harmed.',
  ],
  shutting_down: ['The bridge is being restarted.', 'It goes on by itself in a moment.'],
  server_temporary: ['The mail server has a passing problem.', 'Try again in a few minutes.'],
  too_slow: [
    'The mail server sends too slowly to ever finish.',
    'Try again later; what is complete is stored, and the rest will be asked for again.',
  ],
  timeout: ['The mail server did not answer in time.', 'Check server name and port, or try again later.'],
};

const certificateWords: Record<CertificateReason, string> = {
  expired: 'The server’s certificate has expired.',
  not_yet_valid: 'The server’s certificate is not valid yet.',
  self_signed: 'The server’s certificate is signed by the server itself.',
  other_name: 'The server’s certificate belongs to another name.',
  unknown_issuer: 'The server’s certificate comes from an authority that is not trusted.',
  revoked: 'The server’s certificate was revoked.',
  invalid: 'The server’s certificate is not valid.',
};

const codeOfClass = {
  auth: 'auth_failed',
  busy: 'mailbox_busy',
  delay: 'too_soon',
  temporary: 'server_temporary',
  permanent: 'server_refused',
} as const satisfies Record<string, ProblemCode>;

/** Seconds to wait where the server named none. */
const retryAfterSeconds: Partial<Record<ProblemCode, number>> = {
  mailbox_busy: 60,
  too_soon: 60,
  server_temporary: 120,
  shutting_down: 10,
};

/** A failure that has its code already, and is answered as it is. */
export class BridgeFailure extends Error {
  readonly problem: Problem;
  constructor(
    problem: Problem | ProblemCode,
    /** The steps of a sign-in that were done before it. */
    readonly steps: readonly StepTiming[] = [],
  ) {
    const known = typeof problem === 'string' ? problemOf(problem) : problem;
    super(known.code);
    this.name = 'BridgeFailure';
    this.problem = known;
  }
}

/** A problem by its code. */
export function problemOf(code: ProblemCode, more: Partial<Problem> = {}): Problem {
  const [message, hint] = words[code];
  const retryAfter = retryAfterSeconds[code];
  return { code, message, hint, ...(retryAfter !== undefined && { retryAfter }), ...more };
}

/**
 * Whatever was thrown, as the browser may see it. The server's own words come along for refusals alone: what is no
 * POP3 server must not have its banner read out through us, and errors of our own say nothing at all.
 *
 * @param step where in the sign-in it happened, if it was one.
 */
export function toProblem(error: unknown, step?: SignInStep): Problem {
  const where = step ? { step } : {};
  if (error instanceof BridgeFailure) return error.problem;
  if (error instanceof TargetRefused) return problemOf('target_refused');
  if (error instanceof TransportError) {
    // A TLS port waits for the client to begin: to STARTTLS it looks like a server that never greets.
    const silent = error.code === 'timeout' && step === 'greeting';
    const cause = causeOfTransport(error, step);
    return problemOf(error.code, {
      ...where,
      ...(cause && { cause }),
      ...(error.reason && error.reason !== 'old_tls' && { message: certificateWords[error.reason] }),
      ...(silent && {
        hint: 'If the port is 995, choose TLS instead of STARTTLS; else check server name and port.',
      }),
    });
  }
  if (error instanceof Pop3Refusal) {
    const { said, responseCode } = error;
    const cause = step === undefined || step === 'password' ? causeOf(said, responseCode) : null;
    return problemOf(codeOfClass[error.class], {
      ...where,
      ...(cause && { cause }),
      ...(said !== '' && { said }),
    });
  }
  if (error instanceof Pop3ProtocolError) {
    return problemOf(error.limit === null ? 'protocol_error' : `limit_${error.limit}`, where);
  }
  if (error instanceof Pop3Closed) {
    // Some servers hang up instead of saying that the password is wrong.
    const hint =
      'Check user name and password (some servers hang up when they are wrong), or try again later.';
    return problemOf('connection_lost', {
      ...where,
      ...(step === 'password' && { hint }),
      ...(step === 'mailbox' && { cause: 'gone' }),
    });
  }
  if (error instanceof Pop3ArgumentError) {
    return problemOf('bad_request', {
      ...where,
      message: 'The user name or the password cannot be sent to a POP3 server.',
      hint: 'They must be shorter, and without line ends.',
    });
  }
  if (error instanceof Pop3Declined) {
    return problemOf('server_refused', {
      ...where,
      cause: 'no_mechanism',
      message: 'The mail server offers no way to sign in that Postbag knows.',
      hint: 'Ask the mail provider which sign-in methods it has for POP3.',
    });
  }
  if (error instanceof RequestGone) return problemOf('connection_lost');
  return problemOf('internal');
}

/** A TCP connection that nobody answers was dropped on its way; one that stays silent has somebody at its end. */
function causeOfTransport({ code, reason }: TransportError, step?: SignInStep): ProblemCause | null {
  if (reason !== null) return reason;
  if (code === 'connection_lost' && step === 'mailbox') return 'gone';
  if (code !== 'timeout') return null;
  return step === 'connection' ? 'filtered' : step === 'greeting' ? 'silent' : null;
}

/**
 * The problem of a session that was pipelined: where a server that cannot do what it announces would look the same, it
 * says so, and the browser may ask for one command at a time.
 */
export function ofPipeline(problem: Problem): Problem {
  const suspect = ['protocol_error', 'connection_lost', 'timeout', 'too_slow'].includes(problem.code);
  return suspect ? { ...problem, pipelined: true } : problem;
}

/** The status of a problem's answer. */
export function statusOf(problem: Problem): number {
  return problemStatus[problem.code];
}
