import ICAL from 'ical.js';
import { inOneLine } from './letters';
import { isOldVCard, modernVCard } from './oldVCard';

/** A person or an organisation of a vCard (RFC 6350 and the older 2426), as text that is only ever shown as text. */
export interface Contact {
  name: string;
  organisation: string;
  mails: string[];
  phones: string[];
  note: string;
  /** Where they live and work, each in one line; absent, as what follows, where the card says nothing. */
  places?: string[];
  /** Web pages, as they were written. */
  pages?: string[];
  /** `1985-04-12`, `--04-12` where the year is not told, or in words. */
  birthday?: string;
}

/** Whole address books are files, not cards. */
const maxLength = 500_000;
const maxContacts = 20;
/** Of each kind; the addresses of one contact are as many at most. */
const maxValues = 50;
const maxNote = 10_000;

/** Reads the contacts of a vCard file; none for what is broken, or far too long. */
export function contactsOf(text: string): Contact[] {
  if (text.length > maxLength) return [];
  return cardsOf(text, maxContacts);
}

/** Reads an address book, however long; cards that are none are left out. Empty for what is no vCard. */
export function addressBookOf(text: string): Contact[] {
  return cardsOf(text, Number.POSITIVE_INFINITY);
}

function cardsOf(text: string, most: number): Contact[] {
  const found: Contact[] = [];
  for (const card of sources(text)) {
    if (found.length >= most) break;
    // One broken card is no reason to leave out the others.
    const contact = (isOldVCard(card) ? null : parsed(card)) ?? parsed(modernVCard(card));
    if (contact) found.push(contact);
  }
  return found;
}

function parsed(card: string | null): Contact | null {
  try {
    return card === null ? null : read(new ICAL.Component(ICAL.parse(plainSemicolons(card))));
  } catch {
    return null;
  }
}

/**
 * Outside of values in parts a semicolon may be escaped as well (RFC 6350 §3.4), which the library leaves as it is.
 *
 * @returns with its lines unfolded
 */
function plainSemicolons(card: string): string {
  return card
    .replace(/\r\n[ \t]/g, '')
    .replace(/^(?:[\w-]+\.)?(?:FN|EMAIL|TEL|NOTE|URL)[;:].*$/gim, (line) =>
      line.replace(/\\([\\;])/g, (pair, sign) => (sign === ';' ? sign : pair)),
    );
}

/** The text of each card by itself. */
function* sources(text: string): Generator<string> {
  let card: string[] | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    // A byte order mark is white space, too.
    if (/^\s*BEGIN:VCARD\s*$/i.test(line)) card = ['BEGIN:VCARD'];
    else card?.push(line);
    if (!card || !/^END:VCARD\s*$/i.test(line)) continue;
    yield card.join('\r\n');
    card = null;
  }
}

/** Contacts as vCards (RFC 6350), one behind the other; of whom nothing is known there is none. */
export function vCardsOf(contacts: readonly Contact[]): string {
  return contacts
    .filter(({ name, organisation, mails, phones, note }) =>
      [name, organisation, note, ...mails, ...phones].some((value) => value !== ''),
    )
    .map(({ name, organisation, mails, phones, note }) => {
      const properties: [string, object, string, string | string[]][] = [
        ['version', {}, 'text', '4.0'],
        ['fn', {}, 'text', name || mails[0] || organisation || phones[0] || note],
        ...mails.map((mail): [string, object, string, string] => ['email', {}, 'text', mail]),
        ...phones.map((phone): [string, object, string, string] => ['tel', {}, 'text', phone]),
      ];
      if (organisation !== '') properties.push(['org', {}, 'text', [organisation]]);
      if (note !== '') properties.push(['note', {}, 'text', note]);
      return ICAL.stringify(['vcard', properties, []]);
    })
    .join('');
}

function read(card: ICAL.Component): Contact | null {
  if (card.name !== 'vcard') return null;
  const values = (name: string) =>
    card
      .getAllProperties(name)
      .slice(0, maxValues)
      .map((property) => words(property.getFirstValue()))
      .filter((value) => value !== '');
  const organisation = values('org')[0] ?? '';
  // N is "family; given; …": who has no FN has at least that.
  const parts = card.getFirstPropertyValue('n');
  const given = Array.isArray(parts) ? [parts[1], parts[0]].map(words).join(' ').trim() : words(parts);
  const mails = values('email').map((mail) => mail.replace(/^mailto:/i, ''));
  const name = values('fn')[0] || given || organisation || mails[0] || '';
  if (name === '') return null;
  const [places, pages, [birthday]] = [values('adr'), values('url'), values('bday')];
  return {
    name,
    organisation: organisation === name ? '' : organisation,
    mails,
    phones: values('tel').map((phone) => phone.replace(/^tel:/i, '')),
    note: String(card.getFirstPropertyValue('note') ?? '')
      .trim()
      .slice(0, maxNote),
    ...(places.length > 0 && { places }),
    ...(pages.length > 0 && { pages }),
    ...(birthday && { birthday: birthday.replace(/^(\d{4}-\d\d-\d\d)T.*/, '$1') }),
  };
}

function words(value: unknown): string {
  const text = Array.isArray(value)
    ? value
        .flat()
        .filter((each) => each !== '')
        .join(', ')
    : String(value ?? '');
  return inOneLine(text, 300);
}
