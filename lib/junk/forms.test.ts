import { expect, it, test } from 'vitest';
import { openMessage } from '@/lib/mail/open';
import { summarise } from '@/lib/mail/summarise';
import { beliefIn } from './beliefs';
import { disguisedWord } from './disguise';
import { featuresOf } from './features';
import { formsOf } from './forms';
import { forms, trades } from './names';
import { tradesIn } from './phrases';

const ordinary = [
  ...['From: Ada Berg <ada@lindgren.example>', 'To: one@lindgren.example', 'Subject: The boat'],
  ...['Date: Thu, 1 Jan 2026 10:00:00 +0100', 'Message-ID: <1@lindgren.example>', 'MIME-Version: 1.0'],
];
const write = (change: Record<string, string>, body: string) => {
  const changed = Object.keys(change).map((name) => name.toLowerCase());
  const kept = ordinary.filter((line) => !changed.includes(line.replace(/:.*$/, '').toLowerCase()));
  const own = Object.entries(change).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  return new TextEncoder().encode([...kept, ...own, '', body, ''].join('\r\n'));
};
async function formsIn(
  change: Record<string, string>,
  body = 'We had rain all weekend, so it stayed in the shed.',
) {
  const raw = write(change, body);
  const [{ envelope }, opened] = [await summarise(raw, true), await openMessage(raw)];
  return formsOf(envelope, opened, opened.html?.replace(/<[^>]*>/g, ' ') ?? '', ['one@lindgren.example']);
}
const came = (from: string) => `${from} by b.example; Thu, 1 Jan 2026 10:00:00 +0100`;
const html = { 'Content-Type': 'text/html' };
const long = 'We had rain all weekend, so the boat stayed in the shed, and the children were brave about it.';

test('an ordinary letter has no form that anything is believed of', async () => {
  const found = await formsIn({});
  expect(found.filter((text) => beliefIn({ kind: 'form', text }, { good: 0, goodMessages: 0 }) > 0)).toEqual(
    [],
  );
});

it.each<[string, Record<string, string>, string?]>([
  ['badDate', { Date: '1/2/26 3 o’clock' }],
  ['dateOff', { Received: 'from a.example by b.example; Thu, 8 Jan 2026 10:00:00 +0100' }],
  ['badId', { 'Message-ID': '<12345>' }],
  ['badFrom', { From: '" " <ada>' }],
  ['twice', { 'Content-Type': 'text/plain', 'content-type': 'text/plain' }],
  ['sentByOther', { Sender: 'm@elsewhere.example' }],
  ['nameElsewhere', { From: '"help@bank.example" <x@elsewhere.example>' }],
  ['brand', { From: 'PayPal Service <x@elsewhere.example>' }],
  ['digits', { From: 'A <ada88121@lindgren.example>' }],
  ['unspeakable', { From: 'A <xkcdqwrt@lindgren.example>' }],
  ['padded', { Subject: 'The boat          kqz' }],
  ['numbered', { Subject: 'The boat 20260101' }],
  ['nameless', { Received: 'from x (unknown [192.0.2.7]) by b.example; Thu, 1 Jan 2026 10:00:00 +0100' }],
  ['freeReply', { 'Reply-To': 'ada@gmail.com' }],
  ['sameReply', { 'Reply-To': 'ada@lindgren.example' }],
  ['oddCharset', { Subject: '=?utf-16?B?AEEAQg==?=' }],
  ['noMime', { 'MIME-Version': '', 'Content-Type': 'text/plain' }],
  ['noSubject', { Subject: 'Fwd:' }],
  ['advert', { Subject: 'ADV: The boat' }],
  ['advert', { Subject: '=?utf-8?B?77yI5bqD5ZGK77yJ?= 広告：boat' }],
  ['unfilled', { Subject: 'Dear %FIRST_NAME%' }],
  ['unfilled', { 'X-Mailer': 'Mailer {{version}}' }],
  ['unfilled', { 'X-Mailer': 'Mailer __version__' }],
  ['relayElsewhere', { From: 'A <a@paypal.com>', Received: came('from x.example (x.example [192.0.2.7])') }],
  ['idOfAnother', { From: 'A <a@gmail.com>', 'Message-ID': '<1@yahoo.com>' }],
  ['bareRelay', { Received: 'from 192.0.2.7 by 192.0.2.8; Thu, 1 Jan 2026 10:00:00 +0100' }],
  ['broken', { 'Content-Type': 'multipart/alternative; boundary=a' }, ''],
  ['numericLink', {}, 'http://192.0.2.1/pay'],
  ['userLink', {}, 'https://bank.example@192.0.2.1/'],
  ['elsewhereLink', html, `${long}<a href="https://b.example/">https://www.a.example/</a>`],
  ['shortLink', {}, `${long} https://bit.ly/3abc`],
  ['cheapEnding', {}, `${long} https://pay.tk/`],
  ['brokenScheme', {}, `${long} hxxps://pay.example/`],
  ['bareLink', {}, 'Look: https://pay.example/'],
  ['disguised', {}, `${long} v1.agra`],
  ['broken', { 'Content-Type': 'multipart/mixed; boundary=a' }, long],
  ['testString', {}, 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'],
])('%s', async (form, change, body) => {
  expect(await formsIn(change, body)).toContain(form);
});

test('what looks like such a form and is honest is none', async () => {
  const from = (address: string, change: Record<string, string>) =>
    formsIn({ From: `A <${address}>`, Received: came('from x.example (x.example [192.0.2.7])'), ...change });
  const mail: [string, string, Record<string, string>][] = [
    // Through the house's own machines, signed by it, by a list, or put here without any way
    ['relayElsewhere', 'a@gmail.com', { Received: came('from mail-lf1-f54.google.com (x [192.0.2.7])') }],
    ['relayElsewhere', 'a@gmail.com', { 'DKIM-Signature': 'v=1; d=gmail.com; s=a' }],
    ['relayElsewhere', 'a@gmail.com', { 'List-Id': '<boats.example>' }],
    ['relayElsewhere', 'a@gmail.com', { Received: '' }],
    ['idOfAnother', 'a@gmail.com', { 'Message-ID': '<1@mail.gmail.com>' }],
    ['idOfAnother', 'a@gmail.com', { 'Message-ID': '<1@thunderbird.example>' }],
    ['advert', 'a@b.example', { Subject: 'Advent: the boat, 100 % done' }],
    ['unfilled', 'a@b.example', { Subject: '100 %OFF, 50%OFF! [boats] {1} $5 __init__' }],
    // Sent on, later than it was written
    [
      'dateOff',
      'a@b.example',
      {
        Received: 'from a.example by b.example; Thu, 8 Jan 2026 10:00:00 +0100',
        'Resent-Date': 'Thu, 8 Jan 2026 09:59:00 +0100',
      },
    ],
    ['bulk', 'a@b.example', { Precedence: 'junk' }],
  ];
  for (const [form, address, change] of mail) expect(await from(address, change)).not.toContain(form);
});

test('of files it is seen what they can do, and that there is nothing else', async () => {
  const office = `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${'\0'.repeat(504)}_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0`;
  const found = await formsIn(
    { 'Content-Type': 'application/msword; name=a.doc', 'Content-Transfer-Encoding': 'base64', Subject: '' },
    btoa(office),
  );
  expect(found).toEqual(expect.arrayContaining(['macroFile', 'fileAlone']));
});

test('a locked file with its password beside it is for nobody but filters', async () => {
  const locked = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0';
  const told = async (text: string) =>
    formsIn(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      [
        ...['--b', '', text, '--b', 'Content-Type: application/msword; name=a.doc'],
        ...['Content-Transfer-Encoding: base64', '', btoa(locked.padEnd(2_000, '\0')), '--b--'],
      ].join('\r\n'),
    );
  expect(await told('The password is boat.')).toEqual(expect.arrayContaining(['lockedFile', 'keyGiven']));
  expect(await told('Ask me for how to open it.')).not.toContain('keyGiven');
});

test('the test string is seen in a file as well', async () => {
  const found = await formsIn(
    { 'Content-Type': 'application/octet-stream; name=a.bin', 'Content-Transfer-Encoding': 'base64' },
    btoa('XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'),
  );
  expect(found).toContain('testString');
});

test('disguised words are found, and honest ones that come near are not', () => {
  for (const word of ['v1agra', 'Vi.ag.ra', 'phaarmacy', 'dis-count', 'cheeap', 's0ftware']) {
    expect(disguisedWord(`buy ${word} now`)).not.toBeNull();
  }
  for (const text of [
    'viagra',
    'discount!',
    'Discounts.',
    'specialist',
    'Software-',
    'the mezzanine',
    'Pilz und Zwiebel',
  ])
    expect(disguisedWord(text)).toBeNull();
});

test('trades are known by several of their phrases', () => {
  const letter =
    'Dear friend, I am the widow of a late president. The sum of $12,500,000 is at the central bank, in strict confidence and risk-free: be the next of kin.';
  expect(tradesIn(letter).get('fortune')).toBeGreaterThan(4);
  expect(tradesIn(letter).get('stranger')).toBe(1);
  expect([...tradesIn(long).keys()]).toEqual([]);
});

test('sites of one trade are known by their names, and places that sound like them are not', () => {
  expect(tradesIn('see http://sexmail.example/ now').get('adult')).toBe(1);
  expect(tradesIn('what the f*ck').get('adult')).toBe(1);
  expect(tradesIn('https://www.essex.example/ and https://middlesex.example/, f.ck').get('adult')).toBe(1);
  expect(tradesIn('https://www.essex.example/ and https://sussex.example/ x*y').has('adult')).toBe(false);
});

test('what is believed grows with the phrases, and each name is one of the catalogue', async () => {
  const nobody = { good: 0, goodMessages: 0 };
  for (const trade of trades) {
    const points = [1, 2, 3, 9].map((count) =>
      beliefIn({ kind: 'trade', text: `${trade} ${count}` }, nobody),
    );
    expect(points).toEqual([...points].sort((a, b) => a - b));
    expect(points[0]).toBeGreaterThan(0);
  }
  const { junk } = (await import('@/components/i18n/reading.json')).default;
  expect(Object.keys(junk.form).sort()).toEqual([...forms].sort());
  expect(Object.keys(junk.trade).sort()).toEqual([...trades].sort());
});

test('letters in which nobody wrote who was kept speak against a message, others do not', async () => {
  const raw = write({}, 'Дорогие друзья, приглашаем вас');
  const features = featuresOf((await summarise(raw, true)).envelope, await openMessage(raw), [], null);
  const letters = features.find(({ kind }) => kind === 'letters');
  expect(letters).toEqual({ kind: 'letters', text: 'Cyrillic' });
  if (!letters) return;
  expect(beliefIn(letters, { good: 0, goodMessages: 40 })).toBeGreaterThan(0);
  expect(beliefIn(letters, { good: 1, goodMessages: 40 })).toBe(0);
  expect(beliefIn(letters, { good: 0, goodMessages: 39 })).toBe(0);
});

test('words of addresses are no words; of the sender’s both halves are asked', async () => {
  const raw = write({}, 'see https://www.pay.example/now or write to ada@pay.example');
  const features = featuresOf((await summarise(raw, true)).envelope, await openMessage(raw), [], null);
  const of = (kind: string) => features.filter((each) => each.kind === kind).map(({ text }) => text);
  expect(of('word')).toEqual(['see', 'write']);
  expect(of('link')).toEqual(['www.pay.example']);
  expect([of('senderUser'), of('senderDomain')]).toEqual([['ada'], ['lindgren.example']]);
});

test('any number of words leaves room for links and forms', async () => {
  const words = Array.from({ length: 4_000 }, (_, at) => `w${at.toString(36)}x`).join(' ');
  const raw = write({ Subject: '' }, `${words} https://www.pay.example/now`);
  const features = featuresOf((await summarise(raw, true)).envelope, await openMessage(raw), [], null);
  expect(features).toContainEqual({ kind: 'form', text: 'noSubject' });
  expect(features).toContainEqual({ kind: 'link', text: 'www.pay.example' });
  expect(features.length).toBeLessThan(2_100);
});
