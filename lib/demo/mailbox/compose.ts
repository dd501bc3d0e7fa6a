import { createHash } from 'node:crypto';
import { base64, type Flow, quotedPrintable, wrap } from './bodies';
import { encode } from './charset';
import { dateTime, type HeaderStyle, mailboxes, parameter, unstructured } from './headers';
import { ada, type Person } from './people';

/** An attachment, or with `cid` a picture that the HTML shows in its place. */
export interface File {
  name: string;
  type: string;
  bytes: Uint8Array | string;
  cid?: string;
}

/** A message before it is written down. Well-formed by construction; the broken ones are in oddities.ts. */
export interface Letter {
  /** Names the message for ever: its Message-ID, UIDL and boundaries are made of it. */
  key: string;
  /** ms since 1970. */
  at: number;
  from: Person;
  /** Ada, when missing. */
  to?: Person[];
  cc?: Person[];
  replyTo?: Person;
  subject: string;
  text?: string;
  html?: string;
  files?: File[];
  /** An invitation, as calendar programs send it: a third alternative (RFC 6047). */
  invitation?: { method: string; text: string };
  /** Keys of the messages it answers, the oldest first; the last one is the parent. */
  after?: string[];
  charset?: string;
  header?: HeaderStyle;
  encoding?: '8bit' | 'quoted-printable' | 'base64';
  flow?: Flow;
  /** Further headers, in order: name and value. */
  extra?: [string, string][];
}

/** A message on the wire, with the time that decides its place in the maildrop. */
export interface Written {
  key: string;
  at: number;
  bytes: Uint8Array;
}

/** A short hash of `text`: the source of everything that looks random in a sample message. */
export function token(text: string, length = 20): string {
  return createHash('sha256').update(`postbag sample ${text}`).digest('hex').slice(0, length);
}

/** The Message-ID of the message with that key, the same on every day, so that later mail can answer it. */
export function messageId(key: string): string {
  return `<${key}.${token(key, 12)}@sample.example>`;
}

type Chunk = string | Uint8Array;

function leaf(type: string, body: string, letter: Letter): Chunk[] {
  const charset = letter.charset ?? 'utf-8';
  const flow = type === 'text/plain' ? (letter.flow ?? 'fixed') : 'fixed';
  const text = type === 'text/plain' ? wrap(body, flow) : `${body.trim().replace(/\r?\n/g, '\r\n')}\r\n`;
  const bytes = encode(text, charset);
  const short = text.split('\r\n').every((line) => line.length < 990);
  const seven = bytes.every((byte) => byte < 0x80);
  const encoding = letter.encoding ?? (seven && short ? '7bit' : 'quoted-printable');
  const label = seven && charset === 'utf-8' && type === 'text/plain' ? 'us-ascii' : charset;
  const format = flow === 'fixed' ? '' : flow === 'flowed' ? '; format=flowed' : '; format=flowed; delsp=yes';
  const head = `Content-Type: ${type}; charset=${label}${format}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  if (encoding === 'base64') return [head, base64(bytes)];
  return [head, encoding === 'quoted-printable' ? quotedPrintable(bytes) : bytes];
}

function filePart({ name, type, bytes, cid }: File): Chunk[] {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const head = [
    `Content-Type: ${type};\r\n ${parameter('name', name)}`,
    `Content-Disposition: ${cid ? 'inline' : 'attachment'};\r\n ${parameter('filename', name)}`,
    ...(cid ? [`Content-ID: <${cid}>`] : []),
  ];
  // A message is attached as it is (RFC 2046 §5.2.1): base64 is not allowed for it.
  if (type === 'message/rfc822') return [`${head.join('\r\n')}\r\n\r\n`, content];
  return [`${head.join('\r\n')}\r\nContent-Transfer-Encoding: base64\r\n\r\n`, base64(content)];
}

/** A multipart entity: head and body of `parts` between boundaries made of `seed`. */
export function multipart(subtype: string, parts: Chunk[][], seed: string): Chunk[] {
  const boundary = `=_${token(`${seed} ${subtype}`, 24)}`;
  const chunks: Chunk[] = [`Content-Type: multipart/${subtype};\r\n boundary="${boundary}"\r\n\r\n`];
  for (const part of parts) chunks.push(`--${boundary}\r\n`, ...part, '\r\n');
  return [...chunks, `--${boundary}--\r\n`];
}

function content(letter: Letter): Chunk[] {
  const { key, text, html, files = [], invitation } = letter;
  const pictures = files.filter((file) => file.cid);
  const attachments = files.filter((file) => !file.cid);
  const versions: Chunk[][] = [];
  if (text !== undefined) versions.push(leaf('text/plain', text, letter));
  if (html !== undefined) {
    const page = leaf('text/html', html, letter);
    versions.push(pictures.length ? multipart('related', [page, ...pictures.map(filePart)], key) : page);
  }
  if (invitation)
    versions.push(
      leaf(`text/calendar; method=${invitation.method}`, invitation.text, { ...letter, encoding: 'base64' }),
    );
  const body =
    versions.length > 1
      ? multipart('alternative', versions, key)
      : (versions[0] ?? leaf('text/plain', '', letter));
  return attachments.length ? multipart('mixed', [body, ...attachments.map(filePart)], key) : body;
}

/** The header fields that the receiving server adds on top: where the message came from, and when. */
export function traceFields(key: string, from: Person, at: number): string[] {
  const domain = from.address.split('@')[1] ?? 'unknown.invalid';
  const octet = Number.parseInt(token(domain, 4), 16) % 250;
  return [
    `Return-Path: <${from.address}>`,
    'Delivered-To: ada@lindgren.example',
    `Received: from mx.${domain} (mx.${domain} [192.0.2.${octet + 1}])\r\n\tby mail.lindgren.example with ESMTPS id ${token(`${key} queue`, 12)};\r\n\t${dateTime(at + 2000, '+0000')}`,
  ];
}

/** Puts strings and bytes together; strings are written as UTF-8. */
export function join(chunks: readonly Chunk[]): Uint8Array {
  return Buffer.concat(
    chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk)),
  );
}

/** `letter` as RFC 5322 bytes with CRLF line ends, the same bytes for the same letter. */
export function write(letter: Letter): Written {
  const { key, at, from } = letter;
  const style = letter.header ?? { charset: letter.charset ?? 'utf-8', form: 'B' };
  const fields = [
    ...traceFields(key, from, at),
    `Date: ${dateTime(at, from.zone)}`,
    `From: ${mailboxes([from], style)}`,
    `To: ${mailboxes(letter.to ?? [ada], style)}`,
    ...(letter.cc ? [`Cc: ${mailboxes(letter.cc, style)}`] : []),
    ...(letter.replyTo ? [`Reply-To: ${mailboxes([letter.replyTo], style)}`] : []),
    `Subject: ${unstructured(letter.subject, style)}`,
    `Message-ID: ${messageId(key)}`,
  ];
  const ancestors = (letter.after ?? []).map(messageId);
  const parent = ancestors.at(-1);
  if (parent) fields.push(`In-Reply-To: ${parent}`, `References: ${ancestors.join('\r\n ')}`);
  if (from.mailer) fields.push(`User-Agent: ${from.mailer}`);
  for (const [name, value] of letter.extra ?? []) fields.push(`${name}: ${value}`);
  fields.push('MIME-Version: 1.0');
  return { key, at, bytes: join([`${fields.join('\r\n')}\r\n`, ...content(letter)]) };
}
