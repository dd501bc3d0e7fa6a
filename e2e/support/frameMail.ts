/** Mail that tries what the frame of a message, and the page around it, can bear. */

const message = (subject: string, type: string, lines: string[], head: string[] = []) => ({
  uidl: subject.replace(/\W/g, ''),
  bytes: Buffer.from(
    [
      ...['From: Mira Kovac <mira@kiln.example>', 'To: ada@lindgren.example', `Subject: ${subject}`],
      ...['Date: Mon, 5 Jan 2026 10:00:00 +0000', ...head, 'MIME-Version: 1.0', `Content-Type: ${type}`],
      ...['', ...lines, ''],
    ].join('\r\n'),
  ),
});
const html = (subject: string, ...lines: string[]) => message(subject, 'text/html; charset=utf-8', lines);

type Colour = readonly [number, number, number];
/** A picture of one colour, as an address. */
const plain = (...colour: Colour) => {
  const ends = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b];
  const octets = [...Buffer.from('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, ...colour, ...colour, ...ends];
  return `data:image/gif;base64,${Buffer.from(octets).toString('base64')}`;
};
export const colours: Record<'red' | 'blue' | 'skin', Colour> = {
  red: [220, 30, 30],
  blue: [20, 120, 220],
  skin: [200, 150, 120],
};

const calendar = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:First firing'],
  ...['DTSTART:20260105T100000Z', 'DTEND:20260105T113000Z', 'LOCATION:Workshop'],
  ...['ORGANIZER;CN=Mira Kovac:mailto:mira@kiln.example', 'ATTENDEE;CN=Bob:mailto:bob@x.example'],
  ...['END:VEVENT', 'END:VCALENDAR'],
];

export const frameMail = [
  message('Firing', 'multipart/mixed; boundary=b', [
    ...['--b', 'Content-Type: text/plain', '', 'Come!', '--b', 'Content-Type: text/calendar; method=REQUEST'],
    ...['', ...calendar, '--b--'],
  ]),
  message(
    'Port',
    'text/plain',
    ['No such port.'],
    ['List-Unsubscribe: <http://kiln.example:99999/u>', 'List-Unsubscribe: <http://[bad/u>'],
  ),
  message('Plain', 'text/plain', ['Nothing special.']),
  html('Wide', '<table width="600"><tr><td>Six hundred wide</td></tr></table>'),
  html(
    'Pictures',
    '<body bgcolor="#ffffff"><p id="words" style="color:#111">Words</p><table bgcolor="#eeeeff"><tr>',
    ...Object.entries(colours).map(
      ([name, colour]) => `<td><img id="${name}" width="40" height="40" src="${plain(...colour)}"></td>`,
    ),
    '<td id="beside" width="80">.</td></tr></table>',
    `<div id="empty" style="width:40px;height:40px;background-image:url(${plain(...colours.red)})"></div>`,
    `<div id="banner" style="width:80px;height:40px;color:#fff;background:url(${plain(...colours.blue)})">.</div>`,
    '<p style="height:300px">End</p>',
  ),
  html(
    'Ground',
    `<body style="color:#fff;background:url(${plain(...colours.blue)})"><p id="words">On a picture</p>`,
  ),
  message('Returned', 'multipart/report; report-type=delivery-status; boundary=b', [
    ...['--b', 'Content-Type: text/plain', '', 'Sorry.', '--b', 'Content-Type: message/delivery-status', ''],
    ...['Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; bob@x.example', 'Action: failed'],
    ...['Status: 5.1.1', '', '--b--'],
  ]),
];
