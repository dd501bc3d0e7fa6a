/**
 * Words that junk spells so that filters miss them: `v1agra`, `dis.count`, `caasino`. SpamAssassin's FUZZY_* rules and its
 * replacement tags are the model. Letters are put back to what they are drawn or sound like, doubled ones made one, and
 * what then is one of these words, and was not written as one, is disguised.
 */
const hidden =
  'viagra cialis levitra xanax valium vicodin pharmacy prescription medication medications meds discount discounts purchase cheap software mortgage casino penis erection guaranteed replica rolex investment lottery'.split(
    ' ',
  );

const drawn: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', $: 's', '@': 'a', '!': 'i', '|': 'i', z: 's' },
};
const between = /[.*_·-]/g;

const plain = (word: string): string =>
  word
    .replace(between, '')
    .replace(/[013-5$@!|z]/g, (sign) => drawn[sign] ?? sign)
    .replace(/(.)\1+/g, '$1');

const wanted = new Map(hidden.map((word) => [plain(word), word]));
const candidates = /[\p{L}\d$@!|.*_·-]{4,24}/gu;

/** The first disguised word of a text, as it is meant; null where there is none. */
export function disguisedWord(text: string): string | null {
  for (const [found] of text.slice(0, 20_000).toLowerCase().matchAll(candidates)) {
    const word = found.replace(/^[.*_·!|-]+|[.*_·!|-]+$/g, '');
    const meant = wanted.get(plain(word));
    if (meant !== undefined && word !== meant && !hidden.includes(word)) return meant;
  }
  return null;
}
