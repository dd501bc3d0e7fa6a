import { expect, it } from 'vitest';
import { addressBookOf, contactsOf, vCardsOf } from './contacts';

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

it('a card: who, where from, mail and phone', () => {
  const text = card(
    ...[
      'VERSION:4.0',
      'FN:Mira Kovac',
      'N:Kovac;Mira;;;',
      'ORG:Kiln;Workshop',
      'EMAIL;TYPE=work:mira@kiln.example',
    ],
    ...['EMAIL:m@home.example', 'TEL;VALUE=uri:tel:+49-30-1234'],
  );
  expect(contactsOf(text)).toEqual([
    {
      name: 'Mira Kovac',
      organisation: 'Kiln, Workshop',
      mails: ['mira@kiln.example', 'm@home.example'],
      phones: ['+49-30-1234'],
      note: '',
    },
  ]);
});

it('cards of version 3 and several in one file', () => {
  const text =
    card('VERSION:3.0', 'FN:Ada', 'item1.TEL;TYPE=CELL,VOICE:0170 1234') +
    card('VERSION:3.0', 'N:Lindgren;Bo;;;');
  expect(contactsOf(text).map(({ name, phones }) => [name, phones])).toEqual([
    ['Ada', ['0170 1234']],
    ['Bo Lindgren', []],
  ]);
});

it('without a name it is called by what else it says', () => {
  expect(contactsOf(card('VERSION:3.0', 'ORG:Kiln', 'EMAIL:x@kiln.example'))[0]).toMatchObject({
    name: 'Kiln',
    organisation: '',
  });
  expect(contactsOf(card('VERSION:3.0', 'EMAIL:x@kiln.example'))[0]?.name).toBe('x@kiln.example');
});

it.each(['', 'hello', 'BEGIN:VCARD\r\nFN:Ada', card('VERSION:3.0'), 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'])(
  'nothing in %j',
  (text) => expect(contactsOf(text)).toEqual([]),
);

it('cards of vast size and number are not read', () => {
  expect(contactsOf(card('FN:Ada', `NOTE:${'x'.repeat(500_000)}`))).toEqual([]);
  expect(contactsOf(card('VERSION:3.0', 'FN:Ada').repeat(100))).toHaveLength(20);
});

it('an address book goes out and comes in again, whatever its signs', () => {
  const contacts = Array.from({ length: 30 }, (_, index) => ({
    ...{
      name: `Ada; "B", \\c ${index}`,
      organisation: 'Org, Inc; x',
      mails: Array.from({ length: 50 }, (_, at) => `a${at}@${index}.example`),
    },
    ...{ phones: ['+46 1'], note: 'a, b\nc' },
  }));
  const text = vCardsOf(contacts);
  expect(text.match(/^BEGIN:VCARD\r$/gm)).toHaveLength(30);
  expect(addressBookOf(text)).toEqual(contacts);
  expect(addressBookOf('nothing')).toEqual([]);
});

it('one broken card does not take the others with it', () => {
  const good = (name: string) => card('VERSION:4.0', `FN:${name}`, 'EMAIL:a@b.example');
  const broken = [card('VERSION:4.0', 'no property', 'FN:Bob'), 'BEGIN:VCARD\r\nFN:Cut\r\n'];
  const text = [good('Ada'), ...broken, good('Eve')].join('');
  expect(addressBookOf(`\ufeff${text}`).map(({ name }) => name)).toEqual(['Ada', 'Eve']);
});

it('names of a card turn nothing that stands behind them', () => {
  const [contact] = contactsOf(card('VERSION:4.0', 'FN:Ada \u202egpj.exe\u2067', 'EMAIL:a@b.example'));
  expect(contact?.name).toBe('Ada gpj.exe');
});
