import { htmlWords } from '@/lib/mail/htmlWords';
import type { Attachment, Mailbox, OpenedMessage } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { maxText, type SearchDocument } from './document';

type Described = Pick<MessageRecord, 'id' | 'account' | 'date' | 'size' | 'attachments' | 'envelope'>;

/**
 * What is searched of a message.
 *
 * @param opened the parsed message; null: its record alone, because it cannot be parsed or its turn has not come
 */
export function documentOf(record: Described, opened: OpenedMessage | null): SearchDocument {
  const { id, account, date, size, attachments, envelope } = record;
  return {
    id,
    account,
    date,
    size,
    attachments,
    texts: {
      from: envelope.from.map(spelled),
      to: envelope.to.map(spelled),
      cc: envelope.cc.map(spelled),
      subject: [envelope.subject],
      filename: opened ? opened.attachments.map(({ name }) => name) : [],
      // The first words of the body, until all of them are there.
      body: opened ? bodyOf(opened) : [envelope.preview],
    },
  };
}

const spelled = ({ name, address }: Mailbox): string => `${name} ${address}`;

/** What the reader shows, and the text in attachments. */
function bodyOf({ html, text, attachments }: OpenedMessage): string[] {
  const body = html === null ? (text ?? '') : htmlWords(html);
  return [body, ...attachments.flatMap((attachment) => textOf(attachment) ?? [])];
}

const textTypes = /^(?:text\/|application\/(?:json|xml|x-yaml|yaml|rtf|x-sh|x-tex|sql)$)/;
const textNames = /\.(?:txt|md|csv|tsv|log|json|xml|ya?ml|ics|vcf|html?|ini|conf|tex|srt|eml)$/i;

/** The text of an attachment; null where it is something else. */
function textOf({ type, name, bytes }: Attachment): string | null {
  if (!textTypes.test(type) && !textNames.test(name)) return null;
  // Four octets a character at most: more is not searched.
  const text = decode(bytes.subarray(0, 4 * maxText));
  if (text === null) return null;
  return type === 'text/html' || /\.html?$/i.test(name) ? htmlWords(text) : text;
}

/** UTF-8 where it is valid, UTF-16 by its mark, else the old Western letters; null for what is no text. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 1024).includes(0)) return null;
  try {
    // As a stream: the cut may go through the last character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
