import { expect, it } from 'vitest';
import { openMessage } from './open';
import { summarise } from './summarise';

const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
const attribute = (id: number, data: number[]) => [
  2,
  id & 255,
  id >> 8,
  0,
  0,
  ...u32(data.length),
  ...data,
  0,
  0,
];
const letters = (words: string) => [...new TextEncoder().encode(words)];

const winmail = (words: string, ...attributes: number[][]) =>
  new TextEncoder().encode(
    [
      ...[
        'From: a@x.example',
        'Subject: S',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
      ],
      ...['--b', '', words, '--b', 'Content-Type: application/ms-tnef; name=winmail.dat'],
      ...['Content-Transfer-Encoding: base64', ''],
      btoa(String.fromCharCode(...u32(0x223e9f78), 1, 0, ...attributes.flat())),
      ...['--b--', ''],
    ].join('\r\n'),
  );
const start = attribute(0x9002, [1]);
const file = [start, attribute(0x8010, letters('plan.pdf')), attribute(0x800f, letters('data'))];

it('the files of winmail.dat stand in its place', async () => {
  const { attachments } = await openMessage(winmail('Words', ...file));
  expect(attachments.map(({ name, size }) => [name, size])).toEqual([['plan.pdf', 4]]);
});

it('winmail.dat stays where not all of it was unpacked', async () => {
  const { attachments } = await openMessage(winmail('Words', ...file, start));
  expect(attachments.map(({ name }) => name)).toEqual(['winmail.dat', 'plan.pdf']);
});

const ofMessage = (id: number, data: number[]) => [1, ...attribute(id, data).slice(1)];
const padded = (data: number[]) => [
  ...u32(1),
  ...u32(data.length),
  ...data,
  ...Array(-data.length & 3).fill(0),
];
const inMessage = (kind: number, id: number, data: number[]) =>
  ofMessage(0x9003, [...u32(1), kind & 255, kind >> 8, id & 255, id >> 8, ...padded(data)]);
const rtf = inMessage(0x102, 0x1009, [1, 2, 3, 4]);
const opened = async (words: string, ...inside: number[][]) => {
  const { text, html, attachments } = await openMessage(winmail(words, ...inside));
  return [text?.trim(), html, attachments.map(({ name }) => name)];
};

it('winmail.dat stays where the only words of the message stand in it as RTF', async () => {
  expect(await opened('', rtf, ...file)).toEqual(['', null, ['winmail.dat', 'plan.pdf']]);
  expect(await opened('Words', rtf, ...file)).toEqual(['Words', null, ['plan.pdf']]);
});

it.each([
  ['of old', ofMessage(0x800c, [0x47, 0x72, 0xfc, 0xdf, 0x65, 0]), 'Grüße', null],
  [
    'in UTF-16',
    inMessage(
      0x1f,
      0x1000,
      [...'Grüße\0'].flatMap((l) => [l.charCodeAt(0), 0]),
    ),
    'Grüße',
    null,
  ],
  ['as HTML', inMessage(0x102, 0x1013, letters('<p>Grüße')), undefined, '<p>Grüße'],
])('words in winmail.dat are shown, %s, where the message has no others', async (_, body, text, html) => {
  expect(await opened('', body, rtf, ...file)).toEqual([text, html, ['plan.pdf']]);
  expect(await opened('', body)).toEqual([text, html, []]);
  expect(await opened('Words', body, ...file)).toEqual(['Words', null, ['plan.pdf']]);
});

const multipart = (body: string) =>
  openMessage(
    new TextEncoder().encode(
      ['From: a@x.example', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=a', '', body].join(
        '\r\n',
      ),
    ),
  );

it('where the boundary of the header is none, the parts of the one that stands there are shown', async () => {
  const { text, html, broken } = await multipart(
    '--other\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n--other\r\nContent-Type: text/html\r\n\r\n<b>Hi</b>\r\n--other--',
  );
  expect([text?.includes('Grüße'), html?.includes('<b>Hi</b>'), broken]).toEqual([true, true, true]);
});

it('a body without parts is shown as it stands, and one that is empty as nothing', async () => {
  expect((await multipart('Only words, ünder no boundary')).text).toBe('Only words, ünder no boundary');
  expect(await multipart('')).toMatchObject({ html: null, attachments: [] });
  expect((await multipart('--a\r\n\r\nWords\r\n--a--')).broken).toBeUndefined();
});

const flowed = 'Content-Type: text/plain; charset=utf-8; format=flowed';
const textOf = async (...lines: string[]) =>
  (await openMessage(new TextEncoder().encode(['From: a@x.example', ...lines].join('\r\n')))).text?.trimEnd();

it('flowed lines are joined once, each at its depth of quote', async () => {
  const lines = [
    'You wrote ',
    'so:',
    '> one ',
    '> two',
    '>> old ',
    '> new',
    ' >word',
    '   code',
    '-- ',
    'Ada',
  ];
  expect(await textOf(flowed, '', ...lines)).toBe(
    ['You wrote so:', '> one two', '>> old ', '> new', ' >word', '  code', '-- ', 'Ada'].join('\n'),
  );
});

it('flowed text is joined in whichever part it stands, and without its spaces where it says so', async () => {
  expect(
    await textOf(
      ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', `${flowed}; delsp=yes`, '', '> 你好 ', '> 世界', '> -- ', '> Ada'],
      ...['--b', 'Content-Type: text/plain', '', 'stays ', 'as it is', '--b--'],
    ),
  ).toBe(['> 你好世界', '> -- ', '> Ada', '', 'stays ', 'as it is'].join('\n'));
});

it('flowed text is joined in a message inside of a message', async () => {
  const text = await textOf(
    ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
    ...['--b', 'Content-Type: message/rfc822', '', 'From: b@x.example', flowed, '', '> a ', '> b', '--b--'],
  );
  expect(text).toContain('\n> a b');
});

it('a message inside of a message is read in its place, and its files stand with the others', async () => {
  const { text, attachments } = await openMessage(
    new TextEncoder().encode(
      [
        ...['From: a@x.example', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
        ...['--b', '', 'Look at this:', '--b', 'Content-Type: message/rfc822', ''],
        ...['From: Bob <b@x.example>', 'Subject: Glaze', 'Content-Type: multipart/mixed; boundary=i', ''],
        ...['--i', '', 'Two buckets', '--i', 'Content-Type: application/pdf; name=recipe.pdf', '', '%PDF-'],
        ...['--i--', '--b--'],
      ].join('\r\n'),
    ),
  );
  expect(text).toMatch(/Look at this:.*Bob <b@x.example>.*Glaze.*Two buckets/s);
  expect(attachments.map(({ name }) => name)).toEqual(['recipe.pdf']);
});

const digest = new TextEncoder().encode(
  [
    ...['From: list@x.example', 'MIME-Version: 1.0', 'Content-Type: multipart/digest; boundary=b', ''],
    ...['--b', '', 'From: Bob <b@x.example>', 'To: list@x.example', 'Date: Mon, 5 Jan 2026 10:00:00 +0000'],
    ...['Subject: Glaze', 'Content-Type: multipart/mixed; boundary=i', ''],
    ...['--i', '', 'Two buckets', '--i', 'Content-Type: text/plain; name=a.txt; charset=koi8-r'],
    ...['Content-Disposition: attachment', '', 'x', '--i', 'Content-Type: message/rfc822', ''],
    ...['From: Cy <c@x.example>', 'Content-Type: text/html', '', '<p>Older</p>', '--i--'],
    ...['--b', '', 'From: Dee <d@x.example>', '', 'Three', '--b--'],
  ].join('\r\n'),
);

it('messages inside of a message come by themselves where they are asked for so, each with those inside of it', async () => {
  const { text, html, letters, attachments } = await openMessage(digest, true);
  expect([text, html]).toEqual([null, null]);
  const older = {
    from: [{ name: 'Cy', address: 'c@x.example' }],
    html: '<p>Older</p>\n',
    text: null,
    date: null,
  };
  expect(letters).toMatchObject([
    {
      from: [{ name: 'Bob', address: 'b@x.example' }],
      to: [{ name: '', address: 'list@x.example' }],
      date: Date.UTC(2026, 0, 5, 10),
      subject: 'Glaze',
      text: 'Two buckets\n',
      html: null,
      letters: [older],
    },
    { from: [{ name: 'Dee', address: 'd@x.example' }], subject: '', text: 'Three\n', letters: [] },
  ]);
  expect(attachments).toMatchObject([{ name: 'a.txt', charset: 'koi8-r' }]);
  expect(await openMessage(digest)).not.toHaveProperty('letters');
});

it('messages inside of one another end at some depth', async () => {
  const deep = (depth: number): string =>
    depth === 0 ? 'From: a@x.example\r\n\r\nx' : `Content-Type: message/rfc822\r\n\r\n${deep(depth - 1)}`;
  const { letters, attachments } = await openMessage(new TextEncoder().encode(deep(30)), true);
  const depthOf = (inner: typeof letters = []): number => (inner[0] ? 1 + depthOf(inner[0].letters) : 0);
  expect([depthOf(letters), attachments.length]).toEqual([10, 1]);
});

it('a subject that turns its letters round is known, and one that only isolates names is honest', async () => {
  const turned = async (subject: string) => {
    const raw = new TextEncoder().encode(
      `From: a@x.example\r\nSubject: =?utf-8?B?${btoa(subject)}?=\r\n\r\nx`,
    );
    return [(await openMessage(raw)).turned, (await summarise(raw, true)).envelope.subject];
  };
  expect(await turned('Invoice \xe2\x80\xaefdp.exe')).toEqual([
    { subject: 'Invoice \u202efdp.exe' },
    'Invoice fdp.exe',
  ]);
  expect(await turned('From \xe2\x81\xa8Ada\xe2\x81\xa9')).toEqual([undefined, 'From \u2068Ada\u2069']);
});

it('a sender and a text that turn their letters round are known, and none are left in what is shown', async () => {
  const open = async (from: string, body: string, type = 'text/plain') => {
    const raw = new TextEncoder().encode(
      `From: ${from}\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}`,
    );
    const { turned, text } = await openMessage(raw);
    const { from: senders, preview } = (await summarise(raw, true)).envelope;
    return { turned, text: text?.trim(), senders, preview };
  };
  expect(await open('"Bank \u202emoc.lapyap" <x@evil.test>', 'Pay \u202egnp.exe now')).toEqual({
    turned: { sender: 'Bank \u202emoc.lapyap <x@evil.test>', body: true },
    text: 'Pay gnp.exe now',
    senders: [{ name: 'Bank moc.lapyap', address: 'x@evil.test' }],
    preview: 'Pay gnp.exe now',
  });
  const { senders } = await open('"\u2067\u2066com\u2069.\u2066bank\u2069" <x@evil.test>', 'x');
  expect(senders).toEqual([{ name: 'com.bank', address: 'x@evil.test' }]);
  expect((await open('<x\u202ey@evil.test>', 'x')).senders).toEqual([
    { name: 'xy@evil.test', address: 'x\u202ey@evil.test' },
  ]);
  expect((await open('a@x.example', '<p>a&#x202E;b</p>', 'text/html')).turned).toEqual({ body: true });
  expect((await open('a@x.example', '<p>a&#x2020;b</p>', 'text/html')).turned).toBeUndefined();
});

it('the letters that a text is declared to be in come with it', async () => {
  const raw = [
    '--a',
    'Content-Type: text/plain; name=a.txt; charset="KOI8-R"',
    'Content-Disposition: attachment',
  ];
  const { attachments } = await multipart([...raw, '', 'x', '--a--'].join('\r\n'));
  expect(attachments).toMatchObject([{ name: 'a.txt', charset: 'KOI8-R' }]);
});

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

it.each([
  ['text/plain', 'Gr\xfc\xdfe aus M\xfcnchen', 'Grüße aus München'],
  ['text/plain', utf8('Grüße aus München'), 'Grüße aus München'],
  ['text/plain; charset=us-ascii', utf8('Grüße aus München'), 'Grüße aus München'],
  ['text/plain; charset=us-ascii', 'Gr\xfc\xdfe', 'Grüße'],
  ['text/plain; charset=unknown-8bit', utf8('Grüße'), 'Grüße'],
  ['text/plain; charset=utf-8', 'Gr\xfc\xdfe', 'Grüße'],
  ['text/plain; charset=utf-8; format=flowed', 'Gr\xfc\xdfe \r\naus', 'Grüße aus'],
  ['text/html; charset=utf-8', '<p>Gr\xfc\xdfe', '<p>Grüße'],
  ['text/html', '<meta charset="koi8-r"><p>\xf0\xd2\xc9\xd7\xc5\xd4', '<meta charset="koi8-r"><p>Привет'],
  // What can be read as it was declared is believed, whatever HTML says of itself.
  ['text/plain; charset=windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
  ['text/plain; charset=iso-8859-1', utf8('ü'), 'Ã¼'],
  ['text/html; charset=utf-8', utf8('<meta charset="koi8-r">ü'), '<meta charset="koi8-r">ü'],
  ['text/plain; charset=iso-2022-jp', '\x1b$B$3$l\x1b(B', 'これ'],
  // Damage, and the place where a text was cut, do not turn its other letters into others.
  ['text/plain; charset=utf-8', `${utf8('Grüße, schöne')} \xc3`, 'Grüße, schöne \ufffd'],
  ['text/plain; charset=utf-8', `${utf8('ö')} \xff\xff\xff`, 'ö \ufffd\ufffd\ufffd'],
  ['text/plain; charset=shift_jis', '\x82\xb1\x82\xea\xff', 'これ\ufffd'],
  ['text/plain; charset=utf-8', utf8('a\ufffdb'), 'a\ufffdb'],
])('%s: %j is read as %j', async (type, octets, words) => {
  const raw = latin1(`From: a@x.example\r\nContent-Type: ${type}\r\n\r\n${octets}\r\n`);
  const { text, html } = await openMessage(raw);
  expect((html ?? text)?.trimEnd()).toBe(words);
  if (!html) expect((await summarise(raw, true)).envelope.preview).toBe(words.replace(/\s+/g, ' '));
});
