import type { Security } from '@/lib/contract/routes';

export interface ServerSettings {
  username: string;
  host: string;
  port: number;
  security: Security;
}

/** Large providers whose POP3 server is not called pop.DOMAIN. Server names as their help pages give them (2026). */
const providers: Record<string, string> = {
  'aol.com': 'pop.aol.com',
  'fastmail.com': 'pop.fastmail.com',
  'free.fr': 'pop.free.fr',
  'gmx.at': 'pop.gmx.net',
  'gmx.ch': 'pop.gmx.net',
  'gmx.com': 'pop.gmx.com',
  'gmx.de': 'pop.gmx.net',
  'gmx.net': 'pop.gmx.net',
  'googlemail.com': 'pop.gmail.com',
  'hotmail.com': 'outlook.office365.com',
  'live.com': 'outlook.office365.com',
  'msn.com': 'outlook.office365.com',
  'orange.fr': 'pop.orange.fr',
  'outlook.com': 'outlook.office365.com',
  't-online.de': 'securepop.t-online.de',
  'web.de': 'pop3.web.de',
  'yahoo.com': 'pop.mail.yahoo.com',
  'yandex.com': 'pop.yandex.com',
  'yandex.ru': 'pop.yandex.ru',
  'ymail.com': 'pop.mail.yahoo.com',
  'zoho.com': 'pop.zoho.com',
};

/** What a port is unless somebody says otherwise (RFC 8314 §3.2, RFC 1939). */
export const usualPort: Record<Security, number> = { tls: 995, starttls: 110, none: 110 };

/** The part behind the last @, lower case; null while the address is not complete. */
export function domainOf(address: string): string | null {
  const match = /^[^\s@]+(?:@[^\s@]+)*@([^\s@]+\.[^\s@.]+|localhost)$/u.exec(address.trim());
  return match?.[1]?.toLowerCase() ?? null;
}

/** Settings that are likely to be right for an address; null while it is not complete. Nothing is asked of anybody. */
export function guessSettings(address: string): ServerSettings | null {
  const domain = domainOf(address);
  if (domain === null) return null;
  return {
    username: address.trim(),
    host: Object.hasOwn(providers, domain) ? (providers[domain] ?? `pop.${domain}`) : `pop.${domain}`,
    port: usualPort.tls,
    security: 'tls',
  };
}
