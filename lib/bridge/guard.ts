import 'server-only';
import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import type { Config } from './config';
import { normaliseHost } from './host';
import { TargetRefused, TransportError } from './transport';

/** An address that may be dialled, and the name that its certificate has to bear. */
export interface Target {
  address: string;
  family: 4 | 6;
  /** For SNI and for the certificate's check; null: a literal address was asked for, which gets no SNI. */
  servername: string | null;
}

/** Every address of a name, of both families, in the order in which they should be tried. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** As every other program on this machine resolves names, its hosts file included (getaddrinfo). */
export const resolveName: Resolve = async (name) => {
  const answers = await lookup(name, { all: true, order: 'verbatim' });
  return answers.map((answer) => answer.address);
};

/** Names that mean something inside a network only; asking a resolver for them would already tell what is there. */
const privateSuffix =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|svc|arpa|test|invalid|onion)$/;

/**
 * The one door for everything that is dialled. The name is resolved here, once; EVERY answer is judged by its bytes,
 * and what is handed out is the address, so that a second lookup (rebinding) never happens. One bad answer refuses
 * all of them: a name that also points inside is an attack, or a mistake that nobody should lean on.
 *
 * @throws TargetRefused for everything that policy forbids, without saying what it was.
 * @throws TransportError `name_unknown` when a public name does not resolve.
 */
export async function checkTarget(
  asked: { host: string; port: number; purpose: 'pop3' },
  policy: Pick<Config, 'pop3Ports' | 'allowPrivateHosts' | 'allowHosts'>,
  resolve: Resolve = resolveName,
): Promise<Target[]> {
  const ports = { pop3: policy.pop3Ports }[asked.purpose];
  const host = normaliseHost(asked.host);
  if (!host || !ports.has(asked.port)) throw new TargetRefused();
  if (policy.allowHosts && !policy.allowHosts.has(host.text)) throw new TargetRefused();
  const trusted = policy.allowPrivateHosts.has(host.text);
  const isPrivateName = host.kind === 'name' && (!host.text.includes('.') || privateSuffix.test(host.text));
  if (isPrivateName && !trusted) throw new TargetRefused();

  const answers = host.kind === 'address' ? [host.text] : await resolved(host.text, resolve);
  return answers.map((answer): Target => {
    if (!ipaddr.isValid(answer) || answer.includes('%')) throw new TargetRefused();
    const address = ipaddr.process(answer);
    const text = address.toString();
    if (isSpecial(address) && !trusted && !policy.allowPrivateHosts.has(text)) throw new TargetRefused();
    return {
      address: text,
      family: address.kind() === 'ipv4' ? 4 : 6,
      servername: host.kind === 'name' ? host.text : null,
    };
  });
}

async function resolved(name: string, resolve: Resolve): Promise<readonly string[]> {
  const answers = await resolve(name).catch((): never => {
    throw new TransportError('name_unknown');
  });
  if (answers.length === 0) throw new TransportError('name_unknown');
  return [...new Set(answers)];
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * True for every address that is not an ordinary one of the public Internet (IANA's special-purpose registries).
 * Judged by bytes, never by text: `::ffff:7f00:1` and `64:ff9b::7f00:1` are both 127.0.0.1. Of the forms that carry
 * an IPv4 address, mapped ones (RFC 4291 §2.5.5.2) and NAT64 (RFC 6052: how a network without IPv4 reaches mail
 * servers) are judged by what they carry; compatible, 6to4 and Teredo addresses are dead, and refused altogether.
 */
export function isSpecial(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() !== 'unicast';
  if (address.isIPv4MappedAddress()) return isSpecial(address.toIPv4Address());
  if (address.match(nat64)) return isSpecial(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return !address.match(globalUnicast) || address.range() !== 'unicast';
}
