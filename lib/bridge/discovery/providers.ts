import 'server-only';
import type { FoundServer, ProviderNeed, ProviderNote } from '@/lib/contract/discovery';

/** A provider that many people have an account with, as its own help pages describe it. */
export interface Provider {
  name: string;
  /** Domains of addresses. */
  domains: readonly string[];
  /** Ends of the names of its mail exchangers, for domains of other people that it hosts. */
  exchangers?: readonly string[];
  /** null: it has no POP3. */
  pop3: string | null;
  smtp: string | null;
  /** Of submission, where it is not 465 with TLS. */
  submission?: 587;
  needs?: readonly ProviderNeed[];
  /** The page that says so. */
  help: string;
  /** When the entry was last gone over, year and month. */
  written: string;
}

/** All of them speak TLS on 995, and take the whole address as user name. */
export const providers: readonly Provider[] = [
  {
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    exchangers: ['google.com', 'googlemail.com'],
    pop3: 'pop.gmail.com',
    smtp: 'smtp.gmail.com',
    needs: ['switch_on', 'app_password'],
    help: 'https://support.google.com/mail/answer/7104828',
    written: '2026-11',
  },
  {
    name: 'Outlook.com',
    domains: [
      'outlook.com',
      'hotmail.com',
      'live.com',
      'msn.com',
      'outlook.de',
      'hotmail.de',
      'hotmail.fr',
      'hotmail.co.uk',
      'live.de',
      'live.fr',
      'live.nl',
    ],
    exchangers: ['olc.protection.outlook.com'],
    pop3: 'outlook.office365.com',
    smtp: 'smtp-mail.outlook.com',
    submission: 587,
    needs: ['switch_on', 'provider_sign_in'],
    help: 'https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040',
    written: '2026-11',
  },
  {
    name: 'Microsoft 365',
    domains: [],
    exchangers: ['mail.protection.outlook.com'],
    pop3: 'outlook.office365.com',
    smtp: 'smtp.office365.com',
    submission: 587,
    needs: ['provider_sign_in'],
    help: 'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/pop3-and-imap4/pop3-and-imap4',
    written: '2026-11',
  },
  {
    name: 'Yahoo Mail',
    domains: [
      'yahoo.com',
      'ymail.com',
      'rocketmail.com',
      'yahoo.co.uk',
      'yahoo.de',
      'yahoo.fr',
      'yahoo.it',
      'yahoo.es',
      'yahoo.com.br',
      'yahoo.co.in',
      'yahoo.ca',
    ],
    exchangers: ['yahoodns.net'],
    pop3: 'pop.mail.yahoo.com',
    smtp: 'smtp.mail.yahoo.com',
    needs: ['app_password'],
    help: 'https://help.yahoo.com/kb/SLN4724.html',
    written: '2026-11',
  },
  {
    name: 'AOL Mail',
    domains: ['aol.com', 'aim.com', 'aol.de', 'aol.fr', 'aol.co.uk', 'verizon.net'],
    pop3: 'pop.aol.com',
    smtp: 'smtp.aol.com',
    needs: ['app_password'],
    help: 'https://help.aol.com/articles/how-do-i-use-other-email-applications-to-send-and-receive-my-aol-mail',
    written: '2026-11',
  },
  {
    name: 'iCloud Mail',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['mail.icloud.com'],
    pop3: null,
    smtp: null,
    needs: ['no_pop3'],
    help: 'https://support.apple.com/102525',
    written: '2026-11',
  },
  {
    name: 'Proton Mail',
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
    exchangers: ['protonmail.ch'],
    pop3: null,
    smtp: null,
    needs: ['no_pop3'],
    help: 'https://proton.me/support/imap-smtp-and-pop3-setup',
    written: '2026-11',
  },
  {
    name: 'Tuta',
    domains: ['tuta.com', 'tutanota.com', 'tutanota.de', 'tutamail.com', 'tuta.io', 'keemail.me'],
    exchangers: ['tutanota.de'],
    pop3: null,
    smtp: null,
    needs: ['no_pop3'],
    help: 'https://tuta.com/support',
    written: '2026-11',
  },
  {
    name: 'GMX',
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.eu', 'gmx.org', 'gmx.info'],
    exchangers: ['gmx.net'],
    pop3: 'pop.gmx.net',
    smtp: 'mail.gmx.net',
    needs: ['switch_on'],
    help: 'https://hilfe.gmx.net/pop-imap/',
    written: '2026-11',
  },
  {
    name: 'GMX',
    domains: ['gmx.com', 'gmx.us', 'gmx.co.uk', 'gmx.fr', 'gmx.es'],
    pop3: 'pop.gmx.com',
    smtp: 'mail.gmx.com',
    needs: ['switch_on'],
    help: 'https://support.gmx.com/pop-imap/',
    written: '2026-11',
  },
  {
    name: 'WEB.DE',
    domains: ['web.de', 'email.de'],
    exchangers: ['web.de'],
    pop3: 'pop3.web.de',
    smtp: 'smtp.web.de',
    submission: 587,
    needs: ['switch_on'],
    help: 'https://hilfe.web.de/pop-imap/',
    written: '2026-11',
  },
  {
    name: 'Telekom Mail',
    domains: ['t-online.de', 'magenta.de'],
    pop3: 'securepop.t-online.de',
    smtp: 'securesmtp.t-online.de',
    needs: ['own_password'],
    help: 'https://www.telekom.de/hilfe/apps-dienste/e-mail',
    written: '2026-11',
  },
  {
    name: 'freenet',
    domains: ['freenet.de'],
    pop3: 'mx.freenet.de',
    smtp: 'mx.freenet.de',
    help: 'https://email-hilfe.freenet.de/',
    written: '2026-11',
  },
  {
    name: 'Posteo',
    domains: ['posteo.de', 'posteo.net', 'posteo.eu', 'posteo.org'],
    pop3: 'posteo.de',
    smtp: 'posteo.de',
    help: 'https://posteo.de/en/help',
    written: '2026-11',
  },
  {
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    exchangers: ['mailbox.org'],
    pop3: 'pop3.mailbox.org',
    smtp: 'smtp.mailbox.org',
    help: 'https://kb.mailbox.org/',
    written: '2026-11',
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm'],
    exchangers: ['messagingengine.com'],
    pop3: 'pop.fastmail.com',
    smtp: 'smtp.fastmail.com',
    needs: ['app_password'],
    help: 'https://www.fastmail.help/hc/en-us/articles/1500000279921',
    written: '2026-11',
  },
  {
    name: 'Zoho Mail',
    domains: ['zoho.com', 'zohomail.com'],
    exchangers: ['zoho.com'],
    pop3: 'pop.zoho.com',
    smtp: 'smtp.zoho.com',
    needs: ['paid', 'switch_on'],
    help: 'https://www.zoho.com/mail/help/pop-access.html',
    written: '2026-11',
  },
  {
    name: 'Yandex Mail',
    domains: ['yandex.ru', 'yandex.com', 'ya.ru'],
    exchangers: ['yandex.net', 'yandex.ru'],
    pop3: 'pop.yandex.com',
    smtp: 'smtp.yandex.com',
    needs: ['switch_on', 'app_password'],
    help: 'https://yandex.com/support/yandex-360/customers/mail/en/mail-clients/others',
    written: '2026-11',
  },
  {
    name: 'Mail.ru',
    domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru'],
    exchangers: ['mail.ru'],
    pop3: 'pop.mail.ru',
    smtp: 'smtp.mail.ru',
    needs: ['app_password'],
    help: 'https://help.mail.ru/mail/mailer/popsmtp',
    written: '2026-11',
  },
  {
    name: 'Orange',
    domains: ['orange.fr', 'wanadoo.fr'],
    pop3: 'pop.orange.fr',
    smtp: 'smtp.orange.fr',
    help: 'https://assistance.orange.fr/',
    written: '2026-11',
  },
  {
    name: 'Free',
    domains: ['free.fr'],
    pop3: 'pop.free.fr',
    smtp: 'smtp.free.fr',
    help: 'https://assistance.free.fr/',
    written: '2026-11',
  },
  {
    name: 'La Poste',
    domains: ['laposte.net'],
    pop3: 'pop.laposte.net',
    smtp: 'smtp.laposte.net',
    needs: ['switch_on'],
    help: 'https://aide.laposte.net/',
    written: '2026-11',
  },
  {
    name: 'Seznam',
    domains: ['seznam.cz', 'email.cz', 'post.cz'],
    exchangers: ['seznam.cz'],
    pop3: 'pop3.seznam.cz',
    smtp: 'smtp.seznam.cz',
    help: 'https://o-seznam.cz/napoveda/email/',
    written: '2026-11',
  },
  {
    name: 'QQ Mail',
    domains: ['qq.com', 'foxmail.com'],
    pop3: 'pop.qq.com',
    smtp: 'smtp.qq.com',
    needs: ['switch_on', 'app_password'],
    help: 'https://help.mail.qq.com/',
    written: '2026-11',
  },
  {
    name: 'NetEase Mail',
    domains: ['163.com'],
    pop3: 'pop.163.com',
    smtp: 'smtp.163.com',
    needs: ['switch_on', 'app_password'],
    help: 'https://help.mail.163.com/',
    written: '2026-11',
  },
  {
    name: 'Naver Mail',
    domains: ['naver.com'],
    pop3: 'pop.naver.com',
    smtp: 'smtp.naver.com',
    needs: ['switch_on', 'app_password'],
    help: 'https://help.naver.com/service/30029',
    written: '2026-11',
  },
];

/** Of an address's domain, lower case; null for one that the table does not know. */
export function providerOf(domain: string): Provider | null {
  return providers.find(({ domains }) => domains.includes(domain)) ?? null;
}

/** The provider that takes mail in at this exchanger, lower case; the longest end that fits counts. */
export function providerAt(exchanger: string): Provider | null {
  const name = exchanger.replace(/\.$/, '');
  const fits = (end: string) => name === end || name.endsWith(`.${end}`);
  let best: { provider: Provider; length: number } | null = null;
  for (const provider of providers) {
    for (const end of provider.exchangers ?? []) {
      if (fits(end) && end.length > (best?.length ?? 0)) best = { provider, length: end.length };
    }
  }
  return best?.provider ?? null;
}

/** Its servers, for one address. */
export function serversOf(
  { pop3, smtp, submission }: Provider,
  address: string,
): { incoming: FoundServer; outgoing: FoundServer | null } | null {
  if (pop3 === null) return null;
  return {
    incoming: { host: pop3, port: 995, security: 'tls', username: address },
    outgoing: smtp === null ? null : submissionOf(smtp, submission, address),
  };
}

function submissionOf(host: string, port: 587 | undefined, username: string): FoundServer {
  return port === undefined
    ? { host, port: 465, security: 'tls', username }
    : { host, port, security: 'starttls', username };
}

export function noteOf({ name, needs = [], help }: Provider): ProviderNote | null {
  return needs.length > 0 ? { name, needs: [...needs], help } : null;
}
