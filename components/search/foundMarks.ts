import type { Marker } from './engine';

/** The name of the marks, in globals.css and in the style of a message's frame. */
const name = 'found';
/** So much is looked at, in code units, and so many places are marked, in one document: the rest can still be read. */
const mostText = 500_000;
const mostPlaces = 2_000;

/**
 * Marks in what is read the words that it was found by, in the page and in the frames of messages. Marks are ranges beside
 * the text (CSS Custom Highlight API): no message is changed by them, and nothing of a sender's is touched.
 *
 * @param root what is looked at, with all frames in it that have been loaded
 */
export function markFound(root: Element, marker: Marker): void {
  forEachDocument(root, (part, view) => {
    const { highlights } = view.CSS;
    const ranges = rangesIn(part, marker);
    if (ranges.length > 0) highlights.set(name, new view.Highlight(...ranges));
    else highlights.delete(name);
  });
}

/** Takes the marks away. */
export function unmarkFound(root: Element): void {
  forEachDocument(root, (_, view) => view.CSS.highlights.delete(name));
}

type View = Window & typeof globalThis;

/** The page's part itself, and the body of each frame in it. Older browsers know no such marks. */
function forEachDocument(root: Element, visit: (part: Element, view: View) => void): void {
  const frames = [...root.querySelectorAll('iframe')].map((frame) => frame.contentDocument?.body);
  for (const part of [root, ...frames]) {
    const view = part?.ownerDocument.defaultView;
    if (part && view && 'highlights' in view.CSS) visit(part, view);
  }
}

/** Words are looked for within one text node: one that a sender has cut by a tag is found, and not marked. */
function rangesIn(part: Element, marker: Marker): Range[] {
  const { ownerDocument } = part;
  const texts = ownerDocument.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const ranges: Range[] = [];
  let left = mostText;
  for (let node = texts.nextNode(); node && left > 0; node = texts.nextNode()) {
    const text = node.nodeValue ?? '';
    if (/^(?:style|script|title)$/i.test(node.parentElement?.localName ?? '')) continue;
    left -= text.length;
    for (const [start, end] of marker(text)) {
      const range = ownerDocument.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      ranges.push(range);
      if (ranges.length === mostPlaces) return ranges;
    }
  }
  return ranges;
}
