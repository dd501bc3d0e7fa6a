import { parse } from 'tldts';
import { plainLetters } from './letters';

/** A site that words name. */
export interface NamedSite {
  /** In ASCII, as addresses have it. */
  host: string;
  /** The address of mail that it stands in; empty where it stands by itself. */
  address: string;
}

/**
 * Endings that stand behind sites in a sentence. Others are there: `setup.py`, `user.name` and `this.is` are names of
 * files and programs, `Sure.So` lacks a space, and `kim.no` may be called so. With `www.`, a scheme, or as all that there is to
 * be read, any ending counts.
 */
const endings = new Set(
  (
    'com net org edu gov mil info biz bank app dev shop online eu de fr uk nl ch at be dk se fi es it pt ie pl cz gr hu ro ' +
    'ca us mx br ar cl co au nz jp cn kr tw hk sg in za tr ru ua il ae sa'
  ).split(' '),
);
/** Files and frameworks that are called as if they were sites. */
const noSite = /^(?:[^/]+\.(?:md|rs|sh|py|pl|ps|zip|mov)|(?:asp|ado|vb)\.net)$/i;

// Each label has its own dot, and an address of mail at most 64 characters before its @: what does not match is left soon.
const site =
  /(?<![\p{L}\p{N}_])(https?:\/\/)?(?:([\p{L}\p{N}._%+-]{1,64})\s?@\s?)?((?:[\p{L}\p{N}_-]{1,63}\.)+[\p{L}-]{2,63})(?![\p{L}\p{N}_])(?::\d+)?(?:[/?#]\S*)?/giu;
/** What may stand around an address that is all there is to be read. */
const around = /^[\s"'“”‘’«»‹›<>()[\]→➜›:-]+|[\s"'“”‘’«»‹›<>()[\]→➜›.,;:!?-]+$/gu;
const most = 2_000;

/**
 * The sites that words name, alone or in a sentence, by themselves or in an address of mail; none twice.
 *
 * @param words as they are to be read, of any length: of very long ones, the beginning and the end
 * @param alone what is all that there is to be read is a site whatever it ends in
 */
export function namedSites(words: string, alone = true): NamedSite[] {
  const cut = words.length > 2 * most ? `${words.slice(0, most)} ${words.slice(-most)}` : words;
  // A line end separates words, and is no character that is not seen.
  const plain = plainLetters(cut.replace(/\s+/g, ' '))
    // Whatever else is drawn as nothing; and the full stop of Chinese and Japanese, which browsers take for a dot.
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\u3002(?=[a-z])/gi, '.');
  const all = plain.replace(around, '');
  const found = new Map<string, NamedSite>();
  const add = (host: string | null, user = '') => {
    if (host !== null)
      found.set(`${host} ${user}`, { host, address: user && `${user}@${host}`.toLowerCase() });
  };
  for (const [match, scheme, user, name = ''] of plain.matchAll(site)) {
    const trimmed = match.replace(around, '');
    if (scheme === undefined && noSite.test(trimmed.replace(/:\d+$/, ''))) continue;
    const sure = scheme !== undefined || /^www\./i.test(name) || (alone && trimmed === all);
    add(hostOf(name, sure), user);
    // `https://bank.com@evil.example` is read as the first of them.
    if (scheme !== undefined && user !== undefined) add(hostOf(user, true));
  }
  return [...found.values()];
}

function hostOf(name: string, sure: boolean): string | null {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  // Behind a full stop a sentence begins with a capital; a name all in capitals is one.
  if (
    !sure &&
    (!endings.has(ending.toLowerCase()) || (/^\p{Lu}/u.test(ending) && name !== name.toUpperCase()))
  )
    return null;
  let host: string;
  try {
    host = new URL(`https://${name}`).hostname;
  } catch {
    return null;
  }
  const { isIcann, domain } = parse(host);
  // `.test` is nobody's, except in tests.
  return domain !== null && (isIcann || /\.(?:test|example)$/.test(host)) ? host : null;
}
