import { htmlOf } from './bodies';
import type { Clock } from './clock';
import { type Letter, write } from './compose';
import { pdf, zip } from './documents';
import { ada, house, jonas, june, karl, priya, rosa } from './people';
import { harbour, recipeCard } from './pictures';
import { png } from './png';

/** A line of text as a vCard (RFC 6350). */
const vcard = [
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:Priya Raman',
  'N:Raman;Priya;;;',
  'EMAIL:priya@raman.example',
  'TEL;TYPE=cell:+91-555-0142',
  'NOTE:New flat\\, same kettle',
  'END:VCARD',
  '',
].join('\r\n');

/** Brother, father, friends and the neighbours. */
export function familyLetters(clock: Clock): Letter[] {
  const recipeMail: Letter = {
    key: 'recipes-original',
    at: clock.day(60, '19:19', karl),
    from: karl,
    to: [jonas],
    subject: 'The blue notebook',
    text: `Jonas,

I have found the blue notebook. It was in the bread tin, behind the bread tin we use. 64 pages, and between pages 30 and 31 a bus ticket from 1961.

Scan it, but do not flatten it. It has been round for sixty years and is used to that.

Dad`,
  };
  return [
    {
      key: 'recipes-1',
      at: clock.day(57, '20:31', jonas),
      from: jonas,
      subject: 'Fwd: The blue notebook',
      text: `Look what turned up. I told him I would do it "by the weekend". I did not say which.

J`,
      files: [{ name: 'The blue notebook.eml', type: 'message/rfc822', bytes: write(recipeMail).bytes }],
    },
    {
      key: 'recipes-2',
      at: clock.day(1, '18:47', jonas),
      from: jonas,
      cc: [karl],
      after: ['recipes-original', 'recipes-1'],
      subject: "Grandma's recipes, scanned",
      text: `All 64 pages are done. The handwriting is hard on page 12: either "a pinch of cardamom" or "a peach of Edmund". Dad says there was an Edmund.

Here are two pages to whet your appetite, and a third in the ZIP; the other 61 follow when the scanner has cooled down. I have typed out the cinnamon buns, because I am not a monster.

The coffee stain on page 3 is original. Please do not restore it, dear museum.

Jonas`,
      html: `<!doctype html><html><body style="font:16px/1.55 -apple-system,'Segoe UI',sans-serif;color:#23201c">
<p>All 64 pages are done. The handwriting is hard on page 12: either "a pinch of cardamom" or "a peach of Edmund". Dad says there <i>was</i> an Edmund.</p>
<p>Two pages to whet your appetite, and a third in the ZIP; the other 61 follow when the scanner has cooled down. I have typed out the cinnamon buns, because I am not a monster.</p>
<p><img src="cid:page3@lindgren.example" width="250" alt="Page 3, with a coffee ring" style="border:1px solid #ddd3bd;margin-right:12px"><img src="cid:page12@lindgren.example" width="250" alt="Page 12, hard to read" style="border:1px solid #ddd3bd"></p>
<p>The coffee stain on page 3 is original. Please do not restore it, dear museum.</p>
<p>Jonas</p></body></html>`,
      files: [
        { name: 'page-03.png', type: 'image/png', bytes: png(recipeCard(3)), cid: 'page3@lindgren.example' },
        { name: 'page-12.png', type: 'image/png', bytes: png(recipeCard(5)), cid: 'page12@lindgren.example' },
        {
          name: 'cinnamon-buns.txt',
          type: 'text/plain; charset=utf-8',
          bytes: `Cinnamon buns, as written\r\n\r\nFlour until it stops sticking. Butter, do not be shy.\r\n2 eggs if the hens are willing. Cardamom (or Edmund).\r\nOven: hot, but not Sunday-hot. They are done when the dog comes.\r\n`,
        },
        {
          name: 'blue-notebook.zip',
          type: 'application/zip',
          bytes: zip({ 'page-13.png': png(recipeCard(13)) }),
        },
      ],
    },
    {
      key: 'birthday-1',
      at: clock.day(21, '12:05', jonas),
      from: jonas,
      subject: "Dad's 70th: operation Walrus",
      text: `Ada,

he says he wants nothing. He said so three times, so he wants something.

1. A day on the boat? He will want to steer.
2. A dinner? He will want to cook.
3. A new armchair? He will look at it from the old one.

I vote for the boat, with you singing and me bailing. Not a word to him: he reads over my shoulder on Sundays.

J`,
    },
    {
      key: 'birthday-2',
      at: clock.day(20, '22:14', jonas),
      from: jonas,
      after: ['birthday-1', 'birthday-1-ada'],
      subject: "Re: Dad's 70th: operation Walrus",
      text: `On Thursday, Ada Lindgren wrote:
> On Wednesday, Jonas Lindgren wrote:
>> I vote for the boat, with you singing and me bailing.
>
> Does the boat still leak?

It is not a leak, it is a feature for the fish. I have sealed it. I have also bought a second bucket.

J`,
    },
    {
      key: 'dad-1',
      at: clock.day(18, '07:03', karl),
      from: karl,
      subject: '',
      text: `Why does your brother own two buckets now.

Dad`,
    },
    {
      key: 'dad-2',
      at: clock.day(3, '06:58', karl),
      from: karl,
      subject: 'HOW DO I TURN OFF THE CAPITALS',
      text: `IT STARTED ON MONDAY. I AM NOT SHOUTING.

IS IT TRUE THAT YOU SING ON SUNDAY. I SHALL SIT AT THE FRONT, LEFT, WHERE MY GOOD EAR IS.

DAD`,
    },
    {
      key: 'priya-1',
      at: clock.day(74, '23:10', priya),
      from: priya,
      subject: 'New address, new number, same kettle ☕️📦🏡',
      text: `Ada!

We have moved. It took eleven boxes for the books, two for everything else, and one for the cat, who unpacked himself.

My card is attached; your phone can eat it. Visit before the monsoon or bring boots.

Love
Priya`,
      files: [{ name: 'priya-raman.vcf', type: 'text/vcard; charset=utf-8', bytes: vcard }],
    },
    {
      key: 'priya-2',
      at: clock.day(16, '21:26', priya),
      from: priya,
      subject: 'நன்றி! The bowl arrived',
      text: `The bowl arrived whole, in what I believe was your entire collection of newspapers.

It holds exactly one mango. I have checked with several mangoes.

அன்புடன்
Priya`,
    },
    {
      key: 'june',
      at: clock.day(26, '21:02', june),
      from: june,
      subject: 'Letter from the lake (no hurry, it is a long one)',
      text: `Dear Ada,

the lake froze on Tuesday, which is early, and thawed on Wednesday, which is embarrassing. The geese stood about on the shore like people at a cancelled train.

I finished the scarf. It is either very long or I misread the pattern; three people can wear it at once, provided that they get along. I took it to the library, where it was admired by Mr. Oakes, who then got his cane caught in it. He has proposed marriage to the scarf.

You asked about the organ. It has 1,214 pipes, of which 1,209 work. The five that do not are all F sharp, so the choir has learned to live without F sharp, much as one learns to live without butter. It can be done, but one thinks about it.

Send me the recording of your concert, would you, and sing the last verse in the direction of the Atlantic.

Yours, with cold feet,
June

-- 
June Whitaker
"There is no bad weather, only a short memory."`,
      flow: 'flowed',
    },
    {
      key: 'rosa',
      at: clock.day(12, '11:37', rosa),
      from: rosa,
      subject: '¿Sigue en pie lo del verano?',
      text: `¡Hola, Ada!

Aquí ya es casi verano, y la abuela pregunta todos los días si vienes. Ya limpió el horno de leña «por si la chica del barro quiere cocer algo». Después hizo pan en él, así que no te preocupes: funciona.

Te mando la vista desde la terraza, para que compares con tu noviembre.

Un abrazo enorme
Rosa`.replace('noviembre', clock.month(0, 'es')),
      files: [
        {
          name: 'desde-la-terraza.png',
          type: 'image/png',
          bytes: png(harbour(480, 288, [72, 128, 190], [250, 206, 150], [54, 72, 62])),
        },
      ],
    },
    {
      key: 'house-1',
      at: clock.day(10, '19:00', house),
      from: house,
      subject: 'The heating, the stairs, and whoever owns the tuba',
      ...(() => {
        const text = `Dear neighbours,

1. The heating is read on ${clock.date(5)}, between 9 and 11. Somebody must be in.

2. The stairs are swept by: ground floor this week, first floor next week, second floor "has a bad knee" since spring.

3. Whoever owns the tuba: we like it. But the Goldberg Variations at 6 a.m. are for keyboard.

The house`;
        return { text, html: htmlOf(text) };
      })(),
      files: [
        {
          name: 'heating-readings.pdf',
          type: 'application/pdf',
          bytes: pdf('Heating: when we knock', [
            'Ground floor   09:00',
            'First floor    09:30',
            'Second floor   10:00 (we help with the stairs)',
          ]),
        },
      ],
    },
    {
      key: 'note-to-self',
      at: clock.day(9, '23:51', ada),
      from: ada,
      subject: 'note to self',
      text: `- scarf (windows OPEN in Tomás's car)
- glaze order: ask Mira for 5 kg more of number 7
- buy candlestick from Bernd, he will not ask
- page 12: cardamom. It must be cardamom. Who was Edmund?`,
    },
  ];
}
