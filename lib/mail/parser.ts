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
const rootOf = (parser: PostalMime) => (parser as unknown as { root: Node }).root;
const node = Object.getPrototypeOf(rootOf(new PostalMime())) as Node;
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

/** The same, with the letters in which each attachment is declared to be, which postal-mime does not tell. */
export async function parseWithCharsets(
  raw: Uint8Array,
  options: PostalMimeOptions,
): Promise<{ email: Email; charsets: ReadonlyMap<unknown, string> }> {
  const parser = new PostalMime(options);
  const email = await parser.parse(raw);
  const charsets = new Map<unknown, string>();
  const look = ({ content, contentType, childNodes }: Node) => {
    const { charset } = contentType.parsed.params;
    if (content && charset) charsets.set(content, charset);
    childNodes.forEach(look);
  };
  look(rootOf(parser));
  return { email, charsets };
}
