import { htmlOf } from './bodies';
import { card } from './cards';
import type { Clock } from './clock';
import type { Letter } from './compose';
import { plain } from './page';
import {
  ayse,
  bakery,
  bernd,
  forum,
  gwen,
  ines,
  jonas,
  karl,
  kato,
  mira,
  noa,
  parcel,
  piotr,
  priya,
  suda,
  tenors,
  tomas,
  xiaoming,
} from './people';
import { bowl, colours, tiles } from './pictures';
import { png } from './png';

/** What varies from round to round: `pick` chooses, `n` counts the rounds from 1. */
interface Round {
  n: number;
  pick: (...choices: readonly [string, ...string[]]) => string;
}

type Template = (round: Round) => Omit<Letter, 'key' | 'at'>;

const notice = (sender: string, accent: string, heading: string, text: string) => {
  const html = card({
    sender,
    accent,
    heading,
    paragraphs: [text],
    footer: sender,
    pixel: 'https://mailer.example/o/fresh.gif',
  });
  return { html, text: plain(html) };
};

const templates: readonly Template[] = [
  ({ n, pick }) => ({
    from: mira,
    after: ['kiln-december-1', 'kiln-december-3'],
    subject: `Re: Kiln ${n === 1 ? 'is' : 'is still'} cooling: ${Math.max(60, 412 - n * 37)} degrees`,
    text: `Nobody touches it. I am telling you because ${pick('Bernd is standing in front of it with oven gloves', 'Bosun is asleep on the lid and I take that as a reading', 'Suda has asked "just a crack?" for the second time')}.

${pick('I can see the celadon through the spyhole. I say nothing. (It is good.)', 'Ping, ping, ping. I love that sound.', 'Tea meanwhile.')}

Mira`,
  }),
  ({ n, pick }) => ({
    from: piotr,
    to: [tenors],
    after: ['drive-0', 'drive-10'],
    subject: 'Re: [tenors] Who drives on Sunday?',
    text: `> behind Ada

Correction no. ${n}: I leave ${pick('five minutes earlier, because of the bridge', 'five minutes later, because of Gwen', 'on time, and this is not a joke')}. ${pick('The windows stay closed.', 'Tomás, the scarf was meant for you.', 'The basses have cancelled the boat and want seats. Silence, please.')}

Piotr`,
    extra: [
      ['List-Id', 'Tenor section of the Harbour Choir <tenors.lists.harbourchoir.example>'],
      ['List-Unsubscribe', '<mailto:tenors-leave@lists.harbourchoir.example>'],
    ],
  }),
  ({ n, pick }) => ({
    from: jonas,
    after: ['recipes-1', 'recipes-2'],
    subject: "Re: Grandma's recipes, scanned",
    text: `Page ${12 + n * 3}, ${pick('almost legible', 'upside down, like the original', 'with a pressed violet')}: "${pick('bake until the neighbours come', 'as much sugar as the war allows', 'stir, but think of something else')}".

${pick('I have tried it. It is excellent.', 'I have tried it. The neighbours came.', 'Edmund is mentioned again. Dad changed the subject.')}

J`,
  }),
  ({ n, pick }) => ({
    from: ayse,
    after: ['light-1', 'light-2'],
    subject: `Re: Işık ayarları (sahne ${n})`,
    text: `Ada,

${n}. sahneyi biraz değiştirdim: ${pick('mavi daha koyu, pembe daha utangaç', 'amber yerine şeftali', 'gün doğumu üç saniye daha geç, çünkü Henrik hep geç bitiriyor')}. ${pick('Yarın denersek iyi olur.', 'Çığlık atan kapı artık fısıldıyor.', 'Tenorlara söyle, gözlerini kapatmasınlar.')}

Ayşe`,
  }),
  ({ n, pick }) => ({
    from: xiaoming,
    after: ['photos-1', 'photos-2'],
    subject: `Re: 关于展览的照片（第${n + 2}张）`,
    text: `Ada 你好：\n\n${pick('高清文件已经上传完了', '我又修了一张', '刚才云又走开了，我赶紧补拍了一张')}。${pick('那只猫的影子我没有修掉，大家会喜欢的。', '请看看釉色对不对。', '如果不合适，随时告诉我。')}\n\n小明`,
    files: [
      {
        name: `展览照片-${n + 2}.png`,
        type: 'image/png',
        bytes: png(
          bowl(
            320,
            240,
            n % 2 ? colours.cobalt : colours.rust,
            n % 2 ? colours.cobaltDeep : colours.tenmoku,
            colours.plaster,
          ),
        ),
      },
    ],
  }),
  ({ n }) => ({
    from: forum,
    subject: `${100 + ((n * 271) % 900)} ${100 + ((n * 617) % 900)} is your Glaze Forum code`,
    ...notice(
      'Glaze Forum',
      '#5b4bb7',
      'Your sign-in code',
      'It works for ten minutes. You are signing in rather often today; is it the crackle thread?',
    ),
  }),
  ({ n, pick }) => ({
    from: karl,
    subject: pick('capitals are off again', 'question', 'one more thing', 'the armchair'),
    text: `${pick('I found the key. It says Caps Lock. You could have told me.', 'Your brother has now bought bucket number three. What is going on.', `I have counted: ${n + 6} people have asked me what I want for my birthday. I want nothing. A boat trip would be too much trouble.`, 'Is there parking at the customs house, or shall I walk and be early.')}\n\nDad`,
  }),
  ({ n, pick }) => ({
    from: parcel,
    subject: `The parcel from Kyoto: ${pick('out of customs', 'on a ferry', 'in a van', 'asleep in the depot')} (${n})`,
    ...notice(
      'Parcel Heron',
      '#2862b8',
      'Your box is moving',
      'It was lifted with both hands, as the label asks. Contents still declared as “bowl, old, loved”.',
    ),
  }),
  ({ n, pick }) => {
    const text = `${pick('The label for the tea bowl is one word too long.', 'A visitor has corrected our Greek. He was right.', 'The moon jar does not fit through the door.')} ${pick('Any ideas?', 'I have had coffee, I can take it.', 'Answer before four, then the printer goes home.')}\n\nInès`;
    return { from: ines, subject: `Exhibition, small matter no. ${n}`, text, html: htmlOf(text) };
  },
  ({ n, pick }) => ({
    from: bernd,
    subject: `Candlestick ${n}: ${pick('DRY', 'very dry', 'bone dry, measured')}`,
    text: `Hygrometer says ${Math.max(4, 38 - n * 5)} percent. Cheek says ${pick('cool but willing', 'warm', 'I should shave')}.\n\nMay it go into the kiln now? Please ask Mira for me, she has that look.\n\nBernd`,
  }),
  ({ pick }) => ({
    from: kato,
    after: ['chawan-1', 'chawan-2'],
    subject: 'Re: 茶碗の貸し出しについて（発送のご連絡）',
    charset: 'iso-2022-jp',
    text: `アダ様\n\n${pick('茶碗はまだ旅の途中のようです。', '座布団も一緒に届いたでしょうか。', '祖母の写真が一枚見つかりました。茶碗を持って笑っています。')}\n${pick('どうぞ急がずにお待ちください。', '展覧会の成功をお祈りしております。', '次のお手紙に同封いたします。')}\n\n加藤由美`,
  }),
  ({ n, pick }) => ({
    from: suda,
    subject: `🐈 Bosun report no. ${n}`,
    text: `Position: ${pick('shelf 14', 'on the clay delivery', 'inside the empty glaze bucket', 'on Bernd')}. Mood: ${pick('governing', 'damp', 'misunderstood')}. Paw prints: ${n}, all on yours.\n\nSuda`,
  }),
  ({ pick }) => ({
    from: noa,
    after: ['kadarut', 'kadarut-ada'],
    subject: 'Re: הקערה הגיעה (Bowl no. 12)',
    text: `עדה, ${pick('הצלחת עם הדגים כבר ארוזה', 'סבתא הסכימה', 'השליח חזר, הפעם עם פרחים')}. ${pick('רק תבטיחי להחזיר לפני פסח.', 'נשקי את החתול.', 'ספרי לי איך היה הקונצרט!')}\n\nנועה`,
  }),
  ({ n, pick }) => ({
    from: tomas,
    after: ['recording'],
    subject: `Re: The tenor line, for the car (take ${n + 1})`,
    text: `I have been told that I hum the third bar wrong${pick('', ', by the dog', ', by Henrik, who listened to all of it')}. The right one goes ${pick('down, like stairs', 'up, like hope', 'nowhere, and waits')}.\n\nYou need not download it again. Just do not believe bar three.\n\nTomás`,
  }),
  ({ n, pick }) => ({
    from: bakery,
    subject: `Tonight: ${pick('rye', 'walnut', 'the plaited one', 'spelt and honey')}, ${6 + ((n * 5) % 17)} loaves left`,
    ...notice(
      'The Night Baker',
      '#8a5a1f',
      'Still warm at six',
      'The plaited thing with cardamom is now officially called Edmund. We regret nothing.',
    ),
  }),
  ({ n, pick }) => ({
    from: priya,
    subject: `${pick('Mango', 'Lime', 'Papaya', 'Coconut')} test no. ${n}`,
    text: `It ${pick('fits', 'fits if one believes in it', 'does not fit, but looks happy beside it')}. Your bowl has become a unit of measurement in this house.\n\nPriya`,
  }),
  ({ n, pick }) => ({
    from: gwen,
    subject: `Kitchen rehearsal: ${pick('soup', 'cake', 'scones', 'bara brith')} for ${9 + (n % 3)}`,
    text: `Who brings spoons? ${pick('I have six and a ladle.', 'Piotr sings better with his mouth full, there is evidence.', 'Henrik is coming too. Look innocent.')}\n\nGwen`,
  }),
  ({ n, pick }) => ({
    from: mira,
    after: ['celadon-trial', 'celadon-seven'],
    subject: `Re: Celadon, eighteen answers (now ${18 + n})`,
    text: `I could not leave it alone. ${pick('A touch more iron', 'Half a touch less cobalt', 'The same again, only prouder')}. Third from the left is you.\n\nM.`,
    files: [
      {
        name: `celadon-${18 + n}.png`,
        type: 'image/png',
        bytes: png(tiles(4, 1, colours.celadon, n % 2 ? colours.celadonDeep : colours.cobalt)),
      },
    ],
  }),
];

/** How many kinds of fresh mail there are before they come round again. */
export const freshKinds = templates.length;

/** The letter with that number, counted from 0; throws RangeError for anything but a non-negative whole number. */
export function freshLetter(sequence: number, clock: Clock): Letter {
  const template = templates[sequence % templates.length];
  if (!Number.isSafeInteger(sequence) || !template)
    throw new RangeError(`sequence must be 0, 1, 2 ..., not ${sequence}`);
  const round = Math.floor(sequence / templates.length);
  let turn = round;
  // Every further choice in one letter turns at another pace, so that rounds differ in more than one place.
  const pick: Round['pick'] = (...choices) => choices[turn++ % choices.length] ?? choices[0];
  return {
    ...template({ n: round + 1, pick }),
    key: `fresh-${sequence}-${clock.now.toString(36)}`,
    at: clock.now,
  };
}
