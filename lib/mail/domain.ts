import { getDomain } from 'tldts';

/**
 * The part of a host name that somebody registered: `news.shop.co.uk` is of `shop.co.uk`. Customers of one host
 * (`ada.github.io`) count as different owners. Null for addresses, for public suffixes alone, and for names without dots.
 *
 * @param host in ASCII or Unicode, without a port
 */
export function registrableDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: true, detectIp: true })?.toLowerCase() ?? null;
}
