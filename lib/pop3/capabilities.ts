/** What a server announced in CAPA (RFC 2449 §5). IMPLEMENTATION is left out: nothing may depend on it. */
export interface Capabilities {
  /** Every tag in upper case with its arguments as sent; a tag that came twice has the arguments of both. */
  tags: Map<string, string[]>;
  /** Commands may be sent before earlier ones are answered (RFC 2449 §6.6). */
  pipelining: boolean;
  uidl: boolean;
  top: boolean;
  user: boolean;
  /** RFC 2595 §4. */
  stls: boolean;
  /** `-ERR [CODE]` is to be believed (RFC 2449 §6.4). */
  respCodes: boolean;
  /** Mechanisms in upper case (RFC 5034 §3). */
  sasl: string[];
  /** Seconds between two logins (RFC 2449 §6.5). */
  loginDelay: number | null;
  /** Days after which the server deletes what was retrieved; 0 is at once (RFC 2449 §6.7). */
  expire: number | 'never' | null;
}

/** Reads the lines between CAPA's +OK and the final dot. Unknown tags are kept, malformed lines are ignored. */
export function parseCapabilities(lines: readonly string[]): Capabilities {
  const tags = new Map<string, string[]>();
  for (const line of lines) {
    const [tag, ...parameters] = line.trim().split(/[ \t]+/);
    if (tag === undefined || tag === '') continue;
    const name = tag.toUpperCase();
    if (name === 'IMPLEMENTATION') continue;
    tags.set(name, [...(tags.get(name) ?? []), ...parameters]);
  }
  const expire = tags.get('EXPIRE')?.[0];
  return {
    tags,
    pipelining: tags.has('PIPELINING'),
    uidl: tags.has('UIDL'),
    top: tags.has('TOP'),
    user: tags.has('USER'),
    stls: tags.has('STLS'),
    respCodes: tags.has('RESP-CODES'),
    sasl: (tags.get('SASL') ?? []).map((mechanism) => mechanism.toUpperCase()),
    loginDelay: wholeNumber(tags.get('LOGIN-DELAY')?.[0]),
    expire: expire?.toUpperCase() === 'NEVER' ? 'never' : wholeNumber(expire),
  };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
