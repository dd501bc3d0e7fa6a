import { registrableDomain } from '@/lib/mail/domain';
import type { Envelope, OpenedMessage } from '@/lib/mail/types';
import { type RelayForm, relayForms } from './names';

/** Whose name is worn most often, and from whose machines all of their mail comes (FORGED_YAHOO_RCVD and its kind). */
const houses: readonly { mail: RegExp; machines: RegExp }[] = [
  { mail: /^(?:gmail|googlemail)\.com$/, machines: /\b(?:google|gmail|googlemail)\.com\b/ },
  {
    mail: /^(?:hotmail|outlook|live|msn)\.[a-z.]{2,6}$/,
    machines: /\b(?:hotmail|outlook|live|msn)\.[a-z]{2,3}\b/,
  },
  {
    mail: /^(?:yahoo|ymail|rocketmail|aol)\.[a-z.]{2,6}$/,
    machines: /\b(?:yahoo|yahoodns|ymail|rocketmail|aol)\.[a-z]{2,3}\b/,
  },
  { mail: /^(?:icloud|me|mac)\.com$/, machines: /\b(?:apple|icloud|me|mac)\.com\b/ },
  { mail: /^(?:paypal|ebay)\.[a-z.]{2,6}$/, machines: /\b(?:paypal|ebay)\.[a-z]{2,3}\b/ },
  { mail: /^amazon\.[a-z.]{2,6}$/, machines: /\b(?:amazon|amazonses)\.[a-z]{2,3}\b/ },
];
const numbers = String.raw`\[?(?:\d{1,3}\.){3}\d{1,3}\]?`;
const bare = new RegExp(`^\\s*from ${numbers} by ${numbers}\\s*(?:;|$)`, 'i');

/** What is odd about the way that a message says it came: SpamAssassin's rules of the names beside them. */
export function relayFormsOf(envelope: Envelope, opened: OpenedMessage | null): RelayForm[] {
  const headers = opened?.headers ?? [];
  const values = (name: string) =>
    headers.filter((one) => one.name.toLowerCase() === name).map(({ value }) => value.slice(0, 2_000));
  const received = values('received');
  const sender = ownerOf(envelope.from[0]?.address ?? '');
  const id = ownerOf(envelope.messageId.replace(/[>\s]+$/, ''));
  const house = houses.find(({ mail }) => mail.test(sender));
  const isOf = (text: string) => house?.machines.test(text.toLowerCase()) === true;
  const signed = values('dkim-signature').some((value) => isOf(/\bd=\s*([^\s;]+)/i.exec(value)?.[1] ?? ''));
  const is: Record<RelayForm, boolean> = {
    // Mail that never came over the net says nothing, and lists send what others wrote.
    relayElsewhere:
      house !== undefined &&
      received.length > 0 &&
      !signed &&
      envelope.list === undefined &&
      !received.some((value) => isOf(/^\s*(?:from|by)\s+.{0,400}/is.exec(value)?.[0] ?? '')),
    // FORGED_MSGID_YAHOO, FORGED_MSGID_HOTMAIL, …: the one house's programs don't write the other's names
    idOfAnother: house !== undefined && id !== '' && !isOf(id) && houses.some(({ mail }) => mail.test(id)),
    // RCVD_DOUBLE_IP_SPAM: servers name themselves
    bareRelay: received.some((value) => bare.test(value)),
  };
  return relayForms.filter((form) => is[form]);
}

function ownerOf(address: string): string {
  const host = address.replace(/^.*@/, '').toLowerCase();
  return registrableDomain(host) ?? host;
}
