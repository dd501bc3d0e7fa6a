import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';
import { unflow } from './flowed';

/**
 * postal-mime joins the lines of format=flowed whatever depth of quote they have, so that what was quoted and what was
 * answered become one paragraph, and what it did cannot be undone. It does so part by part in one method of its nodes, to
 * which its public types give no way: ours stands in its place, for whoever asks for the text of a message.
 */
interface Node {
  decodeFlowedText: (text: string, delSp: boolean) => string;
  content?: ArrayBuffer | null;
  contentType: { parsed: { params: Record<string, string> } };
  childNodes: Node[];
}
const rootOf = (parser: PostalMime) => (parser as unknown as { root: Node }).root;
(Object.getPrototypeOf(rootOf(new PostalMime())) as Node).decodeFlowedText = unflow;

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
