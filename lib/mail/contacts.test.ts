import { expect, it } from 'vitest';
import { addressBookOf, contactsOf, vCardsOf } from './contacts';
import { guessed } from './guessed';

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

const outlook = card(
  ...['VERSION:2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;'],
  ...[
    'FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=FCrgen =',
    'M=FCller',
    'TEL;WORK;VOICE:+44 1',
    'TEL;CELL:123',
  ],
  ...[
    'EMAIL;PREF;INTERNET:j@engine.example',
    'ORG:Kiln, Ltd;Glaze\\;Ash',
    'URL;WORK:https://engine.example/a:b',
  ],
  ...['ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;Stra=C3=9Fe 1=0D=0AHof;Town;;12345;', 'BDAY:19850412'],
  ...['PHOTO;JPEG;ENCODING=BASE64:', ' /9j/4AAQSkZJRg', ' ABAQAAAQ==', '', 'NOTE:C:\\temp'],
);

it('cards of version 2.1 are read: bare kinds, quoted-printable in letters of its own, folded lines', () => {
  expect(contactsOf(outlook)).toEqual([
    {
      ...{ name: 'Jürgen Müller', organisation: 'Kiln, Ltd, Glaze;Ash', mails: ['j@engine.example'] },
      ...{ phones: ['+44 1', '123'], note: 'C:\\temp', pages: ['https://engine.example/a:b'] },
      ...{ places: ['Straße 1 Hof, Town, 12345'], birthday: '1985-04-12' },
    },
  ]);
  const file =
    card('VERSION:3.0', 'FN:Ada') + outlook + card('VERSION:2.1', 'nothing') + card('VERSION:4.0', 'FN:Eve');
  expect(contactsOf(file).map(({ name }) => name)).toEqual(['Ada', 'Jürgen Müller', 'Eve']);
});

it.each([
  ['3.0', 'BDAY:1985-04-12T00:00:00Z', '1985-04-12'],
  ['4.0', 'BDAY:--0412', '--04-12'],
  ['4.0', 'BDAY;VALUE=text:circa 1800', 'circa 1800'],
  ['3.0', 'BDAY:in spring', undefined],
])('a birthday, or one that is none, in version %s: %s', (version, line, birthday) => {
  const [contact] = contactsOf(card(`VERSION:${version}`, 'FN:Ada', line));
  expect([contact?.name, contact?.birthday]).toEqual(['Ada', birthday]);
});

it('a semicolon of a name may be escaped, and a backslash before one stays', () => {
  const [contact] = contactsOf(
    card('VERSION:4.0', 'FN:Folded Name\\, Jr\\', ' ; x', 'NOTE:a\\\\;b\\;c', 'ORG:Kiln\\; Sons;Glaze'),
  );
  expect([contact?.name, contact?.note, contact?.organisation]).toEqual([
    'Folded Name, Jr; x',
    'a\\;b;c',
    'Kiln; Sons, Glaze',
  ]);
  expect(addressBookOf(vCardsOf(contact ? [contact] : []))).toEqual([contact]);
});

it('of a contact without anything no card goes out, and none has an empty name', () => {
  const nobody = { name: '', organisation: '', mails: [], phones: [], note: '' };
  expect(vCardsOf([nobody])).toBe('');
  expect(vCardsOf([nobody, { ...nobody, phones: ['1'] }]).match(/^FN:.*/gm)).toEqual(['FN:1']);
});

it('a file of an old phone is an address book, too', () => {
  const file = [
    card('VERSION:2.1', 'FN:Joe Plain', 'EMAIL;INTERNET;PREF:joe@x.example', 'TEL;CELL:1'),
    card('VERSION:2.1', 'N:K\xf6nig;Jo;;;', 'EMAIL;INTERNET:jo@x.example'),
  ].join('');
  const octets = Uint8Array.from(file, (sign) => sign.charCodeAt(0));
  expect(addressBookOf(guessed(octets)).map(({ name, mails }) => [name, mails])).toEqual([
    ['Joe Plain', ['joe@x.example']],
    ['Jo König', ['jo@x.example']],
  ]);
});
