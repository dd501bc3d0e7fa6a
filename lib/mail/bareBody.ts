import { guessed } from './guessed';
import { parseMail } from './parser';
import type { OpenedMessage } from './types';

/** More than anybody reads. Octets. */
const most = 1024 * 1024;
const latin1 = new TextDecoder('latin1');

/**
 * The body of a message of which a parser finds nothing, because the boundary that its header names does not stand in it:
 * its parts, where it begins with a boundary of its own, and else its text, with all that belongs to no reader. Null where
 * there is no body.
 */
export async function bodyAsItStands(
  raw: Uint8Array,
): Promise<Pick<OpenedMessage, 'html' | 'text' | 'attachments'> | null> {
  const whole = latin1.decode(raw.subarray(0, most));
  const end = /\r?\n\r?\n/.exec(whole);
  if (!end) return null;
  const body = raw.subarray(end.index + end[0].length, most);
  const written = whole.slice(end.index + end[0].length);
  if (written.trim() === '') return null;
  const own = /^--([^\r\n]{1,70}?)[ \t]*\r?\nContent-/im.exec(written.slice(0, 10_000))?.[1];
  if (own !== undefined && !own.includes('"')) {
    const head = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${own}"\r\n\r\n`;
    const { html = null, text = null } = await parseMail(joined(new TextEncoder().encode(head), body), {
      maxNestingDepth: 64,
      rfc822Attachments: false,
    });
    if (html?.trim() || text?.trim()) return { html, text, attachments: [] };
  }
  return { html: null, text: guessed(body), attachments: [] };
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}
