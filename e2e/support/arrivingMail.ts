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
