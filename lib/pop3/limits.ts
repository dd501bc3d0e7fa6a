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
  /** Messages in a maildrop. Servers of 100,000 are real; ten million lines would be held in memory. */
  listingLines: 1_000_000,
  /** Octets of a whole LIST or UIDL reply: a million lines of a number and a 70-octet UIDL are 80 MB. */
  listingOctets: 128 * 1024 * 1024,
  /** Octets of a UIDL: RFC 1939 §7 says 70, servers go beyond it, and it becomes a database key. */
  uidlOctets: 1024,
  /** Characters of a server's own words in an error: enough for a sentence, too little for a page of markup. */
  saidCharacters: 200,
  /** Commands in flight when pipelining begins (RFC 2449 §6.6): hides 5 ms of latency from the first reply on. */
  windowStart: 32,
  /** Commands in flight at most: 128 RETRs are under 3 KB, which any socket buffer takes without blocking us. */
  windowMost: 128,
  /** Octets of message expected in flight at most. All of it must be drained after a stop, on a slow line too; at 50 ms
   * it is still more than 60 MB/s. */
  octetsInFlight: 4 * 1024 * 1024,
} as const;
