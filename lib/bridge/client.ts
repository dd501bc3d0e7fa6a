import 'server-only';
import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { browserHeader } from '@/lib/contract/constants';

/** Whose request it is, as far as limits have to tell people apart. Never logged, never stored. */
export interface Client {
  /** An IPv4 address, or the /64 of an IPv6 one, which is what a household or a server gets. */
  network: string;
  /** The /48 around an IPv6 network: providers give a whole one to whoever asks. For IPv4 the same as `network`. */
  site: string;
  /**
   * One browser. The page chooses it at random: it serves fairness among honest browsers, and who lies gains nothing,
   * since the limit of his network still holds. Without one, all of a network counts as one browser.
   */
  browser: string;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type AddressRange = readonly [Address, number];

/**
 * Route handlers see no socket, and the `X-Forwarded-For` that they see is the client's own where he sent one (Next
 * adds the socket's address only where there is none). So the address is taken where Node has it, before Next sees
 * the request, and travels on in a header whose name nobody outside of this process knows.
 */
const shared = globalThis as typeof globalThis & { postbagPeerHeader?: string };

/** The header of this process that carries the address of the socket's other end. */
export function peerHeader(): string {
  shared.postbagPeerHeader ??= `x-postbag-peer-${randomBytes(16).toString('hex')}`;
  return shared.postbagPeerHeader;
}

/** From now on every request that this process serves bears its peer's address. Once a process, before the first. */
export function watchPeers(): void {
  const name = peerHeader();
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[name] = request.socket.remoteAddress ?? '';
  });
}

/**
 * Tells whose request it is. `X-Forwarded-For` counts only where the socket's other end is a trusted proxy: read from
 * the right, since each proxy appends whom it heard, the first address that is no trusted proxy is the client.
 * Everything to the left of it is hearsay.
 */
export function clientOf({ headers }: Pick<Request, 'headers'>, trusted: readonly AddressRange[]): Client {
  const peer = parse(headers.get(peerHeader()) ?? '');
  const address = peer && isTrusted(peer, trusted) ? forwarded(headers, peer, trusted) : peer;
  const network = address ? prefix(address, 64) : 'unknown';
  const named = headers.get(browserHeader) ?? '';
  const browser = /^[A-Za-z0-9_-]{22}$/.test(named) ? `${network} ${named}` : network;
  return { network, site: address ? prefix(address, 48) : 'unknown', browser };
}

function forwarded(headers: Headers, peer: Address, trusted: readonly AddressRange[]): Address {
  let last = peer;
  for (const hop of (headers.get('x-forwarded-for') ?? '').split(',').reverse()) {
    const address = parse(hop);
    // What no proxy of ours would have written: the last one that we know of has to answer for it.
    if (!address) return last;
    last = address;
    if (!isTrusted(address, trusted)) return address;
  }
  return last;
}

/** An address as proxies write it, some with a port. Null for what is none. */
function parse(text: string): Address | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return bare.includes(':') && ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : null;
}

function isTrusted(address: Address, trusted: readonly AddressRange[]): boolean {
  return trusted.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
}

function prefix(address: Address, bits: number): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return address.parts
    .slice(0, bits / 16)
    .map((part) => part.toString(16))
    .join(':');
}

/** Ranges of addresses, `192.0.2.0/24` or `2001:db8::1`; null when the text is none. */
export function parseRange(text: string): AddressRange | null {
  const [base = '', bits, ...more] = text.split('/');
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(base);
  if (
    more.length > 0 ||
    !(v4 || (/^[0-9A-Fa-f:.]+$/.test(base) && base.includes(':') && ipaddr.IPv6.isValid(base)))
  )
    return null;
  const most = v4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  // Nobody trusts everybody: a range that wide is a slip, and would let every client choose his own address.
  return length >= 1 && length <= most ? [ipaddr.parse(base), length] : null;
}
