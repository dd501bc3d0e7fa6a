/** Mail to be searched: in many letters, as text and HTML, an answer, one from long ago with a text attached to it, long ones. */

const told = (subject: string, body: string, more = '') =>
  Buffer.from(
    [
      'From: Ayşe Yılmaz <ayse@sahne.example>',
      'To: ada@lindgren.example',
      `Subject: ${subject}`,
      'Date: Wed, 04 Mar 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      more,
      '',
      body,
      '',
    ]
      .filter((line, index) => line !== '' || index > 6)
      .join('\r\n'),
  );
const laidOut = Buffer.from(
  told('Vögel im Garten', '<p>Heute sang ein <b>Pirol</b>, der PIROL von nebenan.</p>')
    .toString()
    .replace('text/plain', 'text/html')
    .replace('ayse@', 'vogelwarte@')
    .replace('Ayşe Yılmaz', 'Vogelwarte'),
);
const answer = Buffer.from(
  told('Antwort', 'Ein Kranich antwortet im Garten.', 'In-Reply-To: <ruf@sahne.example>')
    .toString()
    .replace('10:00', '11:00')
    .replace(/From: .* <ayse@/, 'From: Bora <bora@'),
);
/** From long ago, and to many; with a text attached to it. */
const rich = Buffer.from(
  told(
    'Ἀθήνα שָׁלוֹם مُحَمَّد',
    [
      '--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nEin Protokoll.',
      '--b\r\nContent-Type: text/plain; name="protokoll.txt"\r\nContent-Disposition: attachment\r\n\r\nZikadengesang',
      '--b--',
    ].join('\r\n'),
    'Cc: Zoltan <zoltan@sahne.example>',
  )
    .toString()
    .replace('text/plain; charset=utf-8', 'multipart/mixed; boundary=b')
    .replace('04 Mar 2026', '04 Mar 2019')
    .replace('Ayşe Yılmaz <ayse@', 'Xenia <xenia@'),
);
/** What is found in it stands far below. */
const long = (subject: string, line: string) =>
  told(subject, `Vorrede.\r\n${line.repeat(300)}Zuletzt die Nachtigall.`)
    .toString()
    .replace('04 Mar 2026', '03 Mar 2026')
    .replace('Ayşe Yılmaz <ayse@', 'Yusuf <yusuf@');
export const mailToFind = [
  Buffer.from(long('Langer Text', 'Und so fort.\r\n')),
  Buffer.from(long('Langes HTML', '<p>Und so fort.</p>\r\n').replace('text/plain', 'text/html')),
  rich,
  answer,
  laidOut,
  told(
    'Sarıyer ışığı',
    'Sahne için Weißglut 42, und der Kuckuck ruft dreimal.',
    'Message-ID: <ruf@sahne.example>',
  ),
  told('大阪府の天気', '午後は晴れます。'),
];
