import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';
import { unflow } from './flowed';
import { truerCharset } from './guessed';

/**
 * postal-mime joins the lines of format=flowed whatever depth of quote they have, so that what was quoted and what was
 * answered become one paragraph, and what it did cannot be undone. It does so part by part in one method of its nodes, to
 * which its public types give no way: ours stands in its place, for whoever asks for the text of a message.
 */
interface Node {
  decodeFlowedText: (text: string, delSp: boolean) => string;
  getTextContent: () => string;
  content?: ArrayBuffer | null;
  contentType: { parsed: { value: string; params: Record<string, string> } };
  childNodes: Node[];
}
/** And of the parser: what it does with a message inside, by which it would otherwise make text of it. */
interface Insides {
  root: Node;
  attachments: Email['attachments'];
  rfc822NestingDepth: number;
  collectSubMessage: (node: Node) => Promise<void>;
}
const node = Object.getPrototypeOf((new PostalMime() as unknown as Insides).root) as Node;
node.decodeFlowedText = unflow;

/** It believes whatever letters a text is declared to be in, and takes UTF-8 where none are: broken letters are read anew. */
const textAsDeclared = node.getTextContent;
node.getTextContent = function (this: Node) {
  const text = textAsDeclared.call(this);
  if (!this.content) return text;
  const { value, params } = this.contentType.parsed;
  const bytes = new Uint8Array(this.content);
  const truer = truerCharset(bytes, params.charset ?? '', text, value === 'text/html' ? namedIn(bytes) : '');
  if (truer === null) return text;
  const { parsed } = this.contentType;
  this.contentType.parsed = { ...parsed, params: { ...params, charset: truer } };
  const anew = textAsDeclared.call(this);
  this.contentType.parsed = parsed;
  return anew;
};

/** The letters that HTML names in its own head, where a browser looks for them, too. */
function namedIn(html: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(html.subarray(0, 1_024));
  return /<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{2,40})/i.exec(head)?.[1] ?? '';
}

/** Parses a message. Rejects when the limits are passed. */
export const parseMail = (raw: Uint8Array, options: PostalMimeOptions): Promise<Email> =>
  PostalMime.parse(raw, options);

/** A message that stands in the body of another, and those in its own. */
export interface Inner {
  email: Email;
  inner: Inner[];
}

/**
 * The same, with the letters in which each attachment is declared to be, which postal-mime does not tell.
 *
 * @param apart messages inside come by themselves, not as text under a head of postal-mime's; their files stand with the
 *   others either way
 */
export async function parseWithCharsets(
  raw: Uint8Array,
  options: PostalMimeOptions,
  apart = false,
): Promise<{ email: Email; charsets: ReadonlyMap<unknown, string>; inner: Inner[] }> {
  const charsets = new Map<unknown, string>();
  return { ...(await parse(raw, 0)), charsets };

  async function parse(bytes: Uint8Array | ArrayBuffer, depth: number): Promise<Inner> {
    const parser = new PostalMime(options);
    const insides = parser as unknown as Insides;
    const inner: Inner[] = [];
    insides.rfc822NestingDepth = depth;
    if (apart) {
      insides.collectSubMessage = async ({ content }) => {
        const found = await parse(content ?? new ArrayBuffer(0), depth + 1);
        inner.push(found);
        for (const attachment of found.email.attachments) insides.attachments.push(attachment);
      };
    }
    const email = await parser.parse(bytes);
    const look = ({ content, contentType, childNodes }: Node) => {
      const { charset } = contentType.parsed.params;
      if (content && charset) charsets.set(content, charset);
      childNodes.forEach(look);
    };
    look(insides.root);
    return { email, inner };
  }
}
