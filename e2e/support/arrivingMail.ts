import { pdfOf } from './pdf';

/** Mail for what is said of it, and done to it, as it arrives. */

/** Laid out in HTML, with room for more parts. */
export const message = (subject: string, from: string, html: string, ...more: string[]) => ({
  uidl: subject.replace(/\W/g, ''),
  bytes: Buffer.from(
    [
      `From: ${from}`,
      'To: ada@lindgren.example',
      `Subject: ${subject}`,
      'Date: Mon, 5 Jan 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      ...['', '--b', 'Content-Type: text/html; charset=utf-8', '', html, ...more, '--b--', ''],
    ].join('\r\n'),
  ),
});

/** A part of it: a program that seems to be a document. */
export const program = [
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Disposition: attachment; filename="invoice.pdf.exe"',
  '',
  'MZ',
];

/** A message without ornament. */
export const letter = (from: string, subject: string) => ({
  uidl: subject.replace(' ', '-'),
  bytes: Buffer.from(
    `From: <${from}>\r\nTo: <ada@lindgren.example>\r\nSubject: ${subject}\r\n` +
      'Date: Tue, 3 Mar 2026 10:00:00 +0100\r\n\r\nHello.\r\n',
  ),
});

/** Written at `date`. */
const plain = (subject: string, from: string, date: Date, text: string, ...headers: string[]) => ({
  uidl: subject.replace(/\W/g, '-'),
  bytes: Buffer.from(
    [
      ...headers,
      ...[
        `From: ${from}`,
        'To: <ada@lindgren.example>',
        `Subject: ${subject}`,
        `Date: ${date.toUTCString()}`,
      ],
      ...[`Message-ID: <${subject.replace(/\W/g, '.')}@mail.example>`, '', text, ''],
    ].join('\r\n'),
  ),
});

const long = new Date('2026-03-03T10:00:00Z');

/** Junk, and what somebody keeps: for the filter to learn from. */
export const pills = (at: number) =>
  plain(
    `Cheap pills ${at}`,
    `Deals <d${at}@pills.example>`,
    long,
    'Buy cheap pills now, a miracle offer: http://pills.example/',
  );
export const choir = (at: number) =>
  plain(
    `Choir on Thursday ${at}`,
    'Astrid <astrid@choir.example>',
    long,
    'The altos practise the second movement, bring your scores.',
  );

/** It may be junk by how it talks, whatever was learned; each a minute younger than the one before. */
export const swindle = (at: number) =>
  plain(
    `Your reply ${at}`,
    'The widow <widow@mail.example>',
    new Date(Date.now() - (10 - at) * 60_000),
    'Dear friend, I am the widow of a late president and need your urgent reply. The sum of $12,500,000 is at the ' +
      'central bank, in strict confidence and risk-free: be the next of kin. God bless you.',
  );

/** The receiving server says above all else whether it is junk; of its words nothing else holds any. */
export const flagged = (at: number, verdict: 'YES' | 'NO') =>
  plain(
    `Flagged ${at}`,
    `Sender <s${at}@shop${at}.example>`,
    long,
    'Parcels wait for customs.',
    `X-Spam-Flag: ${verdict}`,
    `Received: from shop${at}.example by mx.lindgren.example; ${long.toUTCString()}`,
  );

/** Junk by what stands in its PDF file: the string that tests filters. */
export const bill = () => ({
  uidl: 'bill',
  bytes: Buffer.from(
    `From: <till@shop.example>\r\nTo: <ada@lindgren.example>\r\nSubject: Your bill\r\nDate: ${new Date().toUTCString()}\r\n` +
      'MIME-Version: 1.0\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
      `${Buffer.from(pdfOf('XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X')).toString('base64')}\r\n`,
  ),
});

/** A message of a mailing list. */
export const issue = (name: string, date: Date) => ({
  date,
  uidl: name.replace(' ', '-'),
  bytes: Buffer.from(
    [
      'From: Kiln <news@kiln.example>',
      `Subject: ${name}`,
      `Date: ${date.toUTCString()}`,
      'List-Id: Kiln news <news.kiln.example>',
      'List-Unsubscribe: <https://kiln.example/leave>',
      '',
      'All about kilns.',
      '',
    ].join('\r\n'),
  ),
});
