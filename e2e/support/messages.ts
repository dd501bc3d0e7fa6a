import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handToDovecot } from './dovecot';
import { mailBody } from './messageBody';
import { Random } from './random';

export interface MessageWishes {
  /** Same seed, same octets. */
  seed?: number;
  /** Date of the newest message; fixed by default, so that nothing depends on the clock. */
  newest?: Date;
}

export interface GeneratedMessage {
  /** 0 is the newest. */
  index: number;
  date: Date;
  from: string;
  subject: string;
  /** With angle brackets. */
  messageId: string;
  /** The whole message, lines ended by CRLF. */
  bytes: Buffer;
}

/**
 * Mail like people's: 70 % of about 6 KB, 25 % of about 40 KB, 5 % of about 300 KB, valid MIME, the newest first and an
 * hour or so apart. What breaks clients is in it: lines that begin with dots, 8-bit text, lines of thousands of octets.
 */
export function generateMessages(count: number, wishes: MessageWishes = {}): GeneratedMessage[] {
  return [...messageStream(count, wishes)];
}

/** The same, one at a time: 10,000 messages are 300 MB. */
export function* messageStream(count: number, wishes: MessageWishes = {}): Generator<GeneratedMessage> {
  const { seed = 1, newest = new Date('2026-03-02T09:30:00Z') } = wishes;
  let time = newest.getTime();
  for (let index = 0; index < count; index++) {
    // A generator of its own for each message: the first ten are the same ten in a mailbox of ten thousand.
    const random = new Random(seed * 1_000_003 + index);
    yield message(index, new Date(time), seed, random);
    time -= random.between(10, 110) * 60_000;
  }
}

/**
 * Writes messages into a Maildir that Dovecot can serve, bytes as they are. The time in the file name gives POP3's
 * order: the oldest becomes number 1.
 */
export async function fillMaildir(folder: string, messages: Iterable<GeneratedMessage>): Promise<void> {
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part), { recursive: true });
  for (const { index, date, bytes } of messages) {
    const name = `${Math.floor(date.getTime() / 1000)}.M${index}.localhost`;
    await writeFile(join(folder, 'new', name), bytes);
  }
  handToDovecot(folder);
}

const people = [
  'Anna Weiß',
  'Bob Carter',
  'Chiara Ricci',
  'Dmitri Orlov',
  '田中 恵',
  'Fatma Yıldız',
  'Søren Bøgh',
];
const topics = [
  'Lunch on Friday',
  'Ergebnis der Prüfung',
  'Re: the budget',
  'Fotos vom Wochenende',
  '会議の議事録',
];

function message(index: number, date: Date, seed: number, random: Random): GeneratedMessage {
  const person = random.pick(people);
  const from = `${encodedWord(person)} <person${people.indexOf(person)}@example.org>`;
  const subject = `${random.pick(topics)} (${index})`;
  const messageId = `<${seed}.${index}@generated.example.org>`;
  const { type, encoding, body } = mailBody(random, index);
  const header = [
    'Return-Path: <bounces@example.org>',
    `Received: from mx.example.org (mx.example.org [192.0.2.${random.between(1, 254)}])`,
    `\tby mail.example.net with ESMTPS id ${random.between(100_000, 999_999)}; ${rfcDate(date)}`,
    `From: ${from}`,
    'To: Alice Example <alice@example.net>',
    `Subject: ${encodedWord(subject)}`,
    `Date: ${rfcDate(date)}`,
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    ...(encoding === null ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
    '',
    '',
  ];
  return {
    index,
    date,
    from: person,
    subject,
    messageId,
    bytes: Buffer.from(header.join('\r\n') + body, 'utf8'),
  };
}

/** RFC 2047 where it is needed; these texts are short enough for one word. */
function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function rfcDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
