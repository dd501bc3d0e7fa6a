/** A catalogue or a part of one. */
export interface Catalogue {
  [key: string]: string | Catalogue;
}

const accented: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Ü',
  Y: 'Ý',
  Z: 'Ž',
};

/**
 * One message of the pseudo-locale: the text between ⟦ and ⟧ with accented letters, ICU arguments as they were. Text
 * that shows up in the interface without the brackets did not come from the catalogue.
 */
export function pseudoMessage(message: string): string {
  let depth = 0;
  let text = '';
  for (const character of message) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    // Inside braces stand argument names and plural rules, which must not change.
    text += depth === 0 ? (accented[character] ?? character) : character;
  }
  return `⟦${text}⟧`;
}

/** A whole catalogue in the pseudo-locale; same keys. */
export function pseudoCatalogue<Messages extends Catalogue>(catalogue: Messages): Messages {
  const entries = Object.entries(catalogue).map(([key, value]) => [
    key,
    typeof value === 'string' ? pseudoMessage(value) : pseudoCatalogue(value),
  ]);
  return Object.fromEntries(entries) as Messages;
}
