import type { Clock } from './clock';
import type { Letter } from './compose';
import { ada, bernd, lists, type Person } from './people';

const footer = `
--
ashglaze · wood ash, straw ash, no cigarette ash
To leave, write to ashglaze-leave@lists.potters.example`;

const wren: Person = { name: 'Wren Castellanos', address: 'wren@castellanos.example', zone: '-0800' };
const oddvar: Person = {
  name: 'Oddvar Bjørnstad',
  address: 'oddvar@bjornstad.example',
  zone: '+0100',
  mailer: 'mutt 2.2',
};
const hattie: Person = { name: 'Hattie Nkemelu', address: 'hattie@nkemelu.example', zone: '+0200' };

/** A mailing list of the old school: plain text, quotes four deep, an argument about apple trees. */
export function discussionLetters(clock: Clock): Letter[] {
  const posts: { from: Person; at: number; answers?: number; text: string }[] = [
    {
      from: wren,
      at: clock.day(28, '09:10', wren),
      text: `Friends of ash,

I burned a whole apple tree (it was dead, I asked it) and sieved the ash through 80 mesh. 40 parts ash, 40 feldspar, 20 clay, cone 10. It came out like toffee that has heard bad news: runny, brown, sad.

Should I have washed the ash?

Wren`,
    },
    {
      from: oddvar,
      at: clock.day(28, '21:34', oddvar),
      answers: 0,
      text: `Wren Castellanos wrote:
> Should I have washed the ash?

Never. You wash out the alkalis and with them the soul. What you have is not sad, it is young. Fire it again, slower.

-- 
Oddvar
"It is not a defect if it happens twice."`,
    },
    {
      from: hattie,
      at: clock.day(27, '08:02', hattie),
      answers: 1,
      text: `Oddvar Bjørnstad wrote:
> Wren Castellanos wrote:
>> Should I have washed the ash?
>
> Never. You wash out the alkalis and with them the soul.

I have washed mine for thirty years and both of us are fine. Three times in rain water, gloves on: it is lye, Oddvar, it takes the soul AND the skin.

Hattie`,
    },
    {
      from: ada,
      at: clock.day(26, '20:40', ada),
      answers: 2,
      text: `Hattie Nkemelu wrote:
> Three times in rain water, gloves on

Once, for us, and then 35/45/20. It runs less and keeps the streaks. The test tile is on the window sill of our studio with a cat beside it for scale.

Ada`,
    },
    {
      from: oddvar,
      at: clock.day(26, '23:15', oddvar),
      answers: 3,
      text: `Ada Lindgren wrote:
> Hattie Nkemelu wrote:
>> Oddvar Bjørnstad wrote:
>>> Wren Castellanos wrote:
>>>> Should I have washed the ash?
>>>
>>> Never.
>>
>> Three times in rain water, gloves on
>
> Once, for us

So we are agreed, as always on this list: between never and three times. I yield to the cat.

-- 
Oddvar
"It is not a defect if it happens twice."`,
    },
    {
      from: bernd,
      at: clock.day(25, '10:30', bernd),
      answers: 4,
      text: `A question of a beginner: does it help when the pot is dry?

Bernd`,
    },
  ];
  const ancestry = (index: number): string[] => {
    const answered = posts[index]?.answers;
    return answered === undefined ? [] : [...ancestry(answered), `ash-${answered}`];
  };
  return posts.map(({ from, at, text }, index) => ({
    key: `ash-${index}`,
    at,
    from,
    to: [lists],
    after: ancestry(index),
    subject: `${index ? 'Re: ' : ''}[ashglaze] To wash or not to wash`,
    text: text + footer,
    encoding: '8bit',
    extra: [
      ['List-Id', 'Wood ash glazes <ashglaze.lists.potters.example>'],
      ['List-Post', '<mailto:ashglaze@lists.potters.example>'],
      ['List-Archive', '<https://lists.potters.example/ashglaze>'],
      ['List-Unsubscribe', '<mailto:ashglaze-leave@lists.potters.example>'],
      ['Precedence', 'list'],
      ['Sender', 'ashglaze-bounces@lists.potters.example'],
    ],
  }));
}
