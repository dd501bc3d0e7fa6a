import type { StoredMessage } from '@/lib/demo/maildrop';
import { encoded, extended, lines } from './encodings';
import type { Payload } from './payloads';

/**
 * The payloads where mail has text beside its body: names, subjects, file names, plain text, quotes, and in the parts
 * that a reader takes apart.
 */

const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ');
const perMessage = 30;

/** @param nested as many of the payloads are in messages inside of messages, too */
export function hostileMessages(payloads: readonly Payload[], port: number, nested: number): StoredMessage[] {
  const messages: string[] = [];
  for (let at = 0; at < payloads.length; at += perMessage) {
    messages.push(inHeaders(payloads.slice(at, at + perMessage).map(({ html }) => oneLine(html))));
  }
  messages.push(...inParts(payloads.slice(0, perMessage)), ...asking(port), ...inConversation(payloads));
  for (let at = 0; at < nested; at += perReply) messages.push(inside(payloads.slice(at, at + perReply)));
  return messages.map((text, index) => ({ uidl: `hostile${index}`, bytes: Buffer.from(text) }));
}

/** Subjects of messages whose files are to be looked at. */
export const inPart = /^Part of /;

/** Subject of the messages of one conversation, each with some of the payloads in its HTML. */
export const conversation = 'In conversation';
const perReply = 12;
/** Ends whatever the payload before left open, so that it does not swallow the next one. */
const ending = `-->"'></style></script></textarea></title></template></noscript></svg></math>`;

function inConversation(payloads: readonly Payload[]): string[] {
  const messages: string[] = [];
  for (let at = 0; at < payloads.length; at += perReply) {
    const html = payloads
      .slice(at, at + perReply)
      .map((payload) => payload.html)
      .join(`\n${ending}\n`);
    messages.push(
      [
        ...head(conversation),
        ...(at === 0
          ? ['Message-ID: <hostile@leak.test>']
          : [`Message-ID: <hostile${at}@leak.test>`, 'References: <hostile@leak.test>']),
        ...[
          'Content-Type: text/html; charset=utf-8',
          'Content-Transfer-Encoding: base64',
          '',
          ...lines(html),
          '',
        ],
      ].join('\r\n'),
    );
  }
  return messages;
}

/** A message inside of another, once in its place and once as a file. */
function inside(payloads: readonly Payload[]): string {
  const html = payloads.map((payload) => payload.html).join(`\n${ending}\n`);
  const name = encoded(oneLine(payloads[0]?.html ?? '').slice(0, 300));
  const letter = [
    ...[`From: ${name} <a@leak.test>`, `Subject: ${name}`, 'Content-Type: text/html; charset=utf-8'],
    ...['Content-Transfer-Encoding: base64', '', ...lines(html)],
  ];
  return [
    ...head(`Part of letters ${payloads[0]?.id}`),
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'x'],
    ...['--b', 'Content-Type: message/rfc822', '', ...letter],
    ...[
      '--b',
      'Content-Type: message/rfc822',
      'Content-Disposition: attachment; filename=a.eml',
      '',
      ...letter,
    ],
    ...['--b--', ''],
  ].join('\r\n');
}

function inHeaders(texts: readonly string[]): string {
  const [subject = '', ...names] = texts;
  const parts = names.map((name, index) =>
    [
      '--b',
      // As RFC 2231 has it, as an encoded word, and as it is.
      `Content-Type: text/plain; name*=${extended(name)}`,
      index % 3 === 0
        ? `Content-Disposition: attachment; filename*=${extended(`${name}.pdf`)}`
        : index % 3 === 1
          ? `Content-Disposition: attachment; filename="${encoded(`${name}.html`)}"`
          : `Content-Disposition: attachment; filename="${name.replace(/["\\]/g, '\\$&')}.png"`,
      '',
      'x',
    ].join('\r\n'),
  );
  return [
    `From: ${encoded(subject)} <mallory@leak.test>`,
    `To: ${names.map((name, index) => `${encoded(name)} <ada${index}@lindgren.example>`).join(',\r\n ')}`,
    `Cc: ${encoded(names[0] ?? '')}: bob@lindgren.example;`,
    `Reply-To: ${encoded(names[1] ?? '')} <other@leak.test>`,
    `Subject: ${encoded(subject)}`,
    'Date: Mon, 5 Jan 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...lines([...texts, ...texts.map((text) => `> ${text}`), '-- ', ...texts].join('\n')),
    ...parts,
    '--b--',
    '',
  ].join('\r\n');
}

function inParts(payloads: readonly Payload[]): string[] {
  const html = payloads.map((payload) => payload.html).join('\n');
  const text = oneLine(html).slice(0, 900);
  const part = (type: string, body: string) =>
    [
      ...['--b', `Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', ''],
      ...lines(body),
    ].join('\r\n');
  const calendar = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1'],
    ...['DTSTART:20260105T100000Z', 'DTEND:20260105T110000Z', `SUMMARY:${text}`, `LOCATION:${text}`],
    ...[
      `DESCRIPTION:${text}`,
      `X-ALT-DESC;FMTTYPE=text/html:${text}`,
      `ORGANIZER;CN="${text.replaceAll('"', '')}":mailto:a@leak.test`,
    ],
    ...['ATTACH;VALUE=URI:http://rl-204.leak.test/u', 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
  const card = `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${text}\r\nNOTE:${text}\r\nPHOTO;VALUE=URI:http://rl-205.leak.test/u\r\nEND:VCARD\r\n`;
  const nested = `From: ${encoded(text)} <a@leak.test>\r\nSubject: ${encoded(text)}\r\nContent-Type: text/html\r\n\r\n${html}`;
  const report = `Reporting-MTA: dns; ${text}\r\n\r\nFinal-Recipient: rfc822; ${text}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; ${text}\r\n`;
  return [
    ['text/calendar; method=REQUEST', calendar],
    ['text/vcard', card],
    ['message/rfc822', nested],
    ['message/delivery-status', report],
    ['text/enriched', html],
    ['text/markdown', html],
    ['text/html', html],
    ['application/xhtml+xml', html],
    ['image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${html}</svg>`],
  ].map(([type = '', body = '']) =>
    [
      ...head(`Part of ${type.replace(/;.*/, '')}`),
      'Content-Type: multipart/mixed; boundary=b',
      '',
      part('text/plain', text),
      part(type, body),
      '--b--',
      '',
    ].join('\r\n'),
  );
}

/** Headers and parts that ask a careless program to fetch something or to answer somebody. */
function asking(port: number): string[] {
  const url = (id: string) => `http://${id}.leak.test:${port}/u`;
  const plain = (...fields: string[]) => [...head('Asking'), ...fields, '', 'x', ''].join('\r\n');
  return [
    plain(
      'Disposition-Notification-To: <t@leak.test>',
      'Return-Receipt-To: <t@leak.test>',
      'X-Confirm-Reading-To: <t@leak.test>',
    ),
    plain(`List-Unsubscribe: <${url('rl-201')}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'),
    plain(`Content-Type: message/external-body; access-type=URL; URL="${url('rl-202')}"`),
    plain(`BIMI-Indicator: ${url('rl-203')}`, `X-Image-URL: ${url('rl-203')}`, 'Face: AAAA'),
    [
      ...head('Asking'),
      ...['Content-Type: multipart/related; boundary=b', '', '--b', 'Content-Type: text/html'],
      ...[
        `Content-Location: ${url('rl-206')}`,
        '',
        '<img src="x.png"><img src="cid:missing@x"><img src="/api/logout"><img src="./x">',
      ],
      ...['--b--', ''],
    ].join('\r\n'),
    fetchingFiles(url('rl-209')),
  ];
}

/** Files that fetch something, or run, once they are opened as what they are. */
function fetchingFiles(url: string): string {
  const page = `<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="${url}"/></head><body><img src="${url}"/><script>top.fired(209)</script></body></html>`;
  const sheet = `<?xml-stylesheet href="${url}"?>`;
  const drawing = `${sheet}<svg xmlns="http://www.w3.org/2000/svg"><image href="${url}"/><script>top.fired(209)</script></svg>`;
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260105T100000Z\r\nATTACH;ALTREP="${url}";VALUE=URI:${url}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const files = [
    ['application/xhtml+xml', 'a.xhtml', page],
    ['image/svg+xml', 'a.svg', drawing],
    ['text/xml', 'a.xml', sheet + page],
    ['text/html', 'a.html', page],
    // Their names and their kinds say text, what is in them does not.
    ['text/plain', 'a.txt', page],
    ['image/png', 'a.png', drawing],
    ['text/calendar', 'a.ics', calendar],
  ] as const;
  return [
    ...head('Part of files'),
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'x'],
    ...files.flatMap(([type, name, body]) => [
      ...['--b', `Content-Type: ${type}`, `Content-Disposition: attachment; filename=${name}`],
      ...['Content-Transfer-Encoding: base64', '', ...lines(body)],
    ]),
    ...['--b--', ''],
  ].join('\r\n');
}

const head = (subject: string) => [
  'From: Mallory <mallory@leak.test>',
  'To: ada@lindgren.example',
  `Subject: ${subject}`,
  'Date: Mon, 5 Jan 2026 09:00:00 +0000',
  'MIME-Version: 1.0',
];
