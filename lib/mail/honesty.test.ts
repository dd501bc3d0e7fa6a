import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileTrouble } from './fileTrouble';
import { deceivingLetters, hasMarkedLetters, readable } from './hostLetters';
import { linkTrouble } from './linkTrouble';
import { type SenderFacts, senderTroubles } from './senderTrouble';

const kindOf = (text: string, href: string) => linkTrouble(text, href)?.kind ?? null;

describe('links', () => {
  it.each([
    ['https://www.paypal.com', 'https://evil.test/', 'site'],
    ['paypal.com', 'https://paypal.com.evil.test/', 'site'],
    ['www.bank.com/login', 'https://bank.com@evil.test/', 'user'],
    ['sign in', 'https://bank.com@evil.test/', 'user'],
    ['https://apple.com', 'https://xn--80ak6aa92e.com/', 'letters'],
    ['here', 'https://аpple.com/', 'letters'],
    ['here', 'https://xn--paypl-0qa.com/', 'letters'],
    ['here', 'https://login.m\u0131crosoft.com/', 'letters'],
    ['here', 'https://\u0262oogle.com/', 'letters'],
    ['here', 'https://evil.test\u2215bank.com/', 'letters'],
    ['here', 'https://bank.com\u2044login.evil.test/', 'letters'],
    ['here', 'https://bank.com\u29f8login.evil.test/', 'letters'],
    ['here', 'https://bank.com\u30celogin.evil.test/', 'letters'],
    ['here', 'https://bank.com\uff0flogin.evil.test/', 'odd'],
    ['https://bank.com', 'https://bank.com%2eevil.test/', 'site'],
    ['https://bank.com', 'https://bank.com\\@evil.test/', 'odd'],
    ['https://bank.com', '//evil.test/', 'site'],
    ['h\u200bttps://bank.com', 'https://evil.test', 'site'],
    ['Go to https://bank.com now', 'https://evil.test', 'site'],
    ['click', 'http://3232235777/', 'number'],
    ['click', 'http://0x7f.1/', 'number'],
    ['https://bank.com', 'ht\ttps://evil.test/', 'site'],
    ['https://bank.com', 'https:\n//evil.test/', 'site'],
    ['https://bank.com', 'https:/\t/evil.test/', 'site'],
    ['https://bank.com', '\u0001https://evil.test/', 'site'],
    ['https://bank.com', ' \u0000\thttps://evil.test/\u001f ', 'site'],
    ['sign in', 'ht\ttps://bank.com@evil.test/', 'user'],
    ['sign in', 'https:bank.com@evil.test/', 'user'],
    ['https://bank.com', 'https:\\evil.test/', 'site'],
    ['https://bank.com', 'm\nailto:x@evil.test', 'mail'],
    ['https://bank.com', 'mailto:x@evil.test', 'mail'],
    ['write to us', 'mailto:x@bank.com?bcc=evil@evil.test', 'mail'],
    ['Sign in at bank.com now', 'https://evil.test/x', 'site'],
    ['Sign in at BANK.COM!', 'https://evil.test/x', 'site'],
    ['» bank.com', 'https://evil.test/x', 'site'],
    ['bank.com or evil.test', 'https://evil.test/x', 'site'],
    ['hello there bank.com', 'https://evil.test/x', 'site'],
    [`${'x '.repeat(5_000)}bank.com`, 'https://evil.test/x', 'site'],
    ['https://\nbank.com', 'https://evil.test/x', 'site'],
    ['https://bank.com@evil.test', 'https://evil.test/x', 'site'],
    ['support@bank.com', 'https://evil.test/x', 'site'],
    ['support @ bank.com', 'https://evil.test/x', 'site'],
    ['bank\u3002com', 'https://evil.test/x', 'site'],
    ['bank\uff0ecom', 'https://evil.test/x', 'site'],
    ['bank\u200c.\ufe0fcom', 'https://evil.test/x', 'site'],
    ['ada@bank.com', 'mailto:ada@evil.test', 'mail'],
    ['Write to ada@bank.com', 'mailto:ada@bank.com,x@evil.test', 'mail'],
    [
      'https://bank.com',
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test',
      'site',
    ],
  ])('%j to %j: %s', (text, href, kind) => {
    expect(kindOf(text, href)).toBe(kind);
  });

  it.each([
    ['bank.com', 'https://bank.com'],
    ['www.bank.com/', 'https://login.bank.com/x?y'],
    ['click here', 'https://evil.test'],
    ['shop.co.uk', 'https://news.shop.co.uk/x'],
    ['README.md', 'https://git.example/x/README.md'],
    ['Visit us\nbank.com', 'https://bank.com/x'],
    ['main.rs:12', 'https://git.example/x'],
    ['Fix user.name in setup.py and main.rs', 'https://git.example/x'],
    ['We moved.It is done.So come', 'https://evil.test/x'],
    ['Learn ASP.NET and Node.js', 'https://git.example/x'],
    ['Sign in at bank.com now', 'https://www.bank.com/x'],
    ['See https://git.example/a/bank.com', 'https://git.example/a/bank.com'],
    ['Version 2.0.1, 12.5 MB, e.g. for U.S. readers', 'https://evil.test/x'],
    ['请看。我们的网站', 'https://evil.test/x'],
    ['Write to ada@bank.com today', 'mailto:ada@mail.bank.com'],
    ['Node.js', 'https://nodejs.org/'],
    ['https://bank.com', 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbank.com%2Fx'],
    ['ada@bank.com', 'mailto:ada@bank.com?subject=x'],
    ['münchen.de', 'https://xn--mnchen-3ya.de/'],
    ['Laden', 'https://müller.de/'],
    ['Kitap', 'https://kapıcı.com.tr/'],
    ['Col·lecció', 'https://col·lecció.cat/'],
    ['カード', 'https://クレジットカード・ニュース.jp/'],
    ['日本語.jp', 'https://日本語.jp/'],
    ['10.0.0.1', 'http://10.0.0.1/'],
    ['Section 2.1', '#two'],
  ])('%j to %j is as it seems', (text, href) => {
    expect(kindOf(text, href)).toBeNull();
  });

  it('however much stands before the host, it is judged', () => {
    expect(kindOf('bank.com', `${' '.repeat(9_000)}https://evil.test/`)).toBe('site');
    expect(kindOf('bank.com', `https://${'x'.repeat(7_983)}.bank.com@evil.test/`)).toBe('odd');
  });

  it('names what is shown and where it goes', () => {
    expect(linkTrouble('paypal.com', 'https://xn--mnchen-3ya.de/')).toEqual({
      kind: 'site',
      shown: 'paypal.com',
      real: 'münchen.de',
      ascii: 'xn--mnchen-3ya.de',
    });
  });

  it('a megabyte of words or address does not hang', () => {
    const start = performance.now();
    kindOf('a.'.repeat(500_000), `https://${'a.'.repeat(500_000)}`);
    kindOf('www.'.repeat(250_000), `mailto:${'a?b=c&'.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('letters', () => {
  it.each([
    ['xn--80ak6aa92e.com', 'lookalike'],
    ['pаypal.com', 'mixed'],
    ['пример.рф', null],
    ['почта.com', null],
    ['münchen.de', null],
    ['日本語版wiki.jp', null],
    ['xn--pypal-loa.com', 'lookalike'],
    ['plain.example', null],
  ])('%s: %s', (host, verdict) => {
    expect(deceivingLetters(host)).toBe(verdict);
  });

  it('marks, and names that are no Punycode', () => {
    expect(hasMarkedLetters('xn--bnk-sna.test')).toBe(true);
    expect(hasMarkedLetters('bank.test')).toBe(false);
    expect(readable('xn--999999999.test')).toBe('xn--999999999.test');
  });
});

const facts = (name: string, address: string, more: Partial<SenderFacts> = {}): SenderFacts => ({
  from: [{ name, address }],
  replyTo: [],
  headers: [],
  known: new Map(),
  ...more,
});
const kinds = (asked: SenderFacts) => senderTroubles(asked).map(({ kind }) => kind);
const header = (name: string, value: string) => ({ name, value });

describe('senders', () => {
  it.each<[string, SenderFacts, string[]]>([
    ['an address as the name', facts('support@bank.com', 'x@evil.test'), ['name']],
    ['an address inside the name', facts('Bank <a@bank.com>', 'x@evil.test'), ['name']],
    ['a site as the name', facts('PayPal.com', 'x@evil.test'), ['name']],
    ['a site in the name', facts('Bank.com Support', 'x@evil.test'), ['name']],
    ['an address with spaces', facts('service @ paypal.com', 'x@evil.test'), ['name']],
    ['an address behind NUL', facts('a@bank.com\0', 'x@evil.test'), ['name', 'hidden']],
    [
      'two senders',
      facts('', 'a@bank.com', {
        from: [
          { name: '', address: 'a@bank.com' },
          { name: '', address: 'b@evil.test' },
        ],
      }),
      ['several'],
    ],
    [
      'two From headers',
      facts('', 'a@bank.com', { headers: [header('From', 'a@bank.com'), header('from', 'b@bank.com')] }),
      ['several'],
    ],
    [
      'two senders of whom the parser took one',
      facts('', 'a@bank.com', { headers: [header('From', 'a@bank.com, "B" <b@evil.test>')] }),
      ['several'],
    ],
    [
      'something behind the address',
      facts('', 'x@evil.test', { headers: [header('From', '<a@bank.com>x@evil.test')] }),
      ['several'],
    ],
    ['bidirectional controls', facts('', '\u202ebank@x.test'), ['hidden']],
    ['marked letters', facts('', 'a@xn--bnk-sna.test'), ['letters']],
    [
      'answers elsewhere',
      facts('', 'a@bank.com', { replyTo: [{ name: '', address: 'b@evil.test' }] }),
      ['reply'],
    ],
    [
      'answers elsewhere of what was sent to many',
      facts('', 'a@bank.com', {
        replyTo: [{ name: '', address: 'b@evil.test' }],
        headers: [header('Precedence', 'bulk'), header('List-Unsubscribe', '<https://bank.com/leave>')],
      }),
      ['reply'],
    ],
    [
      'answers to somebody else at the same provider',
      facts('Bob', 'bob@gmail.com', { replyTo: [{ name: '', address: 'bobkent99@gmail.com' }] }),
      ['reply'],
    ],
    [
      'a known name in letters of another script',
      facts('Gr\u0430ce Hopper', 'grace@evil.test', {
        known: new Map([['grace hopper', new Set(['grace@navy.example'])]]),
      }),
      ['contact'],
    ],
    [
      'a known name of one word',
      facts('Mum', 'mum@evil.test', { known: new Map([['mum', new Set(['ann@lindgren.example'])]]) }),
      ['contact'],
    ],
    [
      'a known name of somebody else at the same provider',
      facts('Ada Lindgren', 'ada99@gmx.de', {
        known: new Map([['ada lindgren', new Set(['ada@gmx.de'])]]),
      }),
      ['contact'],
    ],
    [
      'sent by another',
      facts('', 'a@bank.com', { headers: [header('Sender', 'Bob <b@evil.test>')] }),
      ['sender'],
    ],
    [
      'a known name at another address',
      facts('Ada  LINDGREN', 'ada@evil.test', {
        known: new Map([['ada lindgren', new Set(['ada@lindgren.example'])]]),
      }),
      ['contact'],
    ],
  ])('%s', (_, asked, expected) => {
    expect(kinds(asked)).toEqual(expected);
  });

  it.each<[string, SenderFacts]>([
    ['its own address as the name', facts('ada@lindgren.example', 'ada@lindgren.example')],
    ['its own site as the name', facts('Booking.com', 'noreply@mail.booking.com')],
    ['the site of its provider', facts('Bob (gmail.com)', 'bob@gmail.com')],
    ['a name with a point', facts('kim.no', 'kim@lindgren.example')],
    ['initials and a framework', facts('J.R.R. Tolkien, Node.js', 'j@lindgren.example')],
    ['another host of the same owner', facts('ada@lindgren.example', 'ada@mail.lindgren.example')],
    [
      'answers within the house',
      facts('', 'a@news.bank.com', { replyTo: [{ name: '', address: 'help@bank.com' }] }),
    ],
    [
      'a mailing list',
      facts('', 'a@bank.com', {
        replyTo: [{ name: '', address: 'list@lists.example' }],
        headers: [header('List-Id', '<list.lists.example>'), header('Sender', 'list@lists.example')],
      }),
    ],
    [
      'a mailing list of old, which says only that it is sent to many',
      facts('', 'a@bank.com', {
        replyTo: [{ name: '', address: 'List@lists.example' }],
        headers: [header('Precedence', 'bulk'), header('To', 'The list <list@lists.example>')],
      }),
    ],
    [
      'answers to the same mailbox in another spelling',
      facts('', 'bob.kent@gmail.com', { replyTo: [{ name: '', address: 'BobKent+news@googlemail.com' }] }),
    ],
    [
      'a known name at a new address of the house',
      facts('Ada Lindgren', 'a.lindgren@lindgren.example', {
        known: new Map([['ada lindgren', new Set(['ada@lindgren.example'])]]),
      }),
    ],
    ['nobody', { ...facts('', ''), from: [] }],
  ])('nothing is said of %s', (_, asked) => {
    expect(kinds(asked)).toEqual([]);
  });
});

it('a domain in unusual letters is told in usual ones, however the header has it', () => {
  for (const domain of ['p\u0430ypal.com', 'xn--pypal-4ve.com']) {
    expect(senderTroubles(facts('', `x@${domain}`))).toEqual([
      { kind: 'letters', seems: 'p\u0430ypal.com', real: 'xn--pypal-4ve.com' },
    ]);
  }
});

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** A compound file with a stream of the name. */
const office = (stream: string) =>
  bytes(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(504)}${[...stream].map((l) => `${l}\0`).join('')}`);
const u16 = (value: number) => String.fromCharCode(value & 255, value >> 8);
const u32 = (value: number) => u16(value & 0xffff) + u16(value >>> 16);
const u64 = (value: number) => u32(value) + u32(0);
/** A zip with a member for each of these flags, after words of some other file. */
const zip = (...flags: number[]) => {
  const local = flags.map((flag) => `PK\x03\x04\x14\0${u16(flag)}${'\0'.repeat(18)}${u16(1)}\0\0n`).join('');
  const directory = flags
    .map((flag) => `PK\x01\x02\x14\0\x14\0${u16(flag)}${'\0'.repeat(18)}${u16(1)}${'\0'.repeat(16)}n`)
    .join('');
  const end = (size: number) => `PK\x05\x06${'\0'.repeat(8)}${u32(size)}${u32(local.length)}${u16(2)}ok`;
  const zip64 = `PK\x06\x06${'\0'.repeat(36)}${u64(directory.length)}${u64(local.length)}PK\x06\x07${u32(0)}${u64(local.length + directory.length)}${u32(1)}`;
  return {
    plain: bytes(local + directory + end(directory.length)),
    zip64: bytes(local + directory + zip64 + end(0xffffffff)),
  };
};
const sevenZip = (header: string) =>
  bytes(`7z\xbc\xaf\x27\x1c\0\x04${u32(0)}${u64(3)}${u64(header.length)}${u32(0)}abc${header}`);
/** A block of RAR 5; the lengths are all below 128. */
const rar5Block = (type: number, extra = '', data = '') => {
  const flags = (extra ? 1 : 0) | (data ? 2 : 0);
  const fields = [type, flags, ...(extra ? [extra.length] : []), ...(data ? [data.length] : [])];
  const head = String.fromCharCode(...fields) + extra;
  return `crc!${String.fromCharCode(head.length)}${head}${data}`;
};
const rar5 = (...blocks: string[]) => bytes(`Rar!\x1a\x07\x01\0${blocks.join('')}`);
const rar4 = (...flags: number[]) =>
  bytes(
    `Rar!\x1a\x07\0..\x73\0\0${u16(13)}${'\0'.repeat(6)}${flags.map((flag) => `..\x74${u16(flag | 0x8000)}${u16(12)}${u32(3)}.abc`).join('')}`,
  );
const program = bytes(`MZ\x90\0${'\0'.repeat(80)}`);

describe('attachments', () => {
  it.each<[string, string, Uint8Array<ArrayBuffer>, string | null]>([
    ['setup.exe', 'application/octet-stream', bytes(''), 'program'],
    ['remote.rdp', '', bytes(''), 'program'],
    ['console.msc', '', bytes(''), 'program'],
    ['fix.diagcab', '', bytes('MSCF'), 'program'],
    ['invoice.pdf.jnlp', '', bytes(''), 'disguised'],
    ['script.wsc', '', bytes(''), 'program'],
    ['old.slk', '', bytes(''), 'macros'],
    ...'ins job grp mad mas pcd plg mda ops cdxml inx isu htt ppkg wll crx udf'
      .split(' ')
      .map((extension): [string, string, Uint8Array<ArrayBuffer>, string] => [
        `file.${extension}`,
        '',
        bytes('hello'),
        'program',
      ]),
    ['results.mat', '', bytes('MATLAB 5.0'), null],
    ['app.ex', '', bytes('defmodule App'), null],
    ['analysis.py', 'text/x-python', bytes('import os'), null],
    ['invoice\u202egpj.exe', 'image/jpeg', bytes(''), 'disguised'],
    ['invoice.pdf.exe', '', bytes(''), 'disguised'],
    ['a.pdf\u00a0\u00a0.scr', '', bytes(''), 'disguised'],
    ['photo.jpg', 'image/jpeg', program, 'disguised'],
    ['a.p\u0501f', '', bytes(''), 'disguised'],
    ['a.pdf', 'text/html', bytes('<!doctype html><p>x'), 'disguised'],
    ['a.html', 'text/html', bytes('<html><form action="https://evil.test">'), 'web'],
    ['a.html', 'text/html', bytes('<html><p>Minutes of the meeting'), null],
    ['noext', 'text/html', bytes('<p onclick=x()>'), 'web'],
    ['a.svg', 'image/svg+xml', bytes('<svg><script>x()</script></svg>'), 'web'],
    ['a.svg', 'image/svg+xml', bytes('<svg><path d=""/></svg>'), null],
    ['a.svgz', 'image/svg+xml', bytes(''), 'web'],
    ['report.xls', 'application/vnd.ms-excel', bytes('<html><table>'), null],
    ['anhang.äöü', 'application/octet-stream', bytes(''), null],
    ['a.docm', '', bytes(''), 'macros'],
    ['a.doc', 'application/msword', office('_VBA_PROJECT'), 'macros'],
    ['a.doc', 'application/msword', office('WordDocument'), null],
    ['a.docx', '', bytes('PK\x03\x04\x14\0\0\0 word/vbaProject.bin'), 'macros'],
    ['a.docx', '', office('EncryptedPackage'), 'encrypted'],
    ['a.zip', 'application/zip', bytes('PK\x03\x04\x14\0\x01\0'), 'encrypted'],
    ['a.zip', 'application/zip', bytes('PK\x03\x04\x14\0\0\0'), null],
    ['a.zip', 'application/zip', zip(0, 0, 1).plain, 'encrypted'],
    ['a.zip', 'application/zip', zip(0, 1).zip64, 'encrypted'],
    ['a.zip', 'application/zip', zip(0, 0).plain, null],
    ['a.zip', 'application/zip', zip(0, 0).zip64, null],
    ['a.7z', '', sevenZip('\x17\x06..\x24\x06\xf1\x07\x01'), 'encrypted'],
    ['a.7z', '', sevenZip('\x17\x06..\x23\x03\x01\x01'), null],
    [
      'a.rar',
      '',
      rar5(rar5Block(1), rar5Block(2, '\x02\x02.'), rar5Block(2, '\x02\x02.\x01\x01')),
      'encrypted',
    ],
    ['a.rar', '', rar5(rar5Block(1), rar5Block(2, '\x02\x02.', 'data'), rar5Block(5)), null],
    ['a.rar', '', rar5(rar5Block(4)), 'encrypted'],
    ['a.rar', '', rar4(0, 4), 'encrypted'],
    ['a.rar', '', rar4(0, 0), null],
    ['photo.jpg', 'image/jpeg', bytes('\xff\xd8\xff'), null],
    ['report.v1.2.pdf', 'application/pdf', bytes('%PDF-'), null],
    ['notes.txt', 'text/plain', bytes('<html> is a tag'), null],
    ['MZ.txt', 'text/plain', bytes('MZ is short for Mozambique.'), null],
    ['résumé.pdf', 'application/pdf', bytes('%PDF-'), null],
    ['', 'application/pdf', bytes('%PDF-'), null],
  ])('%j as %j: %4$s', (name, type, content, kind) => {
    expect(fileTrouble(name, type, content)).toBe(kind);
  });
});

it('archives whose numbers lie take no longer, and say nothing', () => {
  const hostile = [
    bytes(`Rar!\x1a\x07\x01\0${'crc!\x01\x02\x01\xff\xff\xff\x7f'.repeat(200_000)}`),
    bytes(`Rar!\x1a\x07\0${'\0'.repeat(2_000_000)}`),
    bytes(`PK\x03\x04\0\0\0\0${'PK\x01\x02'.repeat(500_000)}PK\x05\x06${'\xff'.repeat(18)}`),
    bytes(`7z\xbc\xaf\x27\x1c${'\xff'.repeat(30)}`),
  ];
  const start = performance.now();
  expect(hostile.map((file) => fileTrouble('a.bin', '', file))).toEqual([null, null, null, null]);
  expect(performance.now() - start).toBeLessThan(2_000);
});

const corpus = `${process.env.POSTBAG_CORPUS ?? '../shared/corpus'}/vectors/spoofing-and-files.json`;
const vectors: { links: { text: string; href: string; why: string }[] } | null = existsSync(corpus)
  ? JSON.parse(readFileSync(corpus, 'utf8'))
  : null;
if (!vectors) console.warn(`honesty: the list of spoofs is absent (${corpus}); its cases are left out.`);

describe.runIf(vectors)('the list of deceiving links', () => {
  it.each(vectors?.links ?? [])('$why: $text to $href', ({ text, href, why }) => {
    // A picture has no words that could deceive: a press on it shows where it goes.
    if (/image as link/.test(why)) return;
    expect(kindOf(text, href) === null).toBe(/no warning|no false alarm/.test(why));
  });
});
