import { wrap } from './bodies';
import type { Clock } from './clock';
import { join, messageId, multipart, traceFields, type Written, write } from './compose';
import { dateTime } from './headers';
import { ada, fair, type Person } from './people';

const robot: Person = {
  name: 'Mail Delivery System',
  address: 'mailer-daemon@lindgren.example',
  zone: '+0000',
};
const crook: Person = {
  name: 'Nordbanken Security',
  address: 'security@nordbanken-verify.example',
  zone: '+0000',
};

/** A line-fed text with the line ends of mail. */
export const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n');

/** Date, From, To and Message-ID of a message written by hand. */
export const usual = (key: string, at: number, from: Person) => [
  `Date: ${dateTime(at, from.zone)}`,
  `From: ${from.name} <${from.address}>`,
  'To: Ada Lindgren <ada@lindgren.example>',
  `Message-ID: ${messageId(key)}`,
];

/** RFC 3464: the letter that came back, with its head attached. */
export function bounce(clock: Clock): Written {
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
export function phishing(clock: Clock): Written {
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
export function everybody(clock: Clock): Written {
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
