import { readContacts } from '@/lib/store/contacts';

/** Contacts in the store, for unit tests. */

/** What is known of each: name, addresses, how many messages. */
export const told = async () =>
  (await readContacts()).map(({ name, addresses, messages }) => [name, addresses, messages]);
/** A contact as somebody writes it. */
export const details = (name: string, ...addresses: string[]) => ({
  name,
  addresses,
  phones: [],
  organisation: '',
  note: '',
});
