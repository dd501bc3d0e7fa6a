import { htmlOf } from './bodies';
import type { Clock } from './clock';
import type { Letter } from './compose';
import { docx, pdf, xlsx, zip } from './documents';
import { jpeg } from './jpeg';
import { ada, bernd, kiln, mira, suda } from './people';
import { bowl, cat, colours, tiles } from './pictures';
import { png } from './png';

const { celadon, celadonDeep, cobaltDeep, plaster, rust, tenmoku, tenmokuDark } = colours;

const both = (text: string) => ({ text, html: htmlOf(text) });

/** Kiln Street Studio: firings, glazes, an accident, and a cat. */
export function kilnLetters(clock: Clock): Letter[] {
  return [
    {
      key: 'studio-welcome',
      at: clock.day(148, '11:20', kiln),
      from: kiln,
      subject: 'Welcome to shelf 14',
      text: `Dear Ada,

shelf 14 is yours: the one by the window, which means good light, cold feet from October on, and Bosun. Bosun is the cat. He believes that shelf 14 is his, so please come to terms with him directly.

The rules fit on a card and the card is attached. The only one that matters: nobody opens the kiln above 90 degrees, not even "just a crack", not even Bernd.

Door code, your firing sheet and the price list are in the card as well.

Welcome,
Mira Okafor
-- 
Kiln Street Studio · open Tuesday to Sunday, 10 to 21
Clay remembers everything.`,
      files: [
        {
          name: 'studio-card.docx',
          type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          bytes: docx([
            'Kiln Street Studio: the card',
            '1. Nobody opens the kiln above 90 degrees.',
            '2. Wipe your wheel. Then wipe the one beside it, somebody will do the same for you.',
            '3. Glaze stops a finger above the foot. A small finger is still a finger.',
            '4. Write your name on it. "The blue one" is not a name.',
            '5. Bosun has been fed. Whatever he tells you.',
          ]),
        },
      ],
    },
    {
      key: 'kiln-elements',
      at: clock.day(96, '08:41', mira),
      from: mira,
      subject: 'The big kiln is asleep for a week',
      ...both(`Hi Ada,

two of the elements in the big kiln gave up last night at 1,140 degrees, politely and together, after nine years. New ones come on Thursday.

Nothing of yours was in it. Bernd's soup tureen was, and is now a very calm shade of nothing.

The small kiln takes bowls up to 18 cm. If yours are taller, let them dry slowly and think of it as character.

Mira`),
    },
    {
      key: 'celadon-trial',
      at: clock.day(41, '17:55', mira),
      from: mira,
      subject: 'Celadon, eighteen answers',
      text: `Ada,

you asked for "a celadon, but a bit more sea". Here are eighteen answers, from pond to midnight. Iron from half a percent at the top left, then I add cobalt, and I am afraid that I enjoyed myself.

I like number 7 and I distrust number 12. Number 18 is for pirates.

Which one shall I mix for the bowls?

Mira`,
      files: [{ name: 'celadon-tiles.png', type: 'image/png', bytes: png(tiles(6, 3, celadon, cobaltDeep)) }],
    },
    {
      key: 'celadon-seven',
      at: clock.day(39, '20:12', mira),
      from: mira,
      after: ['celadon-trial', 'celadon-trial-ada'],
      subject: 'Re: Celadon, eighteen answers',
      text: `> Seven, please. And two bowls in eighteen, there is a pirate in
> the family.

Seven it is, five kilos. Eighteen in a jam jar, with a skull on the label so that nobody thinks it is blueberry.

M.`,
    },
    {
      key: 'teapot-1',
      at: clock.day(24, '07:30', mira),
      from: mira,
      to: [kiln],
      cc: [ada, bernd, suda],
      subject: 'An incident on the lower shelf',
      text: `Dear all,

last night's firing had an incident. A teapot on the lower shelf was still damp and left the kiln in some forty pieces, most of them sideways. Six neighbours are hurt: two plates (Suda), three mugs (mine), and a thing (we think it is a thing by Bernd).

I would like to know who put a damp teapot into a bisque firing. I am not angry. I only want to show that person, slowly, how one holds a pot to one's cheek.

Mira`,
    },
    {
      key: 'teapot-2',
      at: clock.day(24, '09:02', bernd),
      from: bernd,
      to: [mira],
      cc: [kiln, ada, suda],
      after: ['teapot-1'],
      subject: 'AW: An incident on the lower shelf',
      charset: 'iso-8859-1',
      header: { charset: 'iso-8859-1', form: 'Q' },
      text: `Liebe Mira, liebe alle,

das Ding war ein Kerzenständer. Die Teekanne war auch von mir. Ich übernehme die volle Verantwortung, spendiere der Werkstatt neue Becher und bringe am Samstag Käsekuchen mit.

I have held it to my cheek! But it was a cold evening and my cheek was cold also.

Mit zerknirschten Grüßen
Bernd

Mira Okafor schrieb:
> I would like to know who put a damp teapot into a bisque firing. I am
> not angry.`,
    },
    {
      key: 'teapot-3',
      at: clock.day(24, '16:48', suda),
      from: suda,
      to: [bernd],
      cc: [kiln, ada, mira],
      after: ['teapot-1', 'teapot-2'],
      subject: 'Re: AW: An incident on the lower shelf',
      flow: 'flowed',
      text: `> das Ding war ein Kerzenständer
>> I am not angry.

My two plates forgive you. They were too flat anyway, and now they are a mosaic. Somebody please keep me a slice of the cheesecake: I am in Chiang Mai until Sunday, looking at kilns as long as a bus, and nobody here has heard of Käsekuchen.

Suda`,
    },
    {
      key: 'bosun-portrait',
      at: clock.day(17, '13:15', suda),
      from: suda,
      subject: 'Bosun has his own ideas about shelf 14 🐈',
      text: 'He sat between your bowls for an hour. I moved nothing. (Picture in the HTML version.)',
      html: `<!doctype html><html><body style="font:16px/1.5 Georgia,serif;color:#33302a">
<p>Ada, look who keeps your bowls from drying too fast:</p>
<p><img src="cid:bosun@kiln.example" width="300" height="300" alt="An orange cat sits very straight in front of the kiln" style="border-radius:14px"></p>
<p>He sat there for an hour. I moved nothing. The bowl on the right has a paw print in it now; I would fire it.</p>
<p>Suda</p></body></html>`,
      files: [{ name: 'bosun.png', type: 'image/png', bytes: png(cat()), cid: 'bosun@kiln.example' }],
    },
    {
      key: 'kiln-december-1',
      at: clock.day(4, '18:22', mira),
      from: mira,
      cc: [suda, bernd],
      subject: `Kiln schedule for ${clock.month(1)}, and the glaze order`,
      ...both(`Hi all,

the first plan for ${clock.month(1)}: two stoneware firings in the first half, one bisque after each. Please tell me what you have, and how tall it is. "Roughly teapot" is not a height, Bernd.

The glaze order goes out at the end of next week. I shall send the sheet around.

Mira`),
    },
    {
      key: 'kiln-december-2',
      at: clock.day(2, '21:40', bernd),
      from: bernd,
      to: [mira],
      cc: [ada, suda],
      after: ['kiln-december-1'],
      subject: `Re: Kiln schedule for ${clock.month(1)}, and the glaze order`,
      text: `Height is 31 cm, measured twice. Everything was held to the cheek. I have also bought a hygrometer.

Bernd`,
    },
    {
      key: 'kiln-december-3',
      at: clock.hours(1.35),
      from: mira,
      cc: [suda, bernd],
      after: ['kiln-december-1', 'kiln-december-ada'],
      subject: `Kiln schedule for ${clock.month(1)}, and the glaze order`,
      text: `Hi Ada,

I moved your two firings to the 9th so that the stoneware gets the full cooling time. The celadon sample came out beautifully; the photo does not do it justice.

Could you confirm the glaze order by Wednesday? The sheet is attached, with last year's amounts beside it.

> would the 8th be possible for the tall pieces?

Mira`,
      html: `<!doctype html><html><body style="font:16px/1.55 -apple-system,'Segoe UI',Roboto,sans-serif;color:#1c1f24">
<p>Hi Ada,</p>
<p>I moved your two firings to the 9th so that the stoneware gets the full cooling time. The celadon sample came out <i>beautifully</i>; the photo does not do it justice.</p>
<p>Could you confirm the glaze order by Wednesday? The sheet is attached, with last year's amounts beside it.</p>
<blockquote style="margin:0 0 16px;padding-left:14px;border-left:3px solid #dcd8cd;color:#6f747d">On Thu, Ada Lindgren wrote:<br>would the 8th be possible for the tall pieces?</blockquote>
<p>Mira</p>
<p><img src="https://mailer.example/kiln/badge-open-studio.png" width="180" height="48" alt="Open studio, every first Saturday">
<img src="https://mailer.example/kiln/leaf.png" width="24" height="24" alt="">
<img src="https://mailer.example/o/7f3a91.gif" width="1" height="1" alt=""></p></body></html>`,
      files: [
        {
          name: 'glaze-order.xlsx',
          type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          bytes: xlsx('Glaze order', [
            ['Material', 'Last year (kg)', 'This year (kg)', 'Price a kg'],
            ['Potash feldspar', 25, 30, 1.9],
            ['Silica', 20, 20, 1.2],
            ['Whiting', 12, 15, 0.95],
            ['Kaolin', 10, 10, 1.4],
            ['Red iron oxide', 1, 1.5, 6.8],
            ['Cobalt carbonate (pirates)', 0.1, 0.25, 92],
          ]),
        },
        {
          name: 'celadon.jpg',
          type: 'image/jpeg',
          bytes: jpeg(bowl(640, 480, celadon, celadonDeep, plaster)),
        },
      ],
    },
    {
      key: 'open-studio-kit',
      at: clock.day(9, '10:05', kiln),
      from: kiln,
      subject: 'Open studio: pictures and labels for the fair',
      text: `Dear makers,

for the winter fair, please find a ZIP with the label template, the price list and two pictures for your window. Print the labels on thick paper; last year's curled up like woodlice.

Setting up from 8. There will be soup.

Kiln Street Studio`,
      files: [
        {
          name: 'winter-fair.zip',
          type: 'application/zip',
          bytes: zip({
            'labels.txt':
              'Ada Lindgren · stoneware bowl, celadon · dishwasher: yes · microwave: yes · cat: hand wash\r\n',
            'prices.csv': 'piece,price\r\nespresso cup,18\r\nbowl,34\r\nlarge bowl,52\r\n',
            'window/tenmoku.png': png(bowl(320, 240, tenmoku, tenmokuDark, plaster)),
            'window/rust.png': png(bowl(320, 240, rust, tenmoku, plaster)),
          }),
        },
        {
          name: 'table-plan.pdf',
          type: 'application/pdf',
          bytes: pdf('Winter fair: who stands where', [
            'Table 1   Suda: plates, and what became of two of them',
            'Table 2   Mira: mugs, test tiles by the kilo',
            'Table 3   Ada: celadon bowls, two for pirates',
            'Table 4   Bernd: candlesticks (dry)',
            '',
            'The cash box is under table 2. Bosun is on top of it.',
          ]),
        },
      ],
    },
  ];
}
