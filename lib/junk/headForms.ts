import { isFreeMail } from '@/lib/mail/freeMail';
import { senderTroubles } from '@/lib/mail/senderTrouble';
import type { Envelope, OpenedMessage } from '@/lib/mail/types';
import { type HeadForm, headForms } from './names';

const once = /^(?:from|to|cc|subject|date|message-id|reply-to|content-type)$/;
/** RFC 5322 §3.3, with the years of two digits and the zones in letters of §4.3. */
const rfcDate =
  /^(?:[a-z]{3},?\s*)?\d{1,2}\s+[a-z]{3}\s+\d{2,4}\s+\d{1,2}:\d\d(?::\d\d)?\s*(?:[+-]\d{4}|ut|gmt|utc|[ecmp][sd]t|[a-ik-z])\b/i;
const address = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[a-z0-9-]{2,}$/i;
/** Names that providers of lines give to their customers' machines (RDNS_DYNAMIC), and none at all (RDNS_NONE). */
const nameless =
  /\b(?:unknown|unverified)\b|(?:\d{1,3}[-.x]){3}\d{1,3}[-.a-z]|\b(?:dsl|adsl|dial-?up|dyn(?:amic)?|ppp|cable|pool|dhcp|client|cust(?:omer)?)\w*[-.\d]/i;
/** Whose name is worn most often by others (rspamd's and SpamAssassin's rules for each of them). */
const brands =
  /\b(paypal|amazon|apple|microsoft|netflix|dhl|fedex|usps|bank of america|wells fargo|citibank|hsbc|barclays|santander|american express|mastercard|western union|moneygram|facebook|instagram|whatsapp|linkedin|ebay|dropbox|docusign|coinbase|binance|metamask|hmrc|sparkasse|volksbank|postbank|commerzbank)\b/;
/** Where a program should have put something in: `%FIRST_NAME%`, `{{name}}`, `[[name]]`, `${name}`. */
const unfilled = /%[A-Z]+_[A-Z_]+|%[A-Z]{3,}%|\{\{\s?\w+\s?\}\}|\[\[\w+\]\]|\$\{\w+\}/;
const day = 86_400_000;

/**
 * What is odd about a header. Programs that people write mail with get these things right, and those that send junk often
 * don't: SpamAssassin's and rspamd's rules of the names beside them. What came with a message can only make it look worse,
 * so that nobody gains by forging any of it.
 */
export function headFormsOf(envelope: Envelope, opened: OpenedMessage | null): HeadForm[] {
  const headers = opened?.headers ?? [];
  const values = (name: string) =>
    headers.filter((one) => one.name.toLowerCase() === name).map(({ value }) => value);
  const from = envelope.from[0];
  const sender = from?.address.toLowerCase() ?? '';
  const reply = envelope.replyTo[0]?.address.toLowerCase() ?? '';
  const [date = ''] = values('date');
  // What somebody sends on keeps its date, and gets another one (RFC 5322 §3.6.6).
  const sent = values('resent-date')[0] ?? date;
  const received = values('received');
  // Cut: opened brackets that are never closed take quadratic time.
  const arrived = Date.parse(
    (received[0] ?? '')
      .slice(-100)
      .replace(/^.*;/s, '')
      .replace(/\([^)]*\)/g, ''),
  );
  const names = headers.map(({ name }) => name.toLowerCase()).filter((name) => once.test(name));
  const troubles = new Set(
    senderTroubles({
      ...{ from: envelope.from, replyTo: envelope.replyTo, headers, known: new Map() },
      turned: opened?.turned?.sender !== undefined,
    }).map(({ kind }) => kind),
  );
  const subject = values('subject')[0] ?? '';
  const local = sender.replace(/@.*$/, '');
  const is: Record<HeadForm, boolean> = {
    // INVALID_DATE
    badDate: date !== '' && !rfcDate.test(date.trim()),
    // DATE_IN_PAST_96_XX, DATE_IN_FUTURE_96_XX
    dateOff: Math.abs(Date.parse(sent.slice(0, 100)) - arrived) > 4 * day,
    // INVALID_MSGID, MID_RHS_NOT_FQDN
    badId:
      envelope.messageId !== '' &&
      !/^<?[^\s<>@]+@(?:[^\s<>@]+\.[^\s<>@]+|\[.+\])>?$/.test(envelope.messageId.trim()),
    // FROM_NO_USER, FROM_BLANK_NAME, FROM_INVALID
    badFrom:
      opened !== null &&
      (!address.test(sender) || values('from').some((value) => /^\s*"\s*"|<@|^\s*$/.test(value))),
    // MULTIPLE_UNIQUE_HEADERS
    twice: new Set(names).size < names.length,
    // FROM_NEQ_ENVFROM, FORGED_SENDER
    sentByOther: troubles.has('sender') || troubles.has('several'),
    // FROMNAME_SPOOFED, FROM_NAME_HAS_EMAIL
    nameElsewhere: troubles.has('name') || troubles.has('hidden') || troubles.has('letters'),
    // FROM_LOCAL_DIGITS, FROM_STARTS_WITH_NUMS
    digits: /\d{4}|^\d/.test(local),
    // SUBJ_HAS_SPACES
    padded: /\S\s{6,}\S/.test(subject),
    // RDNS_DYNAMIC, RDNS_NONE
    nameless: received
      .slice(0, 3)
      .some((value) => nameless.test(/^\s*from\s+(.{0,200}?)\sby\s/is.exec(value)?.[1] ?? '')),
    // FREEMAIL_FORGED_REPLYTO
    freeReply: reply !== '' && reply !== sender && isFreeMail(reply),
    // REPLYTO_EQ_FROM
    sameReply: reply !== '' && reply === sender,
    oddCharset:
      /=\?utf-?(?:16|7|32)/i.test(subject) ||
      /charset="?utf-?(?:16|7|32)/i.test(values('content-type')[0] ?? ''),
    // SUBJECT_NEEDS_ENCODING
    // MIME_HEADER_CTYPE_ONLY
    noMime: names.includes('content-type') && values('mime-version').length === 0,
    // FROM_LOCAL_NOVOWEL, FROM_DOMAIN_NOVOWEL
    unspeakable: /[bcdfghjklmnpqrstvwxz]{6}/.test(sender.replace(/\.[^.]*$/, '')),
    // FROM_PAYPAL_SPOOF and its kind
    brand: isElsewhere(from?.name ?? '', sender),
    // SUBJ_HAS_UNIQ_ID
    numbered: /\s#?\[?[a-z]{0,3}\d{6,}\]?$/i.test(envelope.subject),
    // ENGLISH_UCE_SUBJECT, JAPANESE_UCE_SUBJECT, KOREAN_UCE_SUBJECT: laws ask for the word, and for nobody's consent
    advert: /^\W*(?:adv?|advertisement|광고|広告|未承諾広告)\s*[:：\])】※]/i.test(envelope.subject),
    // UNRESOLVED_TEMPLATE, PERCENT_RANDOM
    unfilled:
      [envelope.subject, from?.name ?? '', ...values('x-mailer')].some((value) => unfilled.test(value)) ||
      // A word between two lines is code in a subject, and in the name of a program a place left empty.
      values('x-mailer').some((value) => /\b__[a-z]+__(?!\w)/i.test(value)),
    eightBit: /\ufffd/.test(`${envelope.subject}${from?.name ?? ''}`),
  };
  return headForms.filter((form) => is[form]);
}

/** The name is a brand's, and the address is nobody's of that name. */
function isElsewhere(name: string, sender: string): boolean {
  const brand = brands.exec(name.toLowerCase())?.[1]?.replace(/\W/g, '');
  return brand !== undefined && !sender.replace(/^.*@/, '').replace(/-/g, '').includes(brand);
}
