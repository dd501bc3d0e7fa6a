import { freshMessage, sampleMessages } from '@/lib/demo/mailbox';
import { type Letter, write } from '@/lib/demo/mailbox/compose';
import type { Person } from '@/lib/demo/mailbox/people';
import { chance, pick, randomFrom } from './random';

/**
 * Ordinary mail of many kinds: letters, work, lists, bills, parcels, codes, and what is hardest to tell from junk: shops'
 * newsletters with sales, prizes, prices and exclamation marks, that somebody subscribed to. In several languages.
 */
const names =
  'Astrid Bernd Chiara Dilek Emre Fatima Goran Hana Ivo Jun Kwame Lucia Mehmet Noor Olga Piotr Quentin Rosa Sven Tomoko Umut Vera Wren Xenia Yusuf Zofia'.split(
    ' ',
  );
const families =
  'Lindqvist Öztürk Tanaka Rossi Okafor Nowak Schäfer Dubois Demir Kowalska Silva Ivanov Haddad Murphy Sato Berg Costa Novak Yılmaz Fischer'.split(
    ' ',
  );
const firms =
  'northlight harbourbank greenpost kestrel-rail alpenkraft mobilis paperhouse bluekettle citylibrary tarhana-market fuji-books velofix clinicum oakschool stadtwerke skyfare'.split(
    ' ',
  );
const mailers = [
  'Thunderbird 128',
  'Apple Mail (2.3774)',
  'K-9 Mail',
  'Microsoft Outlook 16.0',
  'mutt 2.2',
  '',
];

const talk =
  'the meeting moved to thursday because Fatima is in Ankara and the room is taken|could you read the draft before friday and send me what you think of chapter two|we had rain all weekend so the boat stayed in the shed|thanks for the photos the one with the dog on the ladder is wonderful|the boiler man comes at nine somebody has to be there|I put the minutes into the folder please correct what is wrong|grandmother turns eighty in march and we want to give her a day at the sea|train leaves at 7:42 from platform 5 do not forget the tickets|did you manage to reach the landlord about the window|the choir sings in the small church this time and needs two more altos|the release is blocked by the failing test in the parser I will look tomorrow|my flight is late I take a taxi do not wait with dinner|the recipe wants two eggs but three are better|we lost the game but the children were brave|attached is the plan of the garden with the new apple trees|congratulations on the new job we are so proud|the invoice from the printer is higher than agreed I will call them|can I borrow the drill on saturday|see you on sunday bring cake|I am free on tuesday after four or on wednesday morning'.split(
    '|',
  );
const german =
  'bitte denk an die Unterlagen für das Finanzamt|der Handwerker kommt am Dienstag um acht|wir treffen uns vor dem Kino|danke für das schöne Wochenende|die Rechnung habe ich gestern überwiesen|kannst du mir das Protokoll schicken|Oma freut sich über deinen Besuch|der Zug hat wieder Verspätung'.split(
    '|',
  );
const turkish =
  'toplantı yarın saat onda başlıyor|annem sana selam söylüyor|raporu akşama kadar gönderirim|hafta sonu İzmir’e gidiyoruz|fotoğraflar için çok teşekkürler|kitabı kütüphaneye geri verdim|ışıkları kapatmayı unutma|çocuklar okuldan erken çıktı'.split(
    '|',
  );
const japanese =
  '来週の会議は水曜日に変更になりました|資料を添付しますのでご確認ください|先日はありがとうございました|東京都の天気は晴れです|明日の朝八時に駅で会いましょう|写真を送ってくれてありがとう'.split(
    '|',
  );
const sales =
  'free shipping on all orders this weekend|up to 50% off winter coats|win a voucher in our raffle|your exclusive members price|order now and save 20 €|last chance: the sale ends on sunday!|new arrivals you will love|click here to see the collection|buy two, get one free!|limited edition, only while stocks last'.split(
    '|',
  );
const notes =
  'Your parcel {n} is on its way and arrives between 10 and 12.|Invoice {n} for March: 49.90 €, due in 14 days.|Your verification code is {n}. It is valid for ten minutes.|We received your payment of $120.00, thank you.|Someone signed in to your account from a new device. If this was you, there is nothing to do.|Your appointment on the 14th at 9:30 is confirmed.|Your statement is ready in online banking. We never ask for your password by mail.|The book {n} that you reserved can be collected.|Your subscription renews on 1 May for $9.99 a month.|Password reset requested: use the link within one hour.'.split(
    '|',
  );

/** So many ordinary messages; the same `seed` gives the same bytes. */
export async function ordinaryMail(count: number, seed: number): Promise<Uint8Array[]> {
  const now = new Date(Date.UTC(2026, 4, 1));
  const made = (await sampleMessages(now))
    .map(({ bytes }) => bytes)
    .filter((bytes) => bytes.length < 1_000_000 && !isPhishing(bytes));
  for (let sequence = 1; sequence <= Math.min(200, count / 10); sequence += 1)
    made.push((await freshMessage(sequence, now)).bytes);
  for (let index = 0; made.length < count; index += 1) made.push(ordinary(index, seed));
  return made.slice(0, count);
}

/** One of the sample mailbox is made to deceive: it is not ordinary. */
const isPhishing = (bytes: Uint8Array) => Buffer.from(bytes).includes('nordbanken-verify.example; dkim=none');

function ordinary(index: number, seed: number): Uint8Array {
  const random = randomFrom(seed * 1_000_003 + index);
  const kinds = [letter, letter, letter, work, list, notice, notice, shop, shop, foreign];
  const made = pick(random, kinds)(random, index);
  const { bytes } = write({
    ...made,
    key: `ordinary-${seed}-${index}`,
    at: Date.UTC(2026, 0, 1) + index * 3_600_000,
  });
  if (chance(random, 0.2)) return bytes;
  // Most programs name their messages by the sender's domain.
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replace('@sample.example>', `@${made.from.address.split('@')[1]}>`), 'latin1');
}

type Made = Omit<Letter, 'key' | 'at'>;
type Random = () => number;

function person(random: Random): Person {
  const [first, family] = [pick(random, names), pick(random, families)];
  const plain = (name: string) =>
    name
      .normalize('NFKD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase();
  const mailer = pick(random, mailers);
  const host = pick(random, [
    'gmail.com',
    'outlook.com',
    'gmx.de',
    `${plain(family)}.example`,
    'posteo.de',
    'yahoo.com',
  ]);
  return {
    name: `${first} ${family}`,
    address: `${plain(first)}.${plain(family)}@${host}`,
    zone: '+0100',
    ...(mailer && { mailer }),
  };
}

const some = (random: Random, from: readonly string[], most: number): string =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, from)).join('. ');

const title = (text: string) => text.split(/\s+/).slice(0, 5).join(' ');

function letter(random: Random): Made {
  const text = some(random, talk, 6);
  const from = person(random);
  const subject = `${chance(random, 0.4) ? 'Re: ' : ''}${title(pick(random, talk))}`;
  const html = chance(random, 0.4) ? `<div dir="ltr">${text}<br><br>${from.name}</div>` : undefined;
  return {
    from,
    subject,
    text: `Hi,\n\n${text}\n\n${from.name}`,
    ...(html !== undefined && { html }),
    ...(subject.startsWith('Re') && { after: ['before'] }),
  };
}

function work(random: Random, index: number): Made {
  const from = {
    ...person(random),
    address: `${pick(random, names).toLowerCase()}@${pick(random, firms)}.example`,
  };
  const file = { name: `plan-${index}.pdf`, type: 'application/pdf', bytes: `%PDF-1.4 ${index}` };
  return {
    from,
    subject: `Project ${pick(random, firms)}: ${title(pick(random, talk))}`,
    text: `Dear all,\n\n${some(random, talk, 4)}\n\nBest regards\n${from.name}\n-- \nTel. +49 30 ${index}`,
    ...(chance(random, 0.4) && { files: [file] }),
  };
}

function list(random: Random, index: number): Made {
  const name = pick(random, ['gardeners', 'choir', 'parsers', 'sailors']);
  return {
    from: person(random),
    to: [{ name: '', address: `${name}@lists.example`, zone: '+0000' }],
    subject: `[${name}] ${title(pick(random, talk))}`,
    text: `> ${pick(random, talk)}\n\n${some(random, talk, 5)}\n\n--\n${name} mailing list, message ${index}`,
    extra: [
      ['List-Id', `<${name}.lists.example>`],
      ['List-Unsubscribe', `<mailto:${name}-leave@lists.example>`],
      ['Precedence', 'list'],
    ],
  };
}

function notice(random: Random, index: number): Made {
  const firm = pick(random, firms);
  const text = pick(random, notes).replace('{n}', String(100_000 + index * 7));
  const page = `<html><body style="font-family:sans-serif"><img src="https://${firm}.example/logo.png"><h1>${firm}</h1><p>${text}</p><p><a href="https://www.${firm}.example/account?m=${index}">Open your account</a></p></body></html>`;
  return {
    from: { name: firm, address: `noreply@${firm}.example`, zone: '+0000' },
    subject: title(text),
    ...(chance(random, 0.7) && { html: page }),
    ...(chance(random, 0.6) && { text }),
  };
}

function shop(random: Random, index: number): Made {
  const firm = pick(random, firms);
  const offers = Array.from({ length: 3 }, () => pick(random, sales));
  const page = `<html><head><style>.pre{display:none}</style></head><body><div class="pre">${offers[0]}</div>${offers.map((offer) => `<h2>${offer}</h2><a href="https://click.${firm}.example/c/${index}"><img src="https://img.${firm}.example/${index}.jpg"></a><p>${pick(random, talk)}</p>`).join('')}<p>You get this mail because you subscribed. <a href="https://${firm}.example/unsubscribe">Unsubscribe</a></p></body></html>`;
  return {
    from: { name: `${firm} news`, address: `news@mail.${firm}.example`, zone: '+0000' },
    subject: `${pick(random, sales)}${chance(random, 0.3) ? '!' : ''}`,
    html: page,
    ...(chance(random, 0.5) && { text: offers.join('\n') }),
    extra: [['List-Unsubscribe', `<https://${firm}.example/u/${index}>`]],
  };
}

function foreign(random: Random): Made {
  const words = pick(random, [german, turkish, japanese]);
  const text = some(random, words, 5);
  return { from: person(random), subject: pick(random, words).slice(0, 40), text };
}
