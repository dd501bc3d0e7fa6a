import type { Clock } from './clock';
import type { Letter } from './compose';
import { ada, gwen, henrik, type Person, piotr, tenors, tomas } from './people';

/** What the list server adds to each post. */
const listHeaders: [string, string][] = [
  ['List-Id', 'Tenor section of the Harbour Choir <tenors.lists.harbourchoir.example>'],
  ['List-Post', '<mailto:tenors@lists.harbourchoir.example>'],
  ['List-Help', '<https://lists.harbourchoir.example/tenors>'],
  [
    'List-Unsubscribe',
    '<mailto:tenors-leave@lists.harbourchoir.example>,\r\n <https://lists.harbourchoir.example/tenors/leave>',
  ],
  ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ['Precedence', 'list'],
];

const footer = `
_______________________________________________
tenors mailing list · eleven people, one good ear
https://lists.harbourchoir.example/tenors`;

/** Who drives on Sunday, told over five days: each entry answers the one named by `answers` (counted from 0). */
export function drivingLetters(clock: Clock): Letter[] {
  const posts: { from: Person; at: number; answers?: number; text: string }[] = [
    {
      from: gwen,
      at: clock.day(6, '17:02', gwen),
      text: `Tenors,

the concert is on ${clock.concertDay()}, in the old customs house, and the bus does not go there on Sundays. Who drives? We are eleven. The basses have hired a boat, which is showing off.

Gwen`,
    },
    {
      from: piotr,
      at: clock.day(6, '19:30', piotr),
      answers: 0,
      text: 'I have four seats and one opinion about the windows (closed).\n\nPiotr',
    },
    {
      from: tomas,
      at: clock.day(5, '08:12', tomas),
      answers: 1,
      text: `> one opinion about the windows (closed)

Then I drive myself. Three seats, windows open, scarves recommended.

Tomás`,
    },
    {
      from: henrik,
      at: clock.day(5, '09:45', henrik),
      answers: 0,
      text: `A word from the front: whoever drives, be there at 16:00. Not "around". The altos will be there at 15:30 and will tell me about it.

Henrik`,
    },
    {
      from: gwen,
      at: clock.day(4, '12:20', gwen),
      answers: 2,
      text: '> scarves recommended\n\nA tenor in a draught is a baritone by evening. Piotr wins.\n\nGwen',
    },
    {
      from: ada,
      at: clock.day(4, '20:51', ada),
      answers: 3,
      text: `I have the small van from the museum until Monday. Six seats, and straps, because usually it carries glass cases. I leave from the station at 15:10.

Ada`,
    },
    {
      from: piotr,
      at: clock.day(3, '07:44', piotr),
      answers: 5,
      text: `> Six seats, and straps

So: Ada six, I four, Tomás three. Thirteen seats, eleven tenors. We can take two basses as hostages.

Piotr`,
    },
    {
      from: tomas,
      at: clock.day(3, '10:03', tomas),
      answers: 6,
      text: '>> Six seats, and straps\n> two basses as hostages\n\nOnly if they pay for the petrol.\n\nT.',
    },
    {
      from: henrik,
      at: clock.day(2, '18:30', henrik),
      answers: 7,
      text: `>>> Six seats, and straps
>> two basses as hostages
> Only if they pay for the petrol.

The director of music knows nothing about hostages. He asks only that they arrive warmed up.

Henrik`,
    },
    {
      from: gwen,
      at: clock.day(1, '16:05', gwen),
      answers: 6,
      text: 'I make a list. Ada: Gwen, Oskar, Lena, Mats, Yusuf, me with the music stands. Piotr: the cold ones. Tomás: the brave.\n\nGwen',
    },
    {
      from: piotr,
      at: clock.hours(3.4),
      answers: 9,
      text: `> Ada: Gwen, Oskar, Lena, Mats, Yusuf, me with the music stands

You are on it twice, Gwen. I have three seats from the station, leaving at 15:10 behind Ada. Whoever is late sings with the basses.

Piotr`,
    },
  ];
  const ancestry = (index: number): string[] => {
    const answered = posts[index]?.answers;
    return answered === undefined ? [] : [...ancestry(answered), `drive-${answered}`];
  };
  return posts.map(({ from, at, text }, index) => ({
    key: `drive-${index}`,
    at,
    from,
    to: [tenors],
    after: ancestry(index),
    subject: `${index ? 'Re: ' : ''}[tenors] Who drives on Sunday?`,
    text: text + footer,
    extra: listHeaders,
  }));
}
