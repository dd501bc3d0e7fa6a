import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';

/** A host in the one spelling that is compared, resolved and dialled. */
export type Host = { kind: 'name' | 'address'; text: string };

/**
 * Brings what a person typed into one form: lower-case A-labels without the trailing dot (RFC 5891), or an address
 * in canonical notation, IPv4-mapped ones as the IPv4 address that they are. Null for what is neither. Everything
 * that two parsers might read differently (ports, paths, user names, zones, control characters, and IPv4 in any
 * notation but four decimal parts: `127.1`, `0127.0.0.1`, `①②⑦.0.0.1`) is refused, never repaired.
 */
export function normaliseHost(input: string): Host | null {
  const bare = /^\[.*\]$/.test(input) ? input.slice(1, -1) : input;
  if (bare.includes(':')) {
    // No zone (`%eth0`): it names one of this machine's own links.
    if (!/^[0-9A-Fa-f:.]+$/.test(bare) || !ipaddr.IPv6.isValid(bare)) return null;
    return { kind: 'address', text: ipaddr.process(bare).toString() };
  }
  // Of ASCII only letters, digits, dot, hyphen and underscore; the rest is for IDNA to judge.
  if (bare !== input || /(?![A-Za-z0-9._-])\p{ASCII}/u.test(input)) return null;
  const text = domainToASCII(input).replace(/\.$/, '');
  if (ipaddr.IPv4.isValid(text)) {
    return ipaddr.IPv4.isValidFourPartDecimal(text) && input.replace(/\.$/, '') === text
      ? { kind: 'address', text }
      : null;
  }
  const labels = text.split('.');
  if (text.length > 253 || !labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label))) return null;
  // No public suffix is numeric: some resolver would take such a name for an address.
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? null : { kind: 'name', text };
}
