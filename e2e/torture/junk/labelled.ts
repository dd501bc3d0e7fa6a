import { join } from 'node:path';
import { corpusFolder, corpusMessages } from '../../support/corpus';

export interface Labelled {
  name: string;
  bytes: Uint8Array;
  junk: boolean;
}

/**
 * SpamAssassin's test mail says by its folder what it is. rspamd's is named by what it tests: what its name calls spam,
 * phishing or fraud, or a trick of those, is junk; what it calls ham, or a kind of ordinary mail, is not; the rest says
 * neither and is left out.
 */
const spamassassin = { junk: /^t\/data\/(?:spam|phishing)\//, good: /^t\/data\/(?:nice|dkim)\// };
const rspamd = {
  junk: /(?:^|\/)(?:spam|autolearnstats_spam|advance_fee|gtube|phish|zerofont|url_suspect(?!_normal)|url_obfuscated|sa_display_name_spoof)(?!.*_safe)/,
  good: /(?:^|\/)(?:ham|autolearnstats_ham|newsletter|transactional|whitelist|inc_mail_known|ics|alt-html-calendar|url_suspect_normal|.*_safe|dmarc\/(?:pass|good))/,
};

/** The labelled messages of both collections; null where the corpus is absent. */
export async function labelledMail(): Promise<Labelled[] | null> {
  const folder = corpusFolder();
  if (!folder) return null;
  const found: Labelled[] = [];
  for (const [source, { junk, good }] of Object.entries({ spamassassin, rspamd })) {
    for (const { name, bytes } of await corpusMessages(join(folder, source))) {
      const label = name.replace(/^test\/functional\/messages\//, '');
      if (junk.test(label)) found.push({ name: `${source} ${label}`, bytes, junk: true });
      else if (good.test(label)) found.push({ name: `${source} ${label}`, bytes, junk: false });
    }
  }
  return found;
}
