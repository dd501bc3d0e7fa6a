/** What can go wrong below POP3, as the person who typed the settings has to tell it apart. */
export type TransportCode =
  | 'name_unknown'
  | 'connection_refused'
  | 'timeout'
  | 'too_slow'
  | 'certificate_invalid'
  | 'certificate_changed'
  | 'tls_failed'
  | 'not_tls'
  | 'connection_lost';

/** Why a certificate does not hold. */
export type CertificateReason =
  | 'expired'
  | 'not_yet_valid'
  | 'self_signed'
  | 'other_name'
  | 'unknown_issuer'
  | 'revoked'
  | 'invalid';

/** The connection failed, could not be made, or was cut by one of our deadlines. Holds no host, address or bytes. */
export class TransportError extends Error {
  constructor(
    readonly code: TransportCode,
    readonly reason: CertificateReason | 'old_tls' | null = null,
  ) {
    super(reason ? `${code}: ${reason}` : code);
    this.name = 'TransportError';
  }
}

/** Policy forbids the target: one error, whatever the reason (a port, a private address, the list of hosts). */
export class TargetRefused extends Error {
  constructor() {
    super('target_refused');
    this.name = 'TargetRefused';
  }
}

/** The browser has gone: nobody is left to answer. */
export class RequestGone extends Error {
  constructor() {
    super('The request was given up by the browser.');
    this.name = 'RequestGone';
  }
}

const byCode: Record<string, [TransportCode, (CertificateReason | 'old_tls')?]> = {
  ECONNREFUSED: ['connection_refused'],
  EHOSTUNREACH: ['connection_refused'],
  ENETUNREACH: ['connection_refused'],
  EADDRNOTAVAIL: ['connection_refused'],
  ETIMEDOUT: ['timeout'],
  ECONNRESET: ['connection_lost'],
  EPIPE: ['connection_lost'],
  CERT_HAS_EXPIRED: ['certificate_invalid', 'expired'],
  CERT_NOT_YET_VALID: ['certificate_invalid', 'not_yet_valid'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['certificate_invalid', 'self_signed'],
  // A chain that ends in a root of its own: that is how a company's authority looks from outside.
  SELF_SIGNED_CERT_IN_CHAIN: ['certificate_invalid', 'unknown_issuer'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['certificate_invalid', 'unknown_issuer'],
  UNABLE_TO_GET_ISSUER_CERT: ['certificate_invalid', 'unknown_issuer'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['certificate_invalid', 'unknown_issuer'],
  CERT_UNTRUSTED: ['certificate_invalid', 'unknown_issuer'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate_invalid', 'other_name'],
  HOSTNAME_MISMATCH: ['certificate_invalid', 'other_name'],
  CERT_REVOKED: ['certificate_invalid', 'revoked'],
  CERT_SIGNATURE_FAILURE: ['certificate_invalid', 'invalid'],
  CERT_CHAIN_TOO_LONG: ['certificate_invalid', 'invalid'],
  INVALID_CA: ['certificate_invalid', 'invalid'],
  INVALID_PURPOSE: ['certificate_invalid', 'invalid'],
  CERT_REJECTED: ['certificate_invalid', 'invalid'],
  // No version in common: ours begin with 1.2.
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ['tls_failed', 'old_tls'],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ['tls_failed', 'old_tls'],
  // What the first bytes of "+OK …" (or of any plain text) look like when they are read as a TLS record.
  ERR_SSL_WRONG_VERSION_NUMBER: ['not_tls'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['not_tls'],
  ERR_SSL_HTTP_REQUEST: ['not_tls'],
};

/**
 * A socket's error as one of ours. `during` says what is assumed of errors without a known code: during the
 * handshake every other failure is TLS's own (no common version, no shared cipher, an alert).
 */
export function toTransportError(error: unknown, during: 'connection' | 'tls'): Error {
  if (error instanceof TransportError || error instanceof RequestGone) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known && (during === 'tls' || known[0] !== 'not_tls')) return new TransportError(...known);
  return new TransportError(during === 'tls' && !known ? 'tls_failed' : 'connection_lost');
}
