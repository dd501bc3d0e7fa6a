import type { OpenedMessage } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';

/**
 * Realistic mail out of nothing: words as rare as in real languages (Zipf), in English, German, Turkish, Japanese and
 * Chinese; most messages short, some long. The same number is always the same message.
 */

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const syllables = {
  english:
    'an ber con der en for ing ly ment ning ou pre re sion ter ther tion un ver wor ack est ide low'.split(
      ' ',
    ),
  german:
    'ab be ein er ge ig keit lich nung schaft stell über ver vor zu grö ßer Prü fung wäh rend auf'.split(' '),
  turkish: 'lar ler ğı ış ın dır mek mak yor sın İs tan bul çok gü zel şe hir yaz öğ ren ci'.split(' '),
};
export type Language = keyof typeof syllables | 'japanese' | 'chinese';
const han =
  '東京都大学会議資料添付確認明日天気電車時間写真送信返信予定変更中国北京上海邮件收到谢谢您好文件请查看附件会面项目进展报告'.split(
    '',
  );
const kana = 'のはをにがでともへますしたくださいありがとう'.split('');

/** So many words has a language. */
const vocabulary = 30_000;

/** Words that were made once: making them again and again would be most of what is measured. */
const made = new Map<Language, string[]>();

/** The word of a rank; the first are met most. */
export function wordOf(language: Language, rank: number): string {
  let words = made.get(language);
  if (!words) {
    words = [];
    made.set(language, words);
  }
  const word = words[rank] ?? makeWord(language, rank);
  words[rank] = word;
  return word;
}

function makeWord(language: Language, rank: number): string {
  const random = randomFrom(rank * 7_919 + language.length * 104_729 + language.charCodeAt(0));
  const pick = (items: readonly string[]) => items[Math.floor(random() * items.length)] ?? '';
  if (language === 'japanese' || language === 'chinese') {
    const length = 2 + Math.floor(random() * 2);
    const word = Array.from({ length }, () => pick(han)).join('');
    return language === 'japanese' ? word + pick(kana) + pick(kana) : word;
  }
  const length = rank < 100 ? 1 + Math.floor(random() * 2) : 2 + Math.floor(random() * 3);
  return Array.from({ length }, () => pick(syllables[language])).join('');
}

/** Zipf's law, nearly: rank r is met with a frequency of about 1/r. */
const zipf = (random: () => number): number => Math.floor(vocabulary ** random()) - 1;

const languages: readonly Language[] = [
  'english',
  'english',
  'english',
  'english',
  'german',
  'german',
  'turkish',
  'turkish',
  'japanese',
  'chinese',
];

export interface Made {
  language: Language;
  from: string;
  subject: string;
  body: string;
  date: number;
}

export function messageOf(number: number): Made {
  const random = randomFrom(number + 1);
  const language = languages[Math.floor(random() * languages.length)] ?? 'english';
  const space = language === 'japanese' || language === 'chinese' ? '' : ' ';
  const words = (count: number) => {
    let text = '';
    for (let at = 0; at < count; at += 1) {
      const word = wordOf(language, zipf(random));
      text += word + (at % 9 === 8 ? (space === '' ? '。' : '. ') : space);
    }
    return text;
  };
  const long = random();
  const count = long < 0.7 ? 20 + random() * 80 : long < 0.95 ? 100 + random() * 300 : 400 + random() * 1_200;
  const person = Math.floor(800 ** random());
  return {
    language,
    from: `${wordOf(language, 500 + person)} ${wordOf(language, 900 + person)}`,
    subject: words(3 + random() * 5).trim(),
    body: words(count),
    date: Date.UTC(2018, 0, 1) + number * 1_800_000,
  };
}

export function openedOf({ body }: Made): OpenedMessage {
  return { headers: [], html: null, text: body, attachments: [] };
}

export function recordOf(
  number: number,
  id: number,
  { from, subject, body, date }: Made = messageOf(number),
): MessageRecord {
  return {
    ...{
      id,
      account: 'one',
      uidl: String(number),
      folder: 'inbox',
      date,
      size: 8,
      sha256: '',
      unread: false,
    },
    ...{ attachments: false, parsed: true, pack: 1, offset: 8 * (number % packed) },
    envelope: {
      from: [{ name: from, address: `p${from.length}@x.example` }],
      ...{ to: [{ name: 'Ada', address: 'ada@lindgren.example' }], cc: [], replyTo: [] },
      ...{ subject, preview: body.slice(0, 200), messageId: '', inReplyTo: '', references: [] },
    },
  };
}

/** A pack holds the numbers of so many messages, eight octets each: their texts are made when they are read. */
export const packed = 1_000;
