import type { Address } from 'postal-mime';
import type { Mailbox } from './types';

/** Groups (RFC 5322 §3.4) are unfolded into their members; an empty group ("undisclosed") keeps its name. */
export function mailboxes(addresses: Address[] | undefined): Mailbox[] {
  const flat: Mailbox[] = [];
  for (const address of addresses ?? []) {
    if (address.group === undefined) flat.push({ name: address.name, address: address.address });
    else if (address.group.length === 0) flat.push({ name: address.name, address: '' });
    else flat.push(...address.group.map(({ name, address }) => ({ name, address })));
  }
  return flat;
}
