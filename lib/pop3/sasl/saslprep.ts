import { Pop3ArgumentError } from '../errors';

/** RFC 3454 table C.1.2. */
const otherSpaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
/** RFC 3454 table B.1: soft hyphen, joiners, variation selectors, byte order mark. */
const mappedToNothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;
/**
 * RFC 4013 §2.3, each line a table or two of RFC 3454: control characters (C.2), private use (C.3), non-characters
 * (C.4), lone surrogates (C.5), not fit for plain text (C.6), ideographic descriptions (C.7), deprecated or changing
 * the display (C.8), tags (C.9).
 */
const prohibited = new RegExp(
  [
    '\\p{Cc}|[\\u06dd\\u070f\\u180e\\u2028\\u2029\\u2061-\\u2063\\u206a-\\u206f\\ufff9-\\ufffc\\u{1d173}-\\u{1d17a}]',
    '\\p{Co}',
    '\\p{Noncharacter_Code_Point}',
    '\\p{Cs}',
    '\\ufffd',
    '[\\u2ff0-\\u2ffb]',
    '[\\u0340\\u0341\\u200e\\u200f\\u202a-\\u202e]',
    '[\\u{e0001}\\u{e0020}-\\u{e007f}]',
  ].join('|'),
  'u',
);

/**
 * SASLprep (RFC 4013) as a client needs it: the form in which user name and password enter SCRAM, so that the same
 * letters typed in two ways give the same proof. Unassigned code points are let through, as in a query.
 *
 * Not covered, as neither can weaken anything and the server has the last word: the check of bidirectional text (a
 * server that makes it refuses what mixes Hebrew or Arabic with Latin), and the tables of Unicode 3.2, in place of
 * which stand those of the JavaScript engine. They differ in characters that came later.
 *
 * `what` names the value in the error, which never shows it.
 * @throws Pop3ArgumentError on a prohibited character, or when nothing is left.
 */
export function saslprep(what: string, value: string): string {
  const prepared = value.replace(otherSpaces, ' ').replace(mappedToNothing, '').normalize('NFKC');
  if (prohibited.test(prepared)) {
    throw new Pop3ArgumentError('AUTH', `the ${what} holds a character that SCRAM does not allow.`);
  }
  if (prepared === '') throw new Pop3ArgumentError('AUTH', `the ${what} is empty.`);
  return prepared;
}
