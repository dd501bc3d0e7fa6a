import { registrableDomain } from '@/lib/mail/domain';
import { htmlWords } from '@/lib/mail/htmlWords';
import { type LinkKind, linkTrouble } from '@/lib/mail/linkTrouble';
import { type LinkForm, linkForms } from './names';

const mostAnchors = 40;
/** The largest services that hide where a link goes (DecodeShortURLs, rspamd's redirectors). */
const short =
  /\bhttps?:\/\/(?:www\.)?(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|shorturl\.at|rb\.gy|t\.ly|tiny\.cc|lnkd\.in)\//i;
/** Endings that cost nothing or next to nothing (FROM_SUSPICIOUS_NTLD, PDS_OTHER_BAD_TLD, rspamd's bad_tlds). */
const cheap =
  /(?:@|\/\/)[^\s/"'<>?#]{1,200}\.(?:tk|ml|ga|cf|gq|top|xyz|icu|click|buzz|cyou|rest|bid|loan|men|win|work|date|stream|download|review|trade|racing|party|science|sbs|cfd)(?=$|[\s/"'<>:?#)])/i;

/**
 * What is odd about links: SpamAssassin's and rspamd's rules of the names beside them.
 *
 * @param sender the address that the message comes from
 */
export function linkFormsOf(html: string | null, text: string, sender: string): LinkForm[] {
  const all = `${html ?? ''} ${text}`.slice(0, 100_000);
  const kinds = linkKinds(html ?? '');
  const words = htmlWords((html ?? '').slice(0, 100_000)) + text.slice(0, 100_000);
  const links = all.match(/https?:\/\//gi)?.length ?? 0;
  const is: Record<LinkForm, boolean> = {
    // NORMAL_HTTP_TO_IP, NUMERIC_HTTP_ADDR
    numericLink:
      /https?:\/\/(?:[^\s/"'<>]{0,100}@)?(?:(?:\d{1,3}\.){3}\d{1,3}\b|0x[0-9a-f]+|\d{8,10}\b)/i.test(all),
    // HTTP_USERNAME, R_SUSPICIOUS_URL
    userLink: /https?:\/\/[^\s/"'<>]{1,500}@/i.test(all),
    // PHISHING, HTTPS_HTTP_MISMATCH
    elsewhereLink: kinds.has('site') || kinds.has('mail'),
    oddLink: kinds.has('odd') || kinds.has('letters') || kinds.has('number'),
    // URL_REDIRECTOR, SHORT_URL
    shortLink: short.test(all),
    cheapEnding: cheap.test(all) || cheap.test(`@${registrableDomain(sender.replace(/^.*@/, '')) ?? ''}`),
    // Written so that filters see no link (URL_OBFUSCATED)
    brokenScheme: /\bh(?:xx|\*\*|tt\*)ps?:\/\//i.test(all),
    // A link and next to nothing else (BODY_SINGLE_URI, SHORT_BODY)
    bareLink: links > 0 && links < 4 && words.replace(/https?:\S+/gi, '').trim().length < 60,
  };
  return linkForms.filter((form) => is[form]);
}

/** By scanning: a regular expression over all of a hostile page can take quadratic time. */
function linkKinds(html: string): Set<LinkKind> {
  const kinds = new Set<LinkKind>();
  let at = 0;
  for (let count = 0; count < mostAnchors; count += 1) {
    const start = html.slice(at, at + 400_000).search(/<a\s/i);
    const open = at + start;
    const close = html.indexOf('>', open);
    if (start < 0 || close < 0) break;
    const [, double, single, bare] =
      /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(
        html.slice(open, Math.min(close, open + 8_000)),
      ) ?? [];
    const words = htmlWords(html.slice(close + 1, close + 2_000).split(/<\/a/i)[0] ?? '');
    const trouble = linkTrouble(words, double ?? single ?? bare ?? '');
    if (trouble) kinds.add(trouble.kind);
    at = close + 1;
  }
  return kinds;
}
