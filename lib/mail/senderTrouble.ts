import { registrableDomain } from './domain';
import { isFreeMail, mailboxKey } from './freeMail';
import { ascii, deceivingLetters, hasMarkedLetters, readable } from './hostLetters';
import { hasHidden, plainLetters } from './letters';
import { skeleton } from './lookalikes';
import { namedSites } from './namedSites';
import type { Mailbox } from './types';

/**
 * Why a sender may not be who it seems:
 * `name` the name holds an address of somebody else; `several` more than one sender is named; `hidden` invisible
 * characters; `letters` the domain's letters look like others; `reply` answers go elsewhere; `sender` another address
 * sent it; `contact` the name is a known correspondent's, and the address is not.
 */
export type SenderKind = 'name' | 'several' | 'hidden' | 'letters' | 'reply' | 'sender' | 'contact';

export interface SenderTrouble {
  kind: SenderKind;
  /** What seems to be: an address, a name. */
  seems: string;
  /** What is. */
  real: string;
}

export interface SenderFacts {
  from: readonly Mailbox[];
  replyTo: readonly Mailbox[];
  /** All headers, in their order. */
  headers: readonly { name: string; value: string }[];
  /** Addresses by the names (`nameKey`) of those whose mail came before, and of contacts. */
  known: ReadonlyMap<string, ReadonlySet<string>>;
  /** Characters that turn letters round were taken out of the sender's name or address. */
  turned?: boolean;
}

/**
 * Names compare by this: what is not seen, how it is spaced and capitalised, and letters of another script that are drawn
 * alike make no other person.
 */
export const nameKey = (name: string): string => skeleton(plainLetters(name)).replace(/\s+/g, ' ');

/** All that is odd about the senders of a message, the gravest first. */
export function senderTroubles({ from, replyTo, headers, known, turned }: SenderFacts): SenderTrouble[] {
  const values = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
  const [sender] = from;
  const written = values('from').map(({ value }) => value);
  if (!sender) return [];
  const real = sender.address;
  const domain = domainOf(real);
  const found: SenderTrouble[] = [];
  const add = (kind: SenderKind, seems: string, is = real) => found.push({ kind, seems, real: is });

  const named =
    addressesIn(sender.name).find((address) => isElsewhere(address, real)) ??
    namedSites(sender.name, false)
      .map(({ host, address }) => address || host)
      .find((site) => (site.includes('@') ? isElsewhere(site, real) : isElsewhere(`@${site}`, `@${domain}`)));
  if (named !== undefined) add('name', named);
  const others = from.slice(1).filter(({ address }) => isElsewhere(address, real));
  const stray = written.flatMap(straysIn).find((address) => isElsewhere(address, real));
  if (written.length > 1 || others.length > 0) add('several', others[0]?.address ?? written[1] ?? '');
  else if (stray !== undefined && named === undefined) add('several', stray);
  if (turned || hasHidden(real) || hasHidden(sender.name)) add('hidden', plainLetters(sender.name));
  if (deceivingLetters(domain) || hasMarkedLetters(domain)) {
    add('letters', readable(domain), ascii(domain));
  }

  const usual = known.get(nameKey(sender.name));
  if (usual && !usual.has(real.toLowerCase()) && ![...usual].some((address) => !isElsewhere(address, real))) {
    add('contact', [...usual][0] ?? '');
  }

  const sentBy = values('sender').flatMap(({ value }) => addressesIn(value))[0];
  const reply = replyTo.find(({ address }) => isElsewhere(address, real));
  // Lists answer for themselves, and name themselves; that something was sent to many says nothing of answers. Groups that put their address in the place of the author's say "via".
  const isGroup = sentBy === real.toLowerCase() && /\svia\s/i.test(sender.name);
  const isList = isGroup || headers.some(({ name }) => listHeader.test(name));
  const ofList =
    isGroup ||
    (reply &&
      (headers.some(({ name, value }) => listHeader.test(name) && names(value, reply.address)) ||
        // Those of old have no more than this, and are written to themselves.
        (isList &&
          [...values('to'), ...values('cc')].some(({ value }) =>
            addressesIn(value).includes(reply.address.toLowerCase()),
          ))));
  // Who answers for whom it sends is told beside the name.
  if (reply && !ofList && (sentBy === undefined || isElsewhere(reply.address, sentBy))) {
    add('reply', real, reply.address);
  }
  if (sentBy !== undefined && !isList && isElsewhere(sentBy, real)) add('sender', real, sentBy);
  return found;
}

const listHeader =
  /^(?:list-(?:id|post|unsubscribe|help)|precedence|mailing-list|x-mailing-list|x-loop|x-beenthere)$/i;

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** Whether the header of a list has the address in it, or a host of the same owner. */
function names(value: string, address: string): boolean {
  const hosts =
    value.slice(0, 2_000).match(/[^\s<>@:/?&=,;"]{0,64}@?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}/gi) ?? [];
  return hosts.some((host) => !isElsewhere(address, host.includes('@') ? host : `@${host}`));
}

/**
 * Another owner's; without a domain it is nobody's. Where everybody gets an address, each is an owner.
 *
 * @param than the address that it is compared with
 */
function isElsewhere(address: string, than: string): boolean {
  const [other, domain] = [domainOf(address), domainOf(than)];
  if (!address.includes('@')) return false;
  if (isFreeMail(address) && isFreeMail(than)) return mailboxKey(address) !== mailboxKey(than);
  if (other === domain) return false;
  const [one, two] = [registrableDomain(other), registrableDomain(domain)];
  return one === null || two === null ? true : one !== two;
}

/** What reads like an address in a name. */
function addressesIn(text: string): string[] {
  return (
    plainLetters(text).match(/[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}-]{2,63}/gu) ?? []
  ).map((address) => address.toLowerCase());
}

/**
 * All that reads like an address in a header outside of quotes and comments: parsers take the first of several, and
 * `<a@bank.example>x@evil.example` is read in two ways.
 */
function straysIn(written: string): string[] {
  return addressesIn(written.slice(0, 2_000).replace(/"(?:[^"\\]|\\.)*"|\([^()]*\)/g, ' '));
}
