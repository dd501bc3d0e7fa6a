import { htmlWords } from '@/lib/mail/htmlWords';
import { openMessage } from '@/lib/mail/open';
import { headersOf } from './headers';
import type { RuleMessage } from './types';

/** So much of a message is parsed for the words of its body: a parser takes hostile mail of this size in its stride. */
export const bodyOctets = 64 * 1024;

/**
 * What rules look at, read from the message as far as they need it. Never rejects: of what cannot be parsed, the body is
 * not known.
 *
 * @param raw null where the bytes are not here
 */
export async function ruleMessage(
  { account, size, attachments }: Pick<RuleMessage, 'account' | 'size' | 'attachments'>,
  raw: Uint8Array | null,
  needed: 'record' | 'headers' | 'body',
): Promise<RuleMessage> {
  const headers = raw && needed !== 'record' ? headersOf(raw) : [];
  const body = raw && needed === 'body' ? await bodyOf(raw) : null;
  return { account, size, attachments, headers, body };
}

async function bodyOf(raw: Uint8Array): Promise<string | null> {
  try {
    const { text, html } = await openMessage(raw.slice(0, bodyOctets));
    // Both: what a text part leaves out, or says instead, is not what people read.
    return text === null && html === null ? null : `${text ?? ''}\n${htmlWords(html ?? '')}`;
  } catch {
    return null;
  }
}
