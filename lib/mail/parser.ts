import PostalMime, { type Email, type PostalMimeOptions } from 'postal-mime';
import { unflow } from './flowed';

/**
 * postal-mime joins the lines of format=flowed whatever depth of quote they have, so that what was quoted and what was
 * answered become one paragraph, and what it did cannot be undone. It does so part by part in one method of its nodes, to
 * which its public types give no way: ours stands in its place, for whoever asks for the text of a message.
 */
interface FlowedNode {
  decodeFlowedText: (text: string, delSp: boolean) => string;
}
const { root } = new PostalMime() as unknown as { root: FlowedNode };
(Object.getPrototypeOf(root) as FlowedNode).decodeFlowedText = unflow;

/** Parses a message. Rejects when the limits are passed. */
export const parseMail = (raw: Uint8Array, options: PostalMimeOptions): Promise<Email> =>
  PostalMime.parse(raw, options);
