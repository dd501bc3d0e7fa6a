import type { Clock } from './clock';
import type { Letter } from './compose';
import { calendar, pdf, type Tune, wav } from './documents';
import { ada, ayse, gwen, henrik, tenors, tomas } from './people';
import { lightPlan } from './pictures';
import { png } from './png';
import { drivingLetters } from './tenors';

// "Sleep, harbour": the tenor line, by nobody in particular.
const tenorLine: Tune = [
  [0, 2],
  [3, 1],
  [5, 1],
  [7, 3],
  [5, 1],
  [3, 2],
  [5, 1],
  [2, 1],
  [0, 4],
  [7, 2],
  [8, 1],
  [10, 1],
  [7, 3],
  [5, 1],
  [3, 1],
  [2, 1],
  [0, 4],
];

const concertStart = (clock: Clock) => new Date(clock.concert().getTime() + 16.5 * 3_600_000);

/** The Harbour Choir: rehearsals, scores, a long recording, and the light. */
export function choirLetters(clock: Clock): Letter[] {
  return [
    ...drivingLetters(clock),
    {
      key: 'season',
      at: clock.day(131, '21:00', henrik),
      from: henrik,
      to: [ada],
      cc: [tenors],
      subject: 'The new season: harbour songs',
      text: `Dear singers,

we shall sing about the sea, in seven languages, none of which we speak. Finnish to begin with, because then you can only improve.

First rehearsal after the summer: Tuesday, half past six, the room above the library. Bring a pencil. I mean it about the pencil.

Henrik
-- 
Henrik Aalto · Harbour Choir
"Piano is not slow. Piano is not late. Piano is quiet."`,
    },
    {
      key: 'score',
      at: clock.day(58, '12:00', henrik),
      from: henrik,
      subject: 'Score: "Uspávanka přístavu" and its pronunciation',
      text: `Dear Ada,

you asked how to pronounce the second verse. Attached. If in doubt, sing the vowels and look confident; the consonants will come by the dress rehearsal.

Henrik`,
      files: [
        {
          name: 'Uspávanka přístavu – tenor, výslovnost a poznámky k dechu (2. vydání).pdf',
          type: 'application/pdf',
          bytes: pdf('Sleep, harbour: tenor', [
            'Verse 2, slowly, as if the tide could hear you.',
            '',
            'u-spi  [OO-spi]    not "you"',
            'po-lnoc  [POL-nots]   the c is a small wave',
            'breathe here  ->  and not where Piotr breathes',
          ]),
        },
      ],
    },
    {
      key: 'recording',
      at: clock.day(13, '22:47', tomas),
      from: tomas,
      subject: 'The tenor line, for the car (12 MB, sorry)',
      text: `Ada,

I hummed our line into the good microphone, with the kettle off and the dog at my sister's. It goes round and round, for about four and a half minutes, because that is how often I need it myself.

It is large. If your mailbox explodes, that was the crescendo.

Tomás`,
      files: [
        {
          name: 'sleep-harbour-tenor.wav',
          type: 'audio/wav',
          bytes: wav(tenorLine, 12 * 1024 * 1024, 22_050),
        },
      ],
    },
    {
      key: 'invitation',
      at: clock.day(12, '10:10', henrik),
      from: henrik,
      subject: 'Invitation: Concert "Harbour songs"',
      text: `You are invited: Concert "Harbour songs", old customs house. Doors at 17:00, warm-up at 16:00.`,
      html: `<p>You are invited: <b>Concert "Harbour songs"</b>, old customs house.</p><p>Doors at 17:00, warm-up at 16:00.</p>`,
      invitation: {
        method: 'REQUEST',
        text: calendar(
          {
            uid: 'harbour-songs',
            title: 'Concert "Harbour songs"',
            place: 'Old customs house, Pier 3',
            start: concertStart(clock),
            hours: 2,
            organiser: henrik,
            note: 'Black, with something blue. Water bottles stay in the vestry.',
          },
          'REQUEST',
        ),
      },
    },
    {
      key: 'rehearsal-moved',
      at: clock.day(8, '15:35', gwen),
      from: gwen,
      subject: 'Extra rehearsal (calendar file attached)',
      text: `Extra rehearsal for tenors only, two days before the concert, in my kitchen. Calendar file attached; the kitchen holds nine, so two of us sing from the hall.

Gwen`,
      files: [
        {
          name: 'kitchen-rehearsal.ics',
          type: 'text/calendar; charset=utf-8',
          bytes: calendar(
            {
              uid: 'kitchen',
              title: 'Tenors in the kitchen',
              place: 'Gwen, 3rd floor, left',
              start: new Date(concertStart(clock).getTime() - 46 * 3_600_000),
              hours: 1.5,
              organiser: gwen,
              note: 'Bring the score, leave the vibrato.',
            },
            'PUBLISH',
          ),
        },
      ],
    },
    {
      key: 'light-1',
      at: clock.day(15, '14:20', ayse),
      from: ayse,
      subject: 'Salon için ışık keşfi',
      charset: 'iso-8859-9',
      header: { charset: 'iso-8859-9', form: 'Q' },
      text: `Merhaba Ada,

dün eski gümrük binasına uğradım. Tavan yüksek, duvarlar koyu, prizler ise müze kadar eski. Çığlık atan bir kapı da var; onu yağlamalarını rica ettim.

Koro nerede duracak? Basamaklar varsa arka sırayı ayrı bir ışıkla aydınlatmak isterim, yoksa tenorlar gölgede kalır. Şimdiye kadar kimse buna itiraz etmedi, ama sen edersin diye düşündüm.

Görüşmek üzere
Ayşe`,
    },
    {
      key: 'light-2',
      at: clock.day(1, '12:40', ayse),
      from: ayse,
      after: ['light-1', 'light-1-ada'],
      subject: 'Işık ayarları ve yeni program',
      text: `Merhaba Ada,

sahne için ışık planını ekledim. İlk iki şarkı sıcak amber, "Uspávanka" için gece mavisi, en sonda da gün doğumu. Tenorlar bu kez gölgede değil: size özel, biraz pembe bir ışık ayırdım.

Program sırası değiştiyse bana pazartesiye kadar yazar mısın? Işık masası on iki sahne alıyor, on üçüncüde ekran kararıyor; geçen sene bunu seyirci "çok cesur bir final" sanmıştı.

Sevgiler
Ayşe Yılmaz
-- 
Sahne Işık · İzmir – Malmö`,
      files: [
        {
          name: 'ışık-planı.png',
          type: 'image/png',
          bytes: png(
            lightPlan([
              [255, 176, 84],
              [84, 140, 255],
              [236, 96, 150],
              [255, 214, 150],
            ]),
          ),
        },
        {
          name: 'sahneler.csv',
          type: 'text/csv; charset=utf-8',
          bytes:
            'no;sahne;renk\r\n1;Açılış;amber\r\n2;Liman;amber\r\n3;Uspávanka;gece mavisi\r\n4;Gün doğumu;pembe\r\n',
        },
      ],
    },
  ];
}
