import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredMessage } from '@/lib/demo/maildrop';
import { extended, lines } from './encodings';

/** One row of the list of spoofs, as a message that brings it. */
export interface Spoof {
  about: 'link' | 'sender' | 'file';
  row: string;
  /** Of the message, and of no other. */
  subject: string;
  /** Nothing may be said of it. */
  harmless: boolean;
  /** Something has to be said of it; of other names it is enough that they are cleaned. */
  told: boolean;
  message: StoredMessage;
}

interface Rows {
  links: { text: string; href: string; why: string }[];
  senders: string[];
  filenames: string[];
}

/** All rows of `vectors/spoofing-and-files.json`. Links come from `news@bank.com`. */
export async function spoofMail(folder: string): Promise<Spoof[]> {
  const path = join(folder, 'vectors/spoofing-and-files.json');
  const { links, senders, filenames }: Rows = JSON.parse(await readFile(path, 'utf8'));
  return [
    ...links.map(({ text, href, why }) => {
      const harmless = /no warning|no false alarm/.test(why);
      const shown = text.startsWith('<img')
        ? '<img src="https://bank.com/a.png" alt="bank" width="40" height="20">'
        : text;
      const body = [
        ...['From: Bank <news@bank.com>', 'Content-Type: text/html; charset=utf-8'],
        ...['Content-Transfer-Encoding: base64', ''],
        ...lines(`<p>Dear customer,</p><p><a href="${escaped(href)}">${shown}</a></p>`),
      ];
      return { about: 'link' as const, row: `${text} → ${href} (${why})`, harmless, told: !harmless, body };
    }),
    ...senders.map((row) => ({
      about: 'sender' as const,
      ...{ row, harmless: false, told: !/LF encoded/.test(row), body: [fromRow(row), '', 'x'] },
    })),
    ...filenames.map((row) => ({
      about: 'file' as const,
      ...{ row, harmless: false, told: isOdd(row), body: fileRow(row) },
    })),
  ].map(({ body, ...spoof }, index) => {
    const subject = `Spoof ${index + 1}.`;
    const head = ['To: ada@lindgren.example', `Subject: ${subject}`, 'Date: Sun, 4 Jan 2026 10:00:00 +0000'];
    const bytes = Buffer.from([...head, 'MIME-Version: 1.0', ...body, ''].join('\r\n'));
    return { ...spoof, subject, message: { uidl: `spoof${index + 1}`, bytes } };
  });
}

const escaped = (text: string) =>
  text.replace(/[&"<>]|[^\x20-\x7e]/g, (letter) => `&#${letter.codePointAt(0)};`);

function fromRow(row: string): string {
  if (/^two From/.test(row)) return 'From: a@bank.com\r\nFrom: b@evil.test';
  if (/^Reply-To/.test(row)) return 'From: a@bank.com\r\nReply-To: b@evil.test';
  if (/^Sender/.test(row)) return 'From: a@bank.com\r\nSender: b@evil.test';
  if (/^name with LF/.test(row)) return `From: ${/=\?.*\?=/.exec(row)?.[0]} <x@evil.test>`;
  return /^From:/.test(row) ? row.replace(/ \(two addresses\)$/, '') : `From: ${row}`;
}

const activePage = '<html><script>x()</script><form>';
const encryptedArchive = 'PK\x03\x04\x14\0\x01\0';

/** A message with one attachment, which has the name of the row. */
function fileRow(row: string): string[] {
  const [, name = row, note = ''] = /^(.*?) ?\(([^)]*)\)$/s.exec(row) ?? [];
  const isPage =
    /html|differs/.test(note) ||
    /\.(?:s?html?|xhtml|svg|xml)$/.test(name) ||
    /^(?:=\?|"; filename)/.test(row);
  const content = note === 'encrypted' ? encryptedArchive : isPage ? activePage : 'x';
  const disposition = (fields: readonly string[]) =>
    `Content-Disposition: attachment;\r\n ${fields.join(';\r\n ')}`;
  const named = /^name= differs/.test(note)
    ? ['Content-Type: text/html; name="a.html"', disposition(['filename="a.pdf"'])]
    : /^filename\*0=/.test(note)
      ? ['Content-Type: application/octet-stream', disposition(outOfOrder)]
      : [
          `Content-Type: ${/html/.test(note) ? 'text/html' : 'application/octet-stream'}`,
          /^(?:=\?|"; filename)/.test(row)
            ? disposition([row.startsWith('"') ? `filename="${row}` : `filename="${row}"`])
            : disposition([`filename*=${extended(name)}`]),
        ];
  return [
    'From: Mallory <mallory@leak.test>',
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'x', '--b'],
    ...[...named, 'Content-Transfer-Encoding: base64', '', ...lines(content, 'latin1'), '--b--'],
  ];
}

/** Continuations (RFC 2231) that come in another order, twice, and go on for a megabyte. */
const outOfOrder = [
  ...['filename*1*=b.pdf', 'filename*2=.exe', "filename*0*=utf-8''a", "filename*0*=utf-8''c"],
  ...Array.from({ length: 1_100 }, (_, index) => `filename*${index + 3}=${'x'.repeat(900)}`),
];

/** Kinds of which something must be said, and names that hide theirs. */
function isOdd(row: string): boolean {
  return risky.test(row) || /encrypted|served as|noext|differs|^=\?/.test(row) || /[\u202e\u0501]/.test(row);
}

const risky =
  /\.(?:exe|scr|bat|lnk|m?js|hta|iso|img|vhd|one|url|desktop|jar|ps1|docm|xlsm|chm|cpl|msi|appx|dmg|command|html?|xhtml|svgz?|xsl|mht)$/i;

/** A name that can be written to any disk as it is. */
export function isSafe(name: string): boolean {
  return (
    /^(?!\.)[^/\\:*?"<>|\p{Cc}\p{Cf}]{1,180}$/u.test(name) &&
    !/[. ]$/.test(name) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  );
}
