import { wrap } from './bodies';
import { encode } from './charset';
import type { Clock } from './clock';
import { join, messageId, multipart, traceFields, type Written, write } from './compose';
import { dateTime } from './headers';
import { ada, bernd, gwen, house, ines, mira, type Person, rosa, tomas } from './people';
import { colours, tiles } from './pictures';
import { png } from './png';

const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');

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

const usual = (key: string, at: number, from: Person) => [
  `Date: ${dateTime(at, from.zone)}`,
  `From: ${from.name} <${from.address}>`,
  'To: Ada Lindgren <ada@lindgren.example>',
  `Message-ID: ${messageId(key)}`,
];

const robot: Person = {
  name: 'Mail Delivery System',
  address: 'mailer-daemon@lindgren.example',
  zone: '+0000',
};
const fair: Person = { name: 'Harbour Winter Fair', address: 'fair@harbourtown.example', zone: '+0100' };
const crook: Person = {
  name: 'Nordbanken Security',
  address: 'security@nordbanken-verify.example',
  zone: '+0000',
};
const scanner: Person = {
  name: 'Scanner on the 2nd floor',
  address: 'scanner@smallthings.example',
  zone: '+0000',
};
const edgar: Person = { name: 'Edgar Prewitt', address: 'edgar@prewitt.example', zone: '-0500' };

/** RFC 3464: the letter that came back, with its head attached. */
function bounce(clock: Clock): Written {
  const key = 'bounce';
  const at = clock.day(9, '09:12', robot);
  const explanation = wrap(
    `This is the mail system at lindgren.example.

Your message could not be delivered to one or more recipients. It is attached below, as far as anybody will want to read it.

<edmund@gone.example>: host mx.gone.example[192.0.2.77] said: 550 5.1.1 No such person here. There was an Edmund, but he left in 1961 (in reply to RCPT TO command)`,
    'fixed',
  );
  const report = crlf(`Reporting-MTA: dns; mail.lindgren.example
Arrival-Date: ${dateTime(at - 4000, '+0000')}

Final-Recipient: rfc822; edmund@gone.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.gone.example
Diagnostic-Code: smtp; 550 5.1.1 No such person here
`);
  const returned = crlf(`Date: ${dateTime(at - 6000, '+0100')}
From: Ada Lindgren <ada@lindgren.example>
To: edmund@gone.example
Subject: A peach of you?
Message-ID: ${messageId('edmund-ada')}
`);
  const body = multipart(
    'report',
    [
      ['Content-Type: text/plain; charset=us-ascii\r\n\r\n', explanation],
      ['Content-Type: message/delivery-status\r\n\r\n', report],
      ['Content-Type: text/rfc822-headers\r\n\r\n', returned],
    ],
    key,
  ).map((chunk) =>
    typeof chunk === 'string'
      ? chunk.replace('multipart/report;', 'multipart/report; report-type=delivery-status;')
      : chunk,
  );
  const head = [
    ...usual(key, at, robot),
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    `In-Reply-To: ${messageId('edmund-ada')}`,
    'MIME-Version: 1.0',
  ].join('\r\n');
  return {
    key,
    at,
    bytes: join([
      `${traceFields(key, robot, at).join('\r\n').replace('<mailer-daemon@lindgren.example>', '<>')}\r\n${head}\r\n`,
      ...body,
    ]),
  };
}

/** The bank look-alike: the text of the link names the bank, its target does not. */
function phishing(clock: Clock): Written {
  return write({
    key: 'phish',
    at: clock.hours(11),
    from: crook,
    replyTo: { name: '', address: 'collect@quick-forms.example', zone: '+0000' },
    subject: 'URGENT: Your acount will be suspended within 24 hours!!',
    text: 'Dear Customer, your acount was limited. Verify now: http://nordbanken.secure-login.quick-forms.example/verify?id=88121',
    html: `<html><body bgcolor="#ffffff"><table width="560" align="center" style="font-family:Arial;border:1px solid #ccc"><tr><td bgcolor="#1d6b57" style="padding:16px;color:#fff;font-size:22px"><b>Nordbanken</b></td></tr><tr><td style="padding:20px;color:#000">
<p>Dear Customer,</p><p>we have detect unusual activity in your acount. For your protecting, it will be <b><font color="red">suspended within 24 hours</font></b>.</p>
<p>Please confirm your code here:</p><p><a href="http://nordbanken.secure-login.quick-forms.example/verify?id=88121">https://www.nordbanken.example/signin</a></p>
<form action="http://quick-forms.example/collect" method="post">Card number: <input name="card"> Code: <input name="pin" type="password"> <input type="submit" value="Confirm"></form>
<p>Thank you for your cooperate,<br>The Nordbanken Security Team</p></td></tr></table><img src="http://quick-forms.example/t/88121.gif" width="1" height="1"></body></html>`,
    extra: [
      [
        'Authentication-Results',
        'mail.lindgren.example; spf=softfail smtp.mailfrom=nordbanken-verify.example; dkim=none; dmarc=fail',
      ],
      ['X-Priority', '1 (Highest)'],
      ['Importance', 'high'],
    ],
  });
}

/** 300 recipients, because somebody did not know Bcc. */
function everybody(clock: Clock): Written {
  const first = [
    'Ada',
    'Bo',
    'Cem',
    'Dora',
    'Emil',
    'Fay',
    'Gus',
    'Hana',
    'Ivo',
    'Jo',
    'Kim',
    'Lars',
    'Mei',
    'Nils',
    'Ola',
  ];
  const last = [
    'Abel',
    'Berg',
    'Costa',
    'Dahl',
    'Ek',
    'Falk',
    'Gray',
    'Holm',
    'Ito',
    'Jung',
    'Katz',
    'Lund',
    'Moss',
    'Novak',
    'Otto',
    'Pike',
    'Quist',
    'Roos',
    'Sand',
    'Toth',
  ];
  const stalls = first.flatMap((given) =>
    last.map((family) => ({
      name: `${given} ${family}`,
      address: `${given}.${family}@stalls.example`.toLowerCase(),
      zone: '+0100',
    })),
  );
  return write({
    key: 'everybody',
    at: clock.day(14, '16:45', fair),
    from: fair,
    to: [ada, ...stalls.slice(1)],
    subject: 'Winter fair: all 300 stalls, one extension lead',
    text: `Dear stallholders,

please say by Friday whether you need electricity. We have one extension lead, it is long, and we believe in it.

Do not "reply to all". Last year's thread about the mulled wine is still going on.

Your fair committee`,
  });
}

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
