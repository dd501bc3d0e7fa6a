/**
 * Every limit that the protocol engine enforces on a peer that may be hostile, each with its reason. Lines of
 * message bodies have no limit: bodies stream (a single line of 100 MB exists in the wild) and whoever stores
 * them counts octets.
 */
export const limits = {
  /** Octets of a status or capability line. RFC 2449 §4 allows 512; error texts in the wild are longer. */
  statusLineOctets: 4096,
  /** Octets of a command with its CRLF (RFC 2449 §4). */
  commandOctets: 255,
  /** Octets of a SASL response line with its CRLF (RFC 5034 §4). */
  saslLineOctets: 12_288,
  /** Lines of a CAPA reply: some thirty tags are registered, so a longer list is an attack. */
  capabilityLines: 100,
  /** Lines of a LANG reply: there are some two hundred languages with a two-letter code. */
  languages: 1_000,
  /** Messages in a maildrop. Servers of 100,000 are real; a million lines, held in memory, end a small process. */
  listingLines: 250_000,
  /** Lines of LIST or UIDL beyond STAT's count: mail that arrives meanwhile, and servers that count otherwise. */
  listingMargin: 1_000,
  /** Octets of a whole LIST or UIDL reply: so many lines of a number and a 70-octet UIDL are 20 MB. */
  listingOctets: 32 * 1024 * 1024,
  /** Octets of a UIDL: RFC 1939 §7 says 70, servers go beyond it, and it becomes a database key. */
  uidlOctets: 1024,
  /** Characters of a server's own words in an error: enough for a sentence, too little for a page of markup. */
  saidCharacters: 200,
  /** Commands in flight when pipelining begins (RFC 2449 §6.6): hides 5 ms of latency from the first reply on. */
  windowStart: 32,
  /** Commands in flight at most: 128 RETRs are under 3 KB, which any socket buffer takes without blocking us. */
  windowMost: 128,
  /** The same where replies are of one line: 512 UIDLs are 5 KB there and 40 KB back, and at 50 ms 2,000 of them would
   * take a second in windows of 128. */
  shortWindowStart: 128,
  shortWindowMost: 512,
  /** Octets of message expected in flight at most. All of it must be drained after a stop, on a slow line too; at 50 ms
   * it is still more than 60 MB/s. */
  octetsInFlight: 4 * 1024 * 1024,
} as const;

/** The limits of logging in. */
export const saslLimits = {
  /** Octets of a SASL response, in base64, on which a server may hang up without a word: Dovecot 2.3 does. */
  responseSafeOctets: 8192,
  /** Challenges in one AUTH. SCRAM takes three, with an empty one before its initial response. */
  challenges: 4,
  /** PBKDF2 rounds in SCRAM: RFC 5802 §5.1. With fewer, who hears the login tries passwords the faster. */
  scramIterationsLeast: 4096,
  /**
   * The same at most: 0.2 s of a thread, which the server decides on, and it may be anybody's. Mail servers store 4,096
   * to 310,000; 600,000 is what OWASP recommends for SHA-256. (1,300,000, for SHA-1, no mail server is known to ask for.)
   */
  scramIterationsMost: 600_000,
} as const;
