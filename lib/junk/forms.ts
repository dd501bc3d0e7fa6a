import type { Envelope, OpenedMessage } from '@/lib/mail/types';
import { disguisedWord } from './disguise';
import { fileFormsOf } from './fileForms';
import { headFormsOf } from './headForms';
import { linkFormsOf } from './linkForms';
import { type BodyForm, bodyForms, type Form } from './names';
import { relayFormsOf } from './relayForms';

const zeroSize = /font-size\s*:\s*[01](?:px|pt)?\s*[;"']|font:\s*0/i;
const unseen = /display\s*:\s*none|visibility\s*:\s*hidden/i;
const money = /[$€£¥]\s?\d|\d\s?(?:€|eur|usd|dollars?|euros?|pounds?|million)/i;
const many = 10;
/** Made so that every filter can be tried: GTUBE of SpamAssassin, and rspamd's of the same kind (`gtube_patterns`). */
const testString = /[XYZ]JS\*C4JDBQADN1\.NSBN3\*2IDNEN\*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL\*C\.34X/;

/**
 * How a message is made, whatever it says.
 *
 * @param seen the words of the HTML
 * @param own addresses of the account, lower case
 * @param filed the words in attached files
 */
export function formsOf(
  envelope: Envelope,
  opened: OpenedMessage | null,
  seen: string,
  own: readonly string[],
  filed = '',
): Form[] {
  const html = opened?.html?.slice(0, 400_000) ?? null;
  const text = opened?.text ?? '';
  const all = `${envelope.subject} ${html === null ? text : seen}`.slice(0, 60_000);
  const header = (name: string) =>
    opened?.headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  const domain = (address: string) =>
    address
      .replace(/^.*@/, '')
      .replace(/[>\s]+$/, '')
      .toLowerCase();
  const to = [...envelope.to, ...envelope.cc].map(({ address }) => address.toLowerCase());
  const from = envelope.from[0]?.address ?? '';
  const letters = envelope.subject.replace(/[^\p{Lu}\p{Ll}]/gu, '');
  const links = html?.match(/\bhref\s*=/gi)?.length ?? 0;
  const pictures = html?.match(/<img\b/gi)?.length ?? 0;
  const is: Record<BodyForm, boolean> = {
    notToMe: own.length > 0 && to.length > 0 && !to.some((address) => own.includes(address)),
    toNobody: to.length === 0,
    toMany: to.length > many,
    reply: envelope.inReplyTo !== '' || envelope.references.length > 0,
    replyElsewhere: envelope.replyTo.some(({ address }) => domain(address) !== domain(from)),
    // A prefix of an answer is none (RFC 5322 §3.6.5).
    noSubject: envelope.subject.replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*:)*\s*$/i, '') === '',
    noDate: opened !== null && header('date') === '',
    noId: opened !== null && envelope.messageId === '',
    idElsewhere: envelope.messageId !== '' && !related(domain(envelope.messageId), domain(from)),
    loudSubject: letters.length > 5 && letters.replace(/\p{Ll}/gu, '').length > 0.6 * letters.length,
    exclaims: /!{2,}|!.*!/.test(envelope.subject),
    money: money.test(all),
    urgent: /^(?:1|2|high|urgent)/i.test(
      header('x-priority') || header('importance') || header('x-msmail-priority'),
    ),
    // What calls itself junk is no list.
    bulk: /^(?:bulk|list)/i.test(header('precedence')),
    leave: header('list-unsubscribe') !== '',
    htmlOnly: html !== null && text.trim() === '',
    picturesOnly: pictures > 0 && seen.trim().length < 100,
    tiny: html !== null && zeroSize.test(html),
    unseen: html !== null && unseen.test(html),
    form: html !== null && /<form\b/i.test(html),
    script: html !== null && /<script\b/i.test(html),
    noText: opened !== null && all.trim().length < 20,
    manyLinks: links > 20,
    files: (opened?.attachments.length ?? 0) > 0,
    joiners: /\p{L}[\u00ad\u200b-\u200d\u2060\ufeff]\p{L}/u.test(all),
    disguised: disguisedWord(all) !== null,
    // A multipart message without a part is broken as well (RFC 2046 §5.1; EMPTY_MESSAGE).
    broken: opened?.broken === true || (isEmpty(opened) && /^\s*multipart\//i.test(header('content-type'))),
    testString:
      [text, seen, filed].some((words) => testString.test(words)) || (opened?.attachments ?? []).some(isTest),
  };
  return [
    ...bodyForms.filter((form) => is[form]),
    ...headFormsOf(envelope, opened),
    ...relayFormsOf(envelope, opened),
    ...linkFormsOf(html, text, from),
    ...fileFormsOf(opened?.attachments ?? [], all),
  ];
}

const isEmpty = (opened: OpenedMessage | null) =>
  opened !== null && !opened.html?.trim() && !opened.text?.trim() && opened.attachments.length === 0;

/** Whether one host is the other's, or below it. */
const related = (a: string, b: string): boolean => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);

const latin1 = new TextDecoder('latin1');
const isTest = ({ bytes }: { bytes: Uint8Array }) =>
  testString.test(latin1.decode(bytes.subarray(0, 64 * 1024)));
