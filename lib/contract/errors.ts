/**
 * Every failure that may cross from the bridge to the browser has one of these codes. Codes are stable: the
 * interface's catalogue, scripts and tests lean on them. The value is the HTTP status that the route answers.
 */
export const problemStatus = {
  /** The request does not fit the route's schema. */
  bad_request: 400,
  /** No sealed session, an expired one, or K does not open it: sign in again. */
  signed_out: 401,
  /** The access that was got from the provider (OAuth) has run out, or is not there: the browser renews it and asks again. */
  token_expired: 401,
  /** The provider gives no further access: the permission was withdrawn or has ended, and the person has to sign in again. */
  consent_ended: 401,
  /** Host, Origin or Sec-Fetch-Site say that the request is not ours. */
  forbidden: 403,
  /** Policy forbids this target (address, port, host list): one answer for all of them. */
  target_refused: 403,
  /** Passwords may not travel unencrypted unless operator and user both say so. */
  plaintext_refused: 403,
  not_found: 404,
  /** The operator has registered with no such provider, or the mail host is none of its hosts. */
  provider_unknown: 404,
  /** A settlement named a retrieval session that is not waiting (any more). */
  session_unknown: 404,
  method_not_allowed: 405,
  /** The way back from the provider does not belong to a sign-in that was begun here, or came too late. */
  consent_lost: 409,
  /** The maildrop holds none of what is stored of the account: its mail would be mixed in. */
  other_maildrop: 409,
  too_large: 413,
  unsupported_type: 415,
  /** The mail server refused user name or password. */
  auth_failed: 422,
  /** The mail server refused the token that the provider gave. */
  token_refused: 422,
  /** The person, or who administers the account, did not agree at the provider. */
  consent_refused: 422,
  /** [IN-USE]: another client has the maildrop locked. */
  mailbox_busy: 423,
  /** [LOGIN-DELAY], or the bridge's own limits. */
  too_soon: 429,
  internal: 500,
  name_unknown: 502,
  connection_refused: 502,
  connection_lost: 502,
  /** The certificate does not hold: expired, self-signed, another name. */
  certificate_invalid: 502,
  /** Another certificate than the one that is pinned. */
  certificate_changed: 502,
  /** The TLS handshake failed for another reason than the certificate. */
  tls_failed: 502,
  /** TLS was expected and the server spoke plain POP3. */
  not_tls: 502,
  /** STARTTLS was wanted and the server does not offer it, or refused it. */
  starttls_missing: 502,
  /** What answered does not speak POP3, or speaks it brokenly. */
  protocol_error: 502,
  /** The server cannot name its messages (no UIDL). */
  uidl_missing: 502,
  /** The server refused a command for good. */
  server_refused: 502,
  /** The provider's sign-in cannot be reached, or answered with an error that the operator has to look into. */
  provider_failed: 502,
  /** What a web server sent is no picture, too large, or an error of its own. */
  image_unfit: 502,
  /** A line is longer, a list has more entries, or a whole has more octets than can be right. */
  limit_line: 502,
  limit_count: 502,
  limit_octets: 502,
  /** The bridge is on its way down and takes no further work on; another one, or its successor, will. */
  shutting_down: 503,
  /** [SYS/TEMP] or a refusal that may pass. */
  server_temporary: 503,
  timeout: 504,
  /** The minimum rate: what arrives is too little to ever end. */
  too_slow: 504,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** The steps of a sign-in, in the order in which they happen. */
export const signInSteps = ['name', 'connection', 'tls', 'greeting', 'password', 'mailbox'] as const;
export type SignInStep = (typeof signInSteps)[number];

/**
 * What a code's usual words would leave open, as far as the failure itself says. Certificates: why one does not hold.
 * `old_tls`: older than 1.2 alone. `filtered`: nothing answers to a connection at all. `silent`: connected, and no word.
 * `tls_first`: silent until TLS begins.
 * `gone`: hung up after the login. The others are what servers and large providers mean by their refusals: see
 * lib/bridge/refusals.ts.
 */
export const problemCauses = [
  'expired',
  'not_yet_valid',
  'self_signed',
  'other_name',
  'unknown_issuer',
  'revoked',
  'invalid',
  'old_tls',
  'filtered',
  'silent',
  'tls_first',
  'gone',
  'unknown_user',
  'no_mechanism',
  'locked',
  'pop_off',
  'app_password',
  'provider_sign_in',
  'token_expired',
  'quota',
  'login_delay',
] as const;
export type ProblemCause = (typeof problemCauses)[number];

/** The body of every failed answer, and the payload of a `problem` frame. */
export interface Problem {
  code: ProblemCode;
  /** English, one sentence: what happened. The interface has its own words for each code. */
  message: string;
  /** English, one sentence: what to do. */
  hint: string;
  /** Which step of the sign-in failed, where that is known. */
  step?: SignInStep;
  /** Known where the code alone would leave it open. */
  cause?: ProblemCause;
  /** The mail server's own words: cut to 200 characters, control characters removed. */
  said?: string;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** True: the session broke where commands were pipelined (RFC 2449 §6.6), and the server may not bear that. */
  pipelined?: boolean;
}
