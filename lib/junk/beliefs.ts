import type { Feature } from './features';
import type { Form, Trade } from './names';

/**
 * What is believed of a form or a trade before anything was learned, as SpamAssassin's rules stand beside its Bayes:
 * points are added to the logarithm of the odds, so that one of them is a factor of e. Their sizes follow SpamAssassin's
 * scores, of which five make spam; here it takes a little more than three (`cutoffs`).
 */
const ofForms: Readonly<Partial<Record<Form, number>>> = {
  testString: 12,
  ...{ badDate: 1, dateOff: 2, badId: 1, badFrom: 1, twice: 1.5, sentByOther: 0.7, nameElsewhere: 2 },
  ...{
    digits: 0.3,
    padded: 1,
    nameless: 0.7,
    freeReply: 1.7,
    replyElsewhere: 0.3,
    oddCharset: 1,
    eightBit: 0.5,
  },
  ...{ broken: 1, noSubject: 1.2, noDate: 1.1, noId: 0.4, toNobody: 0.8, toMany: 0.4, loudSubject: 0.7 },
  ...{ exclaims: 0.3, picturesOnly: 0.7, tiny: 1, joiners: 0.7, form: 0.7, script: 0.7, htmlOnly: 0.2 },
  ...{ numericLink: 1, userLink: 1.5, elsewhereLink: 1.5, oddLink: 1, shortLink: 0.7, cheapEnding: 0.7 },
  ...{ brokenScheme: 1, bareLink: 0.5, disguised: 2, noMime: 0.5, unspeakable: 1, brand: 2, numbered: 0.7 },
  ...{ relayElsewhere: 1.3, idOfAnother: 0.7, bareRelay: 1.5, advert: 2, unfilled: 1, keyGiven: 1.5 },
  ...{ macroFile: 2.5, riskyFile: 2, lockedFile: 1, fileAlone: 0.3 },
};

/** For one phrase of a trade, for two, and so on; more than stand there count as the last. */
const ofTrades: Readonly<Record<Trade, readonly number[]>> = {
  fortune: [0.2, 1, 2, 3, 4, 5],
  medicine: [0.5, 1.5, 2.5, 3.5],
  credit: [0.3, 1, 2, 3],
  prize: [0.4, 1.2, 2, 3],
  removal: [0.4, 1.5, 2.5],
  adult: [0.8, 2, 3],
  copies: [0.5, 1.5, 3],
  ranking: [0.3, 1.2, 2, 3],
  account: [0.4, 1.5, 2.5, 3.5],
  threat: [0.2, 1.5, 3.5],
  stranger: [0.7, 1.5, 2.2],
  offer: [0.3, 1, 2],
  supplier: [0.3, 1.2, 2.2],
};
/** Written in letters in which nobody has written who was kept (SpamAssassin's `ok_locales`, learned). */
const foreignLetters = 2;
/** So many kept messages say what letters somebody reads. */
const enoughLetters = 40;

/** @param seen how much mail has taught, and how much of the good had this token */
export function beliefIn({ kind, text }: Feature, seen: { good: number; goodMessages: number }): number {
  if (kind === 'form') return ofForms[text as Form] ?? 0;
  if (kind === 'letters') return seen.good === 0 && seen.goodMessages >= enoughLetters ? foreignLetters : 0;
  if (kind !== 'trade') return 0;
  const [trade = '', count = '0'] = text.split(' ');
  const points = ofTrades[trade as Trade] ?? [];
  return points[Math.min(Number(count), points.length) - 1] ?? 0;
}
