import 'server-only';
import ipaddr from 'ipaddr.js';
import type { Client } from './client';
import type { Config } from './config';
import { normaliseHost } from './host';
import type { Lifetime } from './lifetime';
import type { Limits } from './limits';
import { BridgeFailure, problemOf } from './problem';
import type { Resolve } from './resolve';
import { TargetRefused, TransportError } from './transport';

/** An address that may be dialled, and the name that its certificate has to bear. */
export interface Target {
  address: string;
  family: 4 | 6;
  /** For SNI and for the certificate's check; null: a literal address was asked for, which gets no SNI. */
  servername: string | null;
}

/** Names that mean something inside a network only; asking a resolver for them would already tell what is there. */
const privateSuffix =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|svc|arpa|test|invalid|onion)$/;

/** @param name as `normaliseHost` gives it */
export function isPrivateName(name: string): boolean {
  return !name.includes('.') || privateSuffix.test(name);
}

/**
 * What is dialled for. `pop3` and `submission` (RFC 6409 and 8314; never port 25) are the mail hosts that people name;
 * `web` is what mail and links name (images, unsubscribing), and `autoconfig` the providers' settings, which alone may
 * be had without TLS.
 */
export type Purpose = 'pop3' | 'submission' | 'web' | 'autoconfig';

/** What the operator decides of it. */
export type Policy = Pick<
  Config,
  'pop3Ports' | 'smtpPorts' | 'allowPrivateHosts' | 'allowHosts' | 'allowPrivateWeb'
>;

/** What a target is admitted with: see environment.ts. */
interface Admission {
  config: Policy;
  resolve: Resolve;
  limits: Pick<Limits, 'refusalMs'>;
  client: Pick<Client, 'site'>;
}

const webPorts: ReadonlySet<number> = new Set([443]);
const autoconfigPorts: ReadonlySet<number> = new Set([80, 443]);
const nobody: ReadonlySet<string> = new Set();

function portsOf(purpose: Purpose, policy: Policy): ReadonlySet<number> {
  switch (purpose) {
    case 'pop3':
      return policy.pop3Ports;
    case 'submission':
      return policy.smtpPorts;
    case 'web':
      return webPorts;
    case 'autoconfig':
      return autoconfigPorts;
  }
}

/**
 * The one door for everything that is dialled. The name is resolved here, once; EVERY answer is judged by its bytes,
 * and what is handed out is the address, so that a second lookup (rebinding) never happens. One bad answer refuses
 * all of them: a name that also points inside is an attack, or a mistake that nobody should lean on.
 *
 * @param site whose request it is
 * @throws TargetRefused for everything that policy forbids, without saying what it was.
 * @throws BridgeFailure `too_soon` when too many names are being resolved.
 * @throws TransportError `name_unknown` when a public name does not resolve.
 */
export async function checkTarget(
  asked: { host: string; port: number; purpose: Purpose },
  policy: Policy,
  resolve: Resolve,
  site: string,
): Promise<Target[]> {
  const { purpose } = asked;
  const forMail = purpose === 'pop3' || purpose === 'submission';
  const host = normaliseHost(asked.host);
  if (!host) throw new TargetRefused();
  const ownWeb = !forMail && policy.allowPrivateWeb.has(`${host.text}:${asked.port}`);
  if (!portsOf(purpose, policy).has(asked.port) && !ownWeb) throw new TargetRefused();
  // Both lists are of mail hosts: an image in a mail must not reach a web server that shares a machine with one.
  if (forMail && policy.allowHosts && !policy.allowHosts.has(host.text)) throw new TargetRefused();
  const allowed = forMail ? policy.allowPrivateHosts : nobody;
  const trusted = allowed.has(host.text) || ownWeb;
  if (host.kind === 'name' && isPrivateName(host.text) && !trusted) throw new TargetRefused();

  const named = trusted || (forMail && policy.allowHosts !== null);
  const answers =
    host.kind === 'address' ? [host.text] : await resolved(() => resolve(host.text, named, site));
  return answers.map((answer): Target => {
    if (!ipaddr.isValid(answer) || answer.includes('%')) throw new TargetRefused();
    const address = ipaddr.process(answer);
    const text = address.toString();
    const named = allowed.has(text) || (!forMail && policy.allowPrivateWeb.has(`${text}:${asked.port}`));
    if (isSpecial(address) && !trusted && !named) throw new TargetRefused();
    return {
      address: text,
      family: address.kind() === 'ipv4' ? 4 : 6,
      servername: host.kind === 'name' ? host.text : null,
    };
  });
}

/**
 * `checkTarget` for somebody who waits for the answer and must not learn from it what stands behind us: every refusal
 * takes the same time, whatever was asked for, and a resolver has no longer than that either.
 *
 * @param hidden true: a name that cannot be resolved counts as refused, too. Otherwise whoever has split-horizon DNS
 *   could have its inner names read out, since those that exist are refused and the others unknown. False: for hosts
 *   that were admitted before, whose owner has to hear that their name server fails.
 * @throws TargetRefused; BridgeFailure `too_soon`; TransportError `name_unknown` where it is not hidden; the lifetime's
 *   reason.
 */
export async function admitTarget(
  asked: { host: string; port: number; purpose: Purpose },
  { config, resolve, limits, client }: Admission,
  lifetime: Pick<Lifetime, 'race' | 'signal'>,
  hidden: boolean,
): Promise<Target[]> {
  const { refusalMs } = limits;
  let over = () => {};
  const floor = new Promise<void>((done) => {
    const timer = setTimeout(done, refusalMs);
    over = () => clearTimeout(timer);
  });
  const late = floor.then((): never => {
    throw new TransportError('name_unknown');
  });
  try {
    return await lifetime.race(Promise.race([checkTarget(asked, config, resolve, client.site), late]));
  } catch (error) {
    const unknown = error instanceof TransportError && error.code === 'name_unknown';
    if (!(error instanceof TargetRefused) && !(unknown && hidden)) throw error;
    await lifetime.race(floor);
    throw new TargetRefused();
  } finally {
    over();
    late.catch(() => {});
  }
}

async function resolved(resolve: () => ReturnType<Resolve>): Promise<readonly string[]> {
  const answers = await resolve().catch((): never => {
    throw new TransportError('name_unknown');
  });
  if (answers === 'busy') throw new BridgeFailure(manyNames);
  if (answers.length === 0) throw new TransportError('name_unknown');
  return [...new Set(answers)];
}

/** Told to who asks for another name while as many are being resolved as may be. */
export const manyNames = problemOf('too_soon', {
  message: 'The bridge looks up as many server names as it can at a time.',
  hint: 'Wait a few seconds and try again.',
  retryAfter: 5,
});

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
  if (!address.match(globalUnicast) || address.range() !== 'unicast') return true;
  const [, , , , first, second, ...carried] = address.parts;
  // ISATAP (RFC 5214 §6.1) names an IPv4 address of a site in its last half, whatever the prefix.
  const isatap = second === 0x5efe && (first === 0 || first === 0x200);
  return isatap && isSpecial(new ipaddr.IPv4(carried.flatMap((part) => [part >> 8, part & 0xff])));
}
