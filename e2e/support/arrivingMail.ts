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

/** Junk by what stands in its PDF file: the string that tests filters. */
export const bill = () => ({
  uidl: 'bill',
  bytes: Buffer.from(
    `From: <till@shop.example>\r\nTo: <ada@lindgren.example>\r\nSubject: Your bill\r\nDate: ${new Date().toUTCString()}\r\n` +
      'MIME-Version: 1.0\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
      `${Buffer.from(pdfOf('XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X')).toString('base64')}\r\n`,
  ),
});
