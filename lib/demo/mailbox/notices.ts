import { card, receipt } from './cards';
import type { Clock } from './clock';
import { type Letter, token } from './compose';
import { calendar, pdf } from './documents';
import { plain } from './page';
import { bank, clayShop, forum, library, type Person, parcel, rail } from './people';

type Facts = [string, string][];

/** A notice with one thing to say. */
function notice(
  key: string,
  at: number,
  from: Person,
  subject: string,
  accent: string,
  paragraphs: string[],
  more: { code?: string; button?: { label: string; href: string }; heading?: string; footer?: string } = {},
): Letter {
  const domain = from.address.split('@')[1] ?? 'notice.invalid';
  const {
    heading = subject,
    footer = `${from.name} · <a href="https://${domain}/help">Help</a>`,
    ...rest
  } = more;
  const html = card({
    sender: from.name,
    accent,
    heading,
    paragraphs,
    footer,
    pixel: `https://${domain}/seen/${token(key, 14)}.gif`,
    ...rest,
  });
  return { key, at, from, subject, html, text: plain(html), extra: [['Auto-Submitted', 'auto-generated']] };
}

/** A bill or an order. */
function bill(
  key: string,
  at: number,
  from: Person,
  subject: string,
  accent: string,
  text: string,
  lines: Facts,
  total: string,
  facts: Facts,
  files?: Letter['files'],
): Letter {
  const domain = from.address.split('@')[1] ?? 'bill.invalid';
  const html = receipt({
    shop: from.name,
    accent,
    heading: subject,
    text,
    lines,
    total,
    facts,
    footer: `${from.name} · keep this for your records`,
    pixel: `https://${domain}/seen/${token(key, 14)}.gif`,
  });
  return {
    key,
    at,
    from,
    subject,
    html,
    text: plain(html),
    ...(files ? { files } : {}),
    extra: [['Auto-Submitted', 'auto-generated']],
  };
}

const power: Person = { name: 'Leuchtwerk Energie', address: 'service@leuchtwerk.example', zone: '+0100' };
const dentist: Person = { name: 'Dr. Amsel, dentist', address: 'practice@amsel.example', zone: '+0100' };
const hosting: Person = { name: 'Lindgren Mail', address: 'postmaster@lindgren.example', zone: '+0000' };

/** Banks, parcels, tickets and codes: the mail of those who never sleep. */
export function noticeLetters(clock: Clock): Letter[] {
  const statement = (key: string, at: number, month: string) =>
    notice(
      key,
      at,
      bank,
      `Your ${month} statement is ready`,
      '#1d6b57',
      [
        'Sign in to see it. We never ask for your code by mail, on the telephone, or through the letterbox.',
        'This letter has no button on purpose: please type our address yourself, as you always do.',
      ],
      {
        footer: 'Nordbanken · Harbour branch · Monday to Friday, 9 to 16, Thursdays with coffee',
      },
    );
  const order = token(`order ${clock.year}`, 6).toUpperCase();
  return [
    statement('bank-1', clock.day(92, '09:15', bank), clock.month(-3)),
    statement('bank-2', clock.day(62, '09:15', bank), clock.month(-2)),
    statement('bank-3', clock.day(31, '09:15', bank), clock.month(-1)),
    statement('bank-4', clock.hours(2.6), clock.month(0)),
    notice('bank-login', clock.day(6, '20:02', bank), bank, 'New sign-in from “Kitchen tablet”', '#1d6b57', [
      'Somebody signed in from a tablet called “Kitchen tablet”, in your town, just now.',
      'If that was you: good evening. If not, ring us at the number on the back of your card.',
    ]),
    notice(
      'code',
      clock.hours(0.9),
      forum,
      '482 913 is your Glaze Forum code',
      '#5b4bb7',
      ['Type this code to finish signing in. It works for ten minutes, and only once, like a good joke.'],
      { heading: 'Your sign-in code', code: '482913' },
    ),
    notice(
      'reset',
      clock.day(44, '22:16', forum),
      forum,
      'Reset your password',
      '#5b4bb7',
      [
        'You (or a very determined cat) asked for a new password. The button works for one hour.',
        'If you did not ask, do nothing: nothing will happen.',
      ],
      {
        button: {
          label: 'Choose a new password',
          href: `https://glazeforum.example/reset/${token('reset', 24)}`,
        },
      },
    ),
    notice(
      'forum-badge',
      clock.day(35, '08:00', forum),
      forum,
      'You have earned the badge “Crackle”',
      '#5b4bb7',
      ['For forty answers about glazes that were not meant to do that.'],
      { button: { label: 'See your badges', href: 'https://glazeforum.example/ada/badges' } },
    ),
    bill(
      'clay-order',
      clock.day(13, '11:32', clayShop),
      clayShop,
      `Your order ${order}`,
      '#9c4a2b',
      'Thank you. Hugo packs it tomorrow; Hugo packs things as if they had feelings.',
      [
        ['Stoneware clay, grogged, 4 × 10 kg', '€ 58.00'],
        ['Ribs, wooden, set of three', '€ 14.50'],
        ['Sponge on a stick', '€ 4.20'],
        ['Carriage, heavy', '€ 12.00'],
      ],
      '€ 88.70',
      [
        ['Order', order],
        ['Goes to', 'Ada Lindgren, Kiln Street Studio, shelf 14'],
        ['Paid by', 'card ending 0042'],
      ],
    ),
    notice(
      'clay-sent',
      clock.day(12, '15:20', clayShop),
      clayShop,
      `On its way: ${order}`,
      '#9c4a2b',
      ['Four parcels, one order, 41 kilos. Please be kind to the person who carries them up.'],
      { button: { label: 'Follow the parcels', href: 'https://parcelheron.example/track' } },
    ),
    notice('parcel-1', clock.day(11, '07:05', parcel), parcel, 'Today between 10:40 and 12:40', '#2862b8', [
      'Four parcels from Earth &amp; Ash Supplies. Our driver is called Dragan and does not like your stairs either.',
    ]),
    notice('parcel-2', clock.day(11, '12:52', parcel), parcel, 'We met your neighbour instead', '#2862b8', [
      'Your parcels (4) are at: <b>ground floor, the door with the tuba</b>.',
      'Signed: “L. Brass”.',
    ]),
    notice(
      'parcel-3',
      clock.hours(8.1),
      parcel,
      'A parcel from Kyoto is in customs 📦',
      '#2862b8',
      [
        'One wooden box, contents declared as “bowl, old, loved”, value declared as “difficult”.',
        'An officer may ring you about the second.',
      ],
      { button: { label: 'See where it is', href: 'https://parcelheron.example/track/kyoto' } },
    ),
    bill(
      'train',
      clock.day(18, '09:41', rail),
      rail,
      'Your ticket to Malmö',
      '#0b5c8c',
      'Two people, one dog, seats by the window. The dog sits in the aisle.',
      [
        ['Adult, flexible', '€ 49.00'],
        ['Adult, flexible', '€ 49.00'],
        ['Dog, medium', '€ 9.00'],
      ],
      '€ 107.00',
      [
        ['Leaves', `${clock.date(20)}, 08:14, platform 3`],
        ['Carriage', '11, seats 42 and 44'],
        ['Booking', token('train', 6).toUpperCase()],
      ],
      [
        {
          name: 'ticket-malmo.pdf',
          type: 'application/pdf',
          bytes: pdf('Kustbanan: ticket', [
            `${clock.date(20)}   08:14   platform 3`,
            'Carriage 11, seats 42 and 44, and a dog.',
            '',
            'Show this page or tell the conductor a good story.',
          ]),
        },
        {
          name: 'journey.ics',
          type: 'text/calendar; charset=utf-8',
          bytes: calendar(
            {
              uid: 'malmo',
              title: 'Train to Malmö',
              place: 'Platform 3',
              start: new Date(clock.now + 20 * 86_400_000),
              hours: 3,
              organiser: rail,
              note: 'Bring a sandwich for the dog.',
            },
            'PUBLISH',
          ),
        },
      ],
    ),
    notice('train-late', clock.day(4, '06:35', rail), rail, 'Platform change: 7 instead of 3', '#0b5c8c', [
      'Platform 3 is being painted. Your train, time and seats are the same; only the walk is longer.',
    ]),
    notice(
      'library-1',
      clock.day(16, '08:00', library),
      library,
      'Due in three days: “Glazes of the Song Dynasty”',
      '#6b3f7c',
      ['You have had it for eleven weeks. So had you in spring. We can recommend a bookshop.'],
      { button: { label: 'Renew', href: 'https://library.example/renew' } },
    ),
    notice(
      'library-2',
      clock.day(13, '08:00', library),
      library,
      'Renewed (again): “Glazes of the Song Dynasty”',
      '#6b3f7c',
      ['We have stopped asking and have put your name on its shelf.'],
    ),
    bill(
      'power',
      clock.day(23, '05:00', power),
      power,
      `Invoice for ${clock.month(-1)}`,
      '#c07a00',
      'Your kiln-shaped consumption has been noticed with respect.',
      [
        ['Electricity, 212 kWh', '€ 67.84'],
        ['Base price', '€ 11.90'],
      ],
      '€ 79.74',
      [
        ['Due', clock.date(9)],
        ['By', 'direct debit, you need do nothing'],
      ],
      [
        {
          name: 'invoice.pdf',
          type: 'application/pdf',
          bytes: pdf('Leuchtwerk Energie: invoice', [
            '212 kWh            67.84 EUR',
            'Base price         11.90 EUR',
            'Total              79.74 EUR',
          ]),
        },
      ],
    ),
    notice(
      'dentist',
      clock.day(5, '07:45', dentist),
      dentist,
      `Reminder: ${clock.date(12)}, 8:30`,
      '#24807c',
      [
        'You are down for a check. It will be short, and there is a new aquarium.',
        'If you cannot come, tell us two days before. The fish take it personally.',
      ],
    ),
    notice(
      'quota',
      clock.day(10, '03:12', hosting),
      hosting,
      'Your maildrop holds a large message',
      '#4a5568',
      [
        'A message of 16 MB arrived (“The tenor line, for the car”). There is room, do not worry. Fetch your mail now and then and there always will be.',
      ],
    ),
  ];
}
