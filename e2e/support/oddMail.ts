/** Mail of unusual looks: quotes of quotes, too much of it, called off, packed by Outlook, with files of many kinds. */

const mail = (subject: string, ...lines: string[]) => ({
  uidl: subject,
  bytes: Buffer.from(
    [
      ...['From: Mira Kovac <mira@kiln.example>', 'To: ada@lindgren.example', `Subject: ${subject}`],
      ...['Date: Mon, 5 Jan 2026 10:00:00 +0000', 'MIME-Version: 1.0', ...lines, ''],
    ].join('\r\n'),
    'latin1',
  ),
});

const file = (type: string, name: string, content: Buffer | string) => [
  ...['--b', `Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`],
  ...['Content-Transfer-Encoding: base64', '', Buffer.from(content).toString('base64')],
];
const withFiles = (subject: string, ...files: string[][]) =>
  mail(
    subject,
    ...[
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      `${subject}.`,
    ],
    ...[...files.flat(), '--b--'],
  );

const number = (value: number, octets: number) => {
  const made = Buffer.alloc(octets);
  made.writeUIntLE(value, 0, octets);
  return made;
};

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** A tenth of a second of silence. */
const sound = Buffer.concat([
  ...[
    Buffer.from('RIFF'),
    number(836, 4),
    Buffer.from('WAVEfmt '),
    number(16, 4),
    number(1, 2),
    number(1, 2),
  ],
  ...[number(8_000, 4), number(8_000, 4), number(1, 2), number(8, 2), Buffer.from('data'), number(800, 4)],
  Buffer.alloc(800, 128),
]);

/** What Outlook packs a file into (TNEF). */
function packed(name: string, content: string): Buffer {
  const attribute = (id: number, data: Buffer) => [
    ...[number(2, 1), number(id, 2), number(0, 2), number(data.length, 4), data, number(0, 2)],
  ];
  return Buffer.concat([
    ...[number(0x223e9f78, 4), number(1, 2), ...attribute(0x9002, Buffer.from([1]))],
    ...[...attribute(0x8010, Buffer.from(`${name}\0`)), ...attribute(0x800f, Buffer.from(content))],
  ]);
}

export const page = '<html><body><script>document.title = "ran"</script>Hello</body></html>';
export const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

export const oddMail = [
  mail(
    'Letter',
    ...['Content-Type: text/plain', '', 'My own words', '', '> what was asked', '>> and before that', ''],
    ...['More of mine', '', ...Array.from({ length: 6 }, (_, index) => `>> long ago ${index + 1}`), ''],
    ...[
      ...Array.from({ length: 2_000 }, (_, index) => `A line of a long report, number ${index}.`.padEnd(60)),
      '',
    ],
    ...['-- ', 'Mira signs'],
  ),
  withFiles(
    'Pieces',
    file('image/png', 'dot.png', picture),
    file('audio/wav', 'quiet.wav', sound),
    file('text/html', 'page.html', page),
    file('image/svg+xml', 'drawing.svg', drawing),
  ),
  withFiles('Packed', file('application/ms-tnef', 'winmail.dat', packed('PLAN.TXT', 'first fire'))),
  mail('Heavy', 'Content-Type: text/html', '', `${'<b>a</b> '.repeat(4_100)}<p>the very end</p>`),
  mail(
    'Cancelled',
    ...['Content-Type: text/calendar; method=CANCEL', '', 'BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:CANCEL'],
    ...[
      'BEGIN:VEVENT',
      'UID:1',
      'SUMMARY:First firing',
      'DTSTART:20260105T100000Z',
      'END:VEVENT',
      'END:VCALENDAR',
    ],
  ),
  mail('Tall', 'Content-Type: text/html', '', '<div style="height: 3333px">high</div><p>ground</p>'),
];
