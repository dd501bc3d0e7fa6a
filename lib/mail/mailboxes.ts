import type { Address } from 'postal-mime';
import { directsLetters, undirected } from './letters';
import type { Mailbox } from './types';

/** Groups (RFC 5322 §3.4) are unfolded into their members; an empty group ("undisclosed") keeps its name. No name is drawn turned round. */
export function mailboxes(addresses: Address[] | undefined): Mailbox[] {
  const flat: Mailbox[] = [];
  for (const address of addresses ?? []) {
    if (address.group === undefined) flat.push(mailbox(address.name, address.address));
    else if (address.group.length === 0) flat.push(mailbox(address.name, ''));
    else flat.push(...address.group.map((each) => mailbox(each.name, each.address)));
  }
  return flat;
}

/** The address stays as it is: without them it would be somebody else's. What it reads like stands before it, then. */
const mailbox = (name = '', address = ''): Mailbox => ({
  name: undirected(name) || (directsLetters(address) ? undirected(address) : ''),
  address,
});
