import type { Security } from '@/lib/contract/routes';

export interface ServerSettings {
  username: string;
  host: string;
  port: number;
  security: Security;
}

/** What a port is unless somebody says otherwise (RFC 8314 §3.2, RFC 1939). */
export const usualPort: Record<Security, number> = { tls: 995, starttls: 110, none: 110 };

/** The part behind the last @, lower case; null while the address is not complete. */
export function domainOf(address: string): string | null {
  const match = /^[^\s@]+(?:@[^\s@]+)*@([^\s@]+\.[^\s@.]+|localhost)$/u.exec(address.trim());
  return match?.[1]?.toLowerCase() ?? null;
}

/** Settings that may be right for an address, until somebody says better; null while it is not complete. */
export function guessSettings(address: string): ServerSettings | null {
  const domain = domainOf(address);
  if (domain === null) return null;
  return { username: address.trim(), host: `pop.${domain}`, port: usualPort.tls, security: 'tls' };
}
