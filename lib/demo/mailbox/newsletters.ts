import { card } from './cards';
import type { Clock } from './clock';
import { type Letter, token } from './compose';
import { digest, editorial, gallery, shopWindow } from './layouts';
import { plain } from './page';
import { bakery, bookshop, fieldPost, museum, type Person, slowTrains } from './people';

/** What every bulk sender adds: how to leave (RFC 2369, RFC 8058), and what opening it tells them. */
export function bulk(key: string, at: number, from: Person, subject: string, html: string): Letter {
  const domain = from.address.split('@')[1] ?? 'bulk.invalid';
  return {
    key,
    at,
    from,
    subject,
    html,
    text: plain(html),
    encoding: 'quoted-printable',
    extra: [
      ['List-Id', `${from.name.replace(/[^\w ]/g, '')} <news.${domain}>`],
      [
        'List-Unsubscribe',
        `<https://${domain}/leave/${token(key, 16)}>, <mailto:leave@${domain}?subject=${token(key, 8)}>`,
      ],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ['Precedence', 'bulk'],
      ['X-Campaign', token(`${key} campaign`, 10)],
    ],
  };
}

const pixelOf = (host: string, key: string) => `https://${host}/open/${token(key, 16)}.gif`;

const leave = (domain: string, who: string) =>
  `${who}<br><a href="https://${domain}/leave">Unsubscribe</a> &nbsp;·&nbsp; <a href="https://${domain}/browser">Read in the browser</a>`;

function fieldPostIssue(
  key: string,
  at: number,
  number: number,
  lead: [title: string, text: string],
  second: [string, string],
  third: [string, string],
  closing: string,
): Letter {
  const story = (kicker: string, [title, text]: [string, string]) => ({
    kicker,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    text,
    image: `https://pictures.fieldpost.example/${number}/lead@2x.jpg`,
    href: `https://fieldpost.example/${number}`,
  });
  const html = editorial({
    masthead: 'The Field Post',
    line: `Issue ${number} · letters from places with one letterbox`,
    lead: story('This week', lead),
    stories: [story('From the archive', second), story('Readers write', third)],
    closing,
    footer: leave('fieldpost.example', 'You get this because you once sent us a postcard.'),
    pixel: pixelOf('mailer.example', key),
  });
  return bulk(key, at, fieldPost, `Issue ${number}: ${lead[0]}`, html);
}

/** The newsletters that Ada reads, and the ones that she means to unsubscribe from. */
export function newsletterLetters(clock: Clock): Letter[] {
  const wall = (
    key: string,
    at: number,
    subject: string,
    heading: string,
    intro: string,
    exhibits: [string, string][],
  ) =>
    bulk(
      key,
      at,
      museum,
      subject,
      gallery({
        name: 'Museum of Small Things',
        heading,
        intro,
        hero: `https://img.smallthings.example/${key}/hero.jpg`,
        exhibits: exhibits.map(([title, text], index) => ({
          title,
          text,
          image: `https://img.smallthings.example/${key}/${index + 1}.jpg`,
        })),
        button: 'Walk in online',
        href: 'https://smallthings.example/online',
        footer: leave(
          'smallthings.example',
          'Museum of Small Things · Customs Lane 2 · Mondays closed, dust allowed',
        ),
        pixel: pixelOf('count.smallthings.example', key),
      }),
    );
  return [
    fieldPostIssue(
      'field-205',
      clock.day(50, '06:00', fieldPost),
      205,
      [
        'a postman who knows every dog',
        'For thirty-one years Ewan Muir has delivered to nine farms and eleven dogs. He carries one bag for letters and one for biscuits, and has only once confused them, to the delight of the tax office.',
      ],
      [
        'The stamp with the upside-down heron',
        'Four were printed. Three are in collections. One was used to post a complaint about herons.',
      ],
      ['On licking envelopes', 'Mrs. Adeyemi of Cork recommends a carrot.'],
      'Write to us. We answer everything, eventually, and by hand.',
    ),
    fieldPostIssue(
      'field-211',
      clock.day(8, '06:00', fieldPost),
      211,
      [
        'the last hand-drawn timetable',
        'In the valley station of Obermatt the timetable is drawn anew each December, with a ruler and some regret. The 7:14 has had a small flower beside it since 1988. Nobody will say why.',
      ],
      [
        'What a mailbag weighs',
        'Empty: two kilos. Full of love letters: eleven. Full of catalogues: do not ask.',
      ],
      [
        'Re: the carrot',
        'Forty-one readers have written to us about the carrot. We thank them all, and consider the matter closed.',
      ],
      'Next week we go to sea.',
    ),
    fieldPostIssue(
      'field-212',
      clock.day(1, '06:00', fieldPost),
      212,
      [
        'letters from small harbours',
        'This week: a lighthouse that still sorts its own mail. Twice a month the boat brings a bag to Skarholm light, and the keeper, who is also the postmaster, the barber and one of the two goats’ godfather, sorts it under the lamp. It takes him a quarter of an hour, because there are four pigeonholes and one of them is for the pigeon.',
      ],
      [
        'A parcel that went round the Horn',
        'Posted in Bergen in 1911, delivered in Valparaíso in 1913, contents: one left boot, with apologies.',
      ],
      [
        'My harbour has no letterbox',
        'A reader from Nova Scotia throws her letters aboard the ferry. “So far,” she writes, “they have good arms.”',
      ],
      'Post early, and mind the goats.',
    ),
    wall(
      'museum-spring',
      clock.day(88, '10:00', museum),
      'Thimbles, keys, and one very small door',
      'Things you can lose in a pocket',
      'Our summer wall is one metre wide and holds 214 objects, none larger than a plum. Bring your glasses. We have some to lend, they are object 87.',
      [
        [
          'The smallest key',
          'It opens a music box. The music box is lost, so it opens nothing, but it does so beautifully.',
        ],
        ['Thimble, dented', 'By a tooth. We know whose.'],
      ],
    ),
    wall(
      'museum-bowls',
      clock.day(2, '10:00', museum),
      'Bowls of the world: open from next week',
      'Twenty-six bowls, and what was in them',
      'From Kyoto, Yingge, Damascus, Crete and a night watchman’s kitchen: an exhibition about the most useful hole that people ever made. With sounds, a smell (olive oil), and one bowl that you may hold.',
      [
        ['Black tea bowl, Kyoto', 'Chipped exactly where a grandmother’s thumb goes.'],
        ['Cup with a crack', 'Lent by a watchman, against a larger one.'],
        ['Moon jar', 'Not quite round. Neither is the moon.'],
        ['Celadon, made here', 'By A. Lindgren of our own office, who would rather not be mentioned.'],
      ],
    ),
    bulk(
      'trains-1',
      clock.day(15, '16:00', slowTrains),
      slowTrains,
      '🚂 Slow Trains #88: eleven hours well wasted',
      digest({
        name: 'Slow Trains Weekly',
        accent: '#b3412e',
        ground: '#f2dfd6',
        intro: 'Five ways to arrive late and happy. This week with soup.',
        items: [
          {
            title: 'The line that stops for tea',
            text: 'In the hills above Darjeeling, the driver decides when it is time. It is always time.',
            href: 'https://slowtrains.example/88/tea',
            minutes: 7,
          },
          {
            title: 'A sleeping car with a library',
            text: 'Forty books, all mysteries, all missing the last page, because of one passenger in 1974.',
            href: 'https://slowtrains.example/88/library',
            minutes: 9,
          },
          {
            title: 'How to eat soup at 60 km/h',
            text: 'Lean into the curve.',
            href: 'https://slowtrains.example/88/soup',
            minutes: 3,
          },
          {
            title: 'Station clocks, ranked',
            text: 'By how long you can look at them without thinking of work.',
            href: 'https://slowtrains.example/88/clocks',
            minutes: 5,
          },
        ],
        footer: leave('slowtrains.example', 'Sent on time, for once.'),
        pixel: pixelOf('t.slowtrains.example', 'trains-1'),
      }),
    ),
    bulk(
      'trains-2',
      clock.hours(6.2),
      slowTrains,
      '🚂 Slow Trains #89: the ferry that is secretly a train',
      digest({
        name: 'Slow Trains Weekly',
        accent: '#1f6b7a',
        ground: '#d9e9ea',
        intro: 'The rails end at the water. The train does not mind.',
        items: [
          {
            title: 'Four carriages, one ship',
            text: 'They roll aboard at dusk. You may stay in your seat, but nobody does.',
            href: 'https://slowtrains.example/89/ferry',
            minutes: 8,
          },
          {
            title: 'The conductor’s whistle, explained',
            text: 'Long, short, long: someone has left a scarf.',
            href: 'https://slowtrains.example/89/whistle',
            minutes: 4,
          },
          {
            title: 'A timetable for people without plans',
            text: 'Column one: trains. Column two: why not.',
            href: 'https://slowtrains.example/89/plans',
            minutes: 6,
          },
        ],
        footer: leave('slowtrains.example', 'Sent eleven minutes late, in keeping with the subject.'),
        pixel: pixelOf('t.slowtrains.example', 'trains-2'),
      }),
    ),
    bulk(
      'books',
      clock.day(7, '18:00', bookshop),
      bookshop,
      '📚 Three for the price of your weekend',
      shopWindow({
        name: 'Lantern & Page',
        slogan: 'The evenings are long.<br>We have planned for that.',
        code: 'BLANKET15',
        href: 'https://lanternandpage.example/winter',
        products: [
          {
            name: 'The Salt Ledger',
            price: '€ 21',
            note: 'A bookkeeper, a smuggler, a very honest parrot',
            image: 'https://cdn.lanternandpage.example/salt.jpg',
          },
          {
            name: 'Knots for Cellists',
            price: '€ 18',
            note: 'Exactly what it says. Oddly moving',
            image: 'https://cdn.lanternandpage.example/knots.jpg',
          },
          {
            name: 'A Field of Kettles',
            price: '€ 24',
            note: 'Poems, mostly about waiting',
            image: 'https://cdn.lanternandpage.example/kettles.jpg',
          },
        ],
        footer: leave('lanternandpage.example', 'Lantern &amp; Page, booksellers and stairs, Gull Street 5'),
        pixel: pixelOf('px.lanternandpage.example', 'books'),
      }),
    ),
    bulk(
      'bread',
      clock.day(3, '22:30', bakery),
      bakery,
      'Tomorrow at six: rye, walnut, and an experiment',
      card({
        sender: 'The Night Baker',
        accent: '#8a5a1f',
        heading: 'Tomorrow at six',
        paragraphs: [
          'Rye (dark), walnut (dense), and a plaited thing with cardamom that has no name yet. Suggestions at the counter. “Edmund” has already been suggested, we do not know by whom.',
          'We keep yours until nine if you press the button before midnight.',
        ],
        button: { label: 'Keep one for me', href: 'https://nightbaker.example/keep' },
        footer: leave('nightbaker.example', 'Baked while you sleep.'),
        pixel: pixelOf('mailer.example', 'bread'),
      }),
    ),
    bulk(
      'bread-old',
      clock.day(66, '22:30', bakery),
      bakery,
      'The oven is on holiday (so are we)',
      card({
        sender: 'The Night Baker',
        accent: '#8a5a1f',
        heading: 'Closed for two weeks',
        paragraphs: [
          'We are by the sea, asleep at night like everybody else. It feels very strange.',
          'There is a loaf in your freezer. We know you. Eat that one.',
        ],
        footer: leave('nightbaker.example', 'Not baked while you sleep.'),
        pixel: pixelOf('mailer.example', 'bread-old'),
      }),
    ),
  ];
}
