import { describe, expect, it } from 'vitest';
import { fileName } from './fileName';
import { openMessage } from './open';
import { preview } from './preview';
import { summarise } from './summarise';

const bytes = (text: string) => new TextEncoder().encode(text.replaceAll('\n', '\r\n'));

/** The result of what must not take long: a quadratic expression takes minutes for a megabyte. */
function soon<T>(work: () => T): T {
  const start = performance.now();
  const result = work();
  expect(performance.now() - start).toBeLessThan(5_000);
  return result;
}

describe('summarise', () => {
  it.each([
    ['an attachment without a disposition', 'Content-Type:  application/pdf\n\nJVBERi0=', true],
    ['another text', 'Content-Type: text/html\n\n<p>x</p>', false],
  ])('sees behind the first words %s', async (_, part, attachments) => {
    const text = `From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n${'words and words\n'.repeat(400)}--b\n${part}\n--b--\n`;
    expect((await summarise(bytes(text), true)).attachments).toBe(attachments);
  });

  it('reads addresses, subject, date and the first words', async () => {
    const summary = await summarise(
      bytes(`From: "Mira Okafor" <mira@kiln.example>
To: Friends: ada@lindgren.example, Jonas <jonas@lindgren.example>;
Subject: =?utf-8?q?Kiln_schedule?=
Date: Thu, 6 Nov 2025 10:42:00 +0100
Message-ID: <1@kiln.example>
References: <a@x.example>  <b@x.example>

Hi Ada,
> you asked
the kiln is hot.
-- 
Mira
`),
      true,
    );
    expect(summary).toMatchObject({ date: Date.UTC(2025, 10, 6, 9, 42), attachments: false, parsed: true });
    expect(summary.envelope).toMatchObject({
      from: [{ name: 'Mira Okafor', address: 'mira@kiln.example' }],
      subject: 'Kiln schedule',
      preview: 'Hi Ada, the kiln is hot.',
      messageId: '<1@kiln.example>',
      references: ['<a@x.example>', '<b@x.example>'],
    });
    expect(summary.envelope.to.map(({ address }) => address)).toEqual([
      'ada@lindgren.example',
      'jonas@lindgren.example',
    ]);
  });

  it('falls back on the topmost Received when there is no date', async () => {
    const { date } = await summarise(
      bytes(
        'Received: from a by b; Fri, 7 Nov 2025 08:00:00 +0000 (UTC)\nReceived: x; Mon, 1 Jan 2001 00:00:00 +0000\n\n',
      ),
      true,
    );
    expect(date).toBe(Date.UTC(2025, 10, 7, 8));
  });

  it('is not held up by a date of brackets', async () => {
    const head = bytes(`Date: ${'('.repeat(200_000)}\n\n`);
    const start = performance.now();
    expect((await summarise(head, true)).date).toBeNull();
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('takes multipart/mixed at its word when the head is cut, and looks when it is whole', async () => {
    const mail = bytes('Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b--\n');
    expect((await summarise(mail, false)).attachments).toBe(true);
    expect((await summarise(mail, true)).attachments).toBe(false);
  });

  it('gives the first words of mail whose parts have another boundary than its header says', async () => {
    const mail = bytes(
      'Content-Type: multipart/mixed; boundary=lost\n\n--own\nContent-Type: text/plain\n\nHello there\n--own--\n',
    );
    expect((await summarise(mail, true)).envelope.preview).toBe('Hello there');
  });

  it.each([
    ['"Kiln, developers" <Dev.kiln.example>', 'dev.kiln.example', 'Kiln, developers'],
    ['=?utf-8?q?Br=C3=BCcken?= <b.kiln.example>', 'b.kiln.example', 'Brücken'],
    ['<dev.kiln.example>', 'dev.kiln.example', undefined],
    ['dev.kiln.example', 'dev.kiln.example', undefined],
  ])('knows a mailing list and what it calls itself: %s', async (value, list, listName) => {
    const { envelope } = await summarise(bytes(`List-Id: ${value}\n\nHello\n`), true);
    expect([envelope.list, envelope.listName]).toEqual([list, listName]);
  });

  it('lists what the parser gives up on', async () => {
    const deep = Array.from(
      { length: 80 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    );
    const summary = await summarise(bytes(deep.join('')), true);
    expect(summary.parsed).toBe(false);
    expect(summary.envelope.subject).toBe('');
  });

  it('survives any bytes', async () => {
    expect((await summarise(new Uint8Array([0, 255, 13, 10, 58, 0]), true)).date).toBeNull();
    expect((await summarise(new Uint8Array(), true)).envelope.from).toEqual([]);
  });
});

describe('preview', () => {
  it('shows the words of HTML without style, script, comments and padding', () => {
    const html =
      '<head><title>no</title></head><style>p{}</style><p>Fish &amp;&nbsp;chips&#33;</p><!-- x > y --><b>now</b>&zwnj;';
    expect(preview(undefined, html)).toBe('Fish & chips! now');
  });

  it('cuts between characters', () => {
    expect(Array.from(preview('👍'.repeat(500), undefined))).toHaveLength(200);
  });

  it('takes time in proportion to its input', () => {
    expect(preview(undefined, '<'.repeat(200_000))).toBe('');
    expect(preview(undefined, '<style>'.repeat(20_000))).toBe('');
  });

  it('finds its way behind letters that grow in lower case', () => {
    const html = '<title>İNDİRİM BAŞLADI</title></head><body style="margin:0"><p>Merhaba';
    expect(preview(undefined, html)).toBe('Merhaba');
    expect(preview(undefined, `<TITLE>${'İ'.repeat(300)}</Title><P>Merhaba</P>`)).toBe('Merhaba');
  });
});

describe('fileName', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\bill.pdf', 'bill.pdf'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\r\nb\u0000.txt', 'ab.txt'],
    ['CON.txt', '_CON.txt'],
    ['what? <it>|"is*.doc', 'what_ _it___is_.doc'],
    ['...', 'attachment.pdf'],
    ['', 'attachment.pdf'],
  ])('makes %j safe', (name, safe) => {
    expect(fileName(name, 'application/pdf')).toBe(safe);
  });

  it.each([
    ['image/png', '\xff\xd8\xff', 'jpg'],
    ['application/octet-stream', '%PDF-1.7', 'pdf'],
    ['image/jpeg', 'PK\x03\x04', 'zip'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK\x03\x04', 'docx'],
    ['text/plain', '<html>', 'txt'],
    ['application/octet-stream', 'Read me', 'txt'],
    ['application/octet-stream', 'a\x01\x02', 'bin'],
    ['constructor', '', 'bin'],
  ])('gives a nameless %s of %j the extension %s', (type, content, extension) => {
    const octets = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    expect(fileName('', type, octets)).toBe(`attachment.${extension}`);
  });

  it.each([
    ['message/delivery-status', 'Reporting-MTA: dns; x', 'delivery-report.txt'],
    ['message/disposition-notification', '', 'read-receipt.txt'],
    ['text/rfc822-headers', 'From: a@x.example', 'header.txt'],
    ['application/pgp-encrypted', 'Version: 1', 'pgp-version.txt'],
    ['application/pgp-signature', '-----BEGIN PGP SIGNATURE-----', 'signature.asc'],
    ['application/ms-tnef', '\x78\x9f\x3e\x22', 'winmail.dat'],
    ['message/rfc822', 'From: a@x.example', 'message.eml'],
    ['text/calendar', 'BEGIN:VCALENDAR', 'calendar.ics'],
    ['text/vcard', 'BEGIN:VCARD', 'contact.vcf'],
    // What it is comes before what it says to be.
    ['message/delivery-status', '\x7fELF', 'attachment.bin'],
    ['application/pgp-signature', '<html><script>', 'attachment.html'],
  ])('names a nameless %s of %j for what it is: %s', (type, content, name) => {
    const octets = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    expect(fileName('', type, octets)).toBe(name);
  });

  it('keeps the extension of an endless name', () => {
    const name = fileName(`${'ö'.repeat(400)}.xlsx`, 'application/octet-stream');
    expect(name.length).toBeLessThanOrEqual(180);
    expect(name.endsWith('.xlsx')).toBe(true);
    expect(fileName(`${'ö'.repeat(1_000_000)}.xlsx`, '').endsWith('ö.xlsx')).toBe(true);
  });

  it.each([
    ['dots', `a${'.'.repeat(1_000_000)}b.pdf`],
    ['white space', `${'a '.repeat(300_000)}${' '.repeat(400_000)}b.pdf`],
    ['marks in a hostile order', `a${'\u0301'.repeat(500_000)}${'\u0316'.repeat(500_000)}b.pdf`],
    ['folders', `${'/'.repeat(1_000_000)}b.pdf`],
  ])('takes a megabyte of %s', (_, name) => {
    expect(soon(() => fileName(name, ''))).toMatch(/\.pdf$/);
  });

  it('leaves no half of a character where it cuts', () => {
    const name = fileName(`${'\u200b'.repeat(799)}😀${'b'.repeat(300)}${'a'.repeat(200)}`, '');
    expect(name).toBe('a'.repeat(180));
  });
});

describe('openMessage', () => {
  it('brings all parts along, with the ids that HTML calls them by', async () => {
    const { html, attachments } = await openMessage(
      bytes(`Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<img src="cid:one@x">
--b
Content-Type: image/png
Content-ID: <one@x>
Content-Transfer-Encoding: base64

AAEC
--b
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

eA==
--b--
`),
    );
    expect(html).toContain('cid:one@x');
    expect(attachments.map(({ name, contentId, size }) => ({ name, contentId, size }))).toEqual([
      { name: '', contentId: 'one@x', size: 3 },
      { name: 'a.pdf', contentId: '', size: 1 },
    ]);
  });
});
