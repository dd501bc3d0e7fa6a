/** Settings that can be read and must not be followed. Each function says in a sentence why, or null when all is well. */

/** A random secret of 32 characters has some 20 different ones, hexadecimal digits 14; nobody's has fewer than 8. */
const leastVariety = 8;
const samples =
  /change.?(?:me|this)|replace.?(?:me|this)|example|placeholder|your.?secret|insert.?here|openssl/i;

/** A secret out of a sample file, or typed rather than made: whoever guesses it opens every cookie that he steals. */
export function unsafeSecret(secret: string): string | null {
  if (secret.length < 32) return 'each secret needs at least 32 characters';
  if (samples.test(secret))
    return 'still holds a sample’s text; make one, for example with `openssl rand -base64 32`';
  return new Set(secret).size < leastVariety
    ? 'holds a secret that is no random one; make one, for example with `openssl rand -base64 32`'
    : null;
}

/** Services of other kinds above 1023 that obey whatever lines reach them. */
const others = new Set([1433, 2049, 2375, 3306, 5432, 5672, 5984, 6379, 9000, 9200, 11211, 15672, 27017]);

/**
 * A port that cannot be POP3's. Below 1024 every service has its own, and a bridge that speaks to those on anybody's
 * word sends spam (25) or scans networks.
 */
export function unsafePop3Port(port: number): string | null {
  const own = port < 1024 && port !== 110 && port !== 995;
  return own || others.has(port)
    ? `must not hold ${port}, which belongs to another service; POP3 has 110 and 995, or a port of its own above 1023`
    : null;
}

/** Passwords in plain text are for servers that the operator knows, unless Postbag is for this machine alone. */
export function unsafePlaintext(settings: {
  allowPlaintext: boolean;
  allowHosts: ReadonlySet<string> | null;
  loopback: boolean;
}): string | null {
  return settings.allowPlaintext && settings.allowHosts === null && !settings.loopback
    ? 'lets passwords travel in plain text to any server of the Internet; name in POSTBAG_ALLOW_HOSTS those that may be dialled, or leave it out'
    : null;
}
