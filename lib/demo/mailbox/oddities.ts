import { encode } from './charset';
import type { Clock } from './clock';
import { join, messageId, traceFields, type Written, write } from './compose';
import { bounce, crlf, everybody, phishing, usual } from './hazards';
import { dateTime } from './headers';
import { bernd, fair, gwen, house, ines, mira, type Person, rosa, tomas } from './people';
import { colours, tiles } from './pictures';
import { png } from './png';

/** A message written by hand, where breaking a rule is the point. `head` fields replace the usual ones. */
function raw(
  key: string,
  at: number,
  from: Person,
  head: string[],
  ...body: (string | Uint8Array)[]
): Written {
  const fields = [...traceFields(key, from, at), ...head].join('\r\n');
  return { key, at, bytes: join([`${fields}\r\n\r\n`, ...body]) };
}

const scanner: Person = {
  name: 'Scanner on the 2nd floor',
  address: 'scanner@smallthings.example',
  zone: '+0000',
};
const edgar: Person = { name: 'Edgar Prewitt', address: 'edgar@prewitt.example', zone: '-0500' };

/** What arrives although no standard allows it: each must still be listed, opened and kept. */
export function oddLetters(clock: Clock): Written[] {
  const at = (days: number, time: string, from: Person) => clock.day(days, time, from);
  const plain = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii';
  const long = Array.from(
    { length: 160 },
    (_, index) => `item ${index + 1}: bowl, ${['blue', 'green', 'brown', 'of no certain colour'][index % 4]}`,
  ).join('; ');
  const pictures = Buffer.from(png(tiles(3, 1, colours.celadon, colours.cobaltDeep)))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return [
    bounce(clock),
    phishing(clock),
    everybody(clock),
    raw(
      'no-subject',
      at(17, '18:05', tomas),
      tomas,
      [...usual('no-subject', at(17, '18:05', tomas), tomas), plain],
      crlf(
        'Forgot the subject. Forgot what I wanted to say, too. It will come back to me on the stairs.\n\nTomás\n',
      ).replace('á', 'a'),
    ),
    raw(
      'no-date',
      at(19, '20:00', edgar),
      edgar,
      usual('no-date', 0, edgar).slice(1).concat('Subject: What day is it?', plain),
      crlf(
        'Dear Ada,\n\nI have taken the clock out of the computer to clean it. It is in eleven pieces and I feel much calmer.\n\nEdgar\n',
      ),
    ),
    write({ key: 'empty', at: at(8, '23:58', bernd), from: bernd, subject: 'Candlestick' }),
    write({
      key: 'long-subject',
      at: at(36, '10:00', ines),
      from: ines,
      subject: `Neuer_Saalplan_${'Donaudampfschifffahrtsgesellschaftskapitänsmützenvitrinenbeleuchtung_'.repeat(5)}final_FINAL_v3.pdf`,
      text: 'The plan is not attached, the name was too long for it. Come by, I have it on paper.\n\nInès',
    }),
    raw(
      'raw-utf8',
      at(21, '09:09', rosa),
      rosa,
      [
        `Date: ${dateTime(at(21, '09:09', rosa), rosa.zone)}`,
        'From: Rosa Delgado Peña <rosa@delgado.example>',
        'To: Ada Lindgren <ada@lindgren.example>',
        'Subject: ¡Mañana, más señales de humo!',
        `Message-ID: ${messageId('raw-utf8')}`,
        'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit',
      ],
      crlf('El horno ya echa humo. Los vecinos preguntan si elegimos papa.\n\nRosa\n'),
    ),
    {
      key: 'raw-latin1',
      at: at(47, '12:12', gwen),
      // The header holds bare windows-1252 bytes: illegal for forty years, and sent every day.
      bytes: join([
        encode(
          crlf(`${[...traceFields('raw-latin1', gwen, at(47, '12:12', gwen)), ...usual('raw-latin1', at(47, '12:12', gwen), gwen)].join('\n').replace(/\r/g, '')}
Subject: Räksmörgås på lördag, 10 £ per head
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

Prawn sandwiches after the rehearsal, café style. £10, bring your own fork. Då så!

Gwen
`),
          'iso-8859-1',
        ),
      ]),
    },
    raw(
      'no-closing',
      at(11, '15:00', scanner),
      scanner,
      [
        ...usual('no-closing', at(11, '15:00', scanner), scanner),
        'Subject: Scan_0001 (interrupted)',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="scan-0001"',
      ],
      crlf(
        '--scan-0001\nContent-Type: text/plain\n\nScanned on the 2nd floor. PAPER JAM.\n--scan-0001\nContent-Type: image/png; name="scan.png"\nContent-Transfer-Encoding: base64\n\n',
      ),
      pictures,
      '\r\n',
    ),
    raw(
      'wrong-boundary',
      at(10, '15:04', scanner),
      scanner,
      [
        ...usual('wrong-boundary', at(10, '15:04', scanner), scanner),
        'Subject: Scan_0002 (somebody kicked me)',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="scan-0002"',
      ],
      crlf(
        '--scan-0003\nContent-Type: text/plain\n\nThe boundary in the header is scan-0002. The one here is scan-0003.\nThat is all the scanner has to say for itself.\n--scan-0003--\n',
      ),
    ),
    raw(
      'wrong-charset',
      at(40, '08:30', house),
      house,
      [
        ...usual('wrong-charset', at(40, '08:30', house), house),
        'Subject: Stairs',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=us-ascii',
        'Content-Transfer-Encoding: 8bit',
      ],
      encode(
        crlf(
          'The label says us-ascii, the bytes say otherwise: naïve café, Größe 42, façade, 5 €.\n\nThe house\n',
        ),
        'utf-8',
      ),
    ),
    raw(
      'unknown-charset',
      at(38, '08:31', house),
      house,
      [
        ...usual('unknown-charset', at(38, '08:31', house), house),
        'Subject: =?x-attic-typewriter?Q?Stairs,_continued?=',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=x-attic-typewriter',
      ],
      crlf('Typed on the machine from the attic. It has its own ideas about charsets.\n\nThe house\n'),
    ),
    {
      key: 'bare-lf',
      at: at(34, '06:15', edgar),
      bytes: Buffer.from(
        `${[...traceFields('bare-lf', edgar, at(34, '06:15', edgar)), ...usual('bare-lf', at(34, '06:15', edgar), edgar)].join('\n').replace(/\r/g, '')}\nSubject: Sent from a terminal older than you\nMIME-Version: 1.0\nContent-Type: text/plain\n\nDear Ada,\n\nthis computer ends its lines with LF alone, and so shall I.\n.\nThat dot was not the end either.\n\nEdgar\n`,
      ),
    },
    raw(
      'long-lines',
      at(25, '17:17', ines),
      ines,
      [
        ...usual('long-lines', at(25, '17:17', ines), { ...ines, name: 'Ines Carpentier' }),
        'Subject: Inventory, all in one line',
        plain,
      ],
      `${long}\r\n`,
    ),
    write({
      key: 'own-colours',
      at: at(4, '14:44', fair),
      from: fair,
      subject: 'FLYER!!! print me, hang me up, love me',
      html: `<html><body bgcolor="#FFFF66" text="#000080"><center><font face="Comic Sans MS, cursive" size="7" color="#FF0099">WINTER FAIR</font><br><marquee>300 stalls · 1 extension lead</marquee>
<table bgcolor="#ffffff" border="4" bordercolor="#00AA00" cellpadding="12"><tr><td style="color:#000000;background:#ffffff"><b>Saturday &amp; Sunday</b><br>Soup. Pots. Tubas.<br><span style="color:#ffffff;background:#000000">Black on white, white on black, whatever your theme thinks.</span></td></tr></table><img src="https://harbourtown.example/flyer/snowman.gif" width="120" height="160" alt="A snowman"></center></body></html>`,
    }),
    write({
      key: 'html-only',
      at: at(43, '19:20', mira),
      from: mira,
      subject: 'Spreadsheet people, please look away',
      html: '<p>Ada, my <b>whole</b> glaze notebook as one table:</p><table border="1" cellpadding="6"><tr><th>Name</th><th>Cone</th><th>Feeling</th></tr><tr><td>Celadon 7</td><td>10</td><td>Sea, before breakfast</td></tr><tr><td>Tenmoku</td><td>10</td><td>Coffee with a past</td></tr><tr><td>Number 18</td><td>10</td><td>Arr</td></tr></table>',
    }),
  ];
}
