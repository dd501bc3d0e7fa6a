/** A person, or whoever else mail comes from or goes to. */
export interface ContactRecord {
  id: number;
  name: string;
  /** Lower case; each stands in one contact alone. */
  addresses: string[];
  phones: string[];
  organisation: string;
  note: string;
  /** Messages from them, and to them from an account's own address. */
  messages: number;
  /** Date of the newest of these, ms since 1970; null: there is none. */
  last: number | null;
  /** The person has written the name: mail does not change it any more. */
  named?: true;
}

/** What a person writes of a contact. */
export type ContactDetails = Pick<ContactRecord, 'name' | 'addresses' | 'phones' | 'organisation' | 'note'>;
