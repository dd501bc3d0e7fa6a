import type { Marker } from './engine';

/** The name of the marks, in globals.css and in the style of a message's frame. */
const name = 'found';
/** So much is looked at, in code units, and so many places are marked, in one document: the rest can still be read. */
const mostText = 500_000;
const mostPlaces = 2_000;

/**
 * Keeps what was found marked, also in what comes later.
 *
 * @param fresh it has just been opened: the first place is brought into sight, once there is one
 * @returns ends it, and takes the marks away
 */
export function keepFound(root: Element, marker: Marker, fresh: boolean): () => void {
  let frame = 0;
  let waits = fresh;
  const mark = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      markFound(root, marker);
      if (waits && hasLoaded(root)) waits = !showFirst(root);
    });
  };
  const observer = new MutationObserver(mark);
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  // The frame of a message gets its height when it is there.
  const grown = new ResizeObserver(() => waits && mark());
  if (fresh) grown.observe(root);
  // The frame of a message: `load` does not bubble.
  root.addEventListener('load', mark, true);
  mark();
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    grown.disconnect();
    root.removeEventListener('load', mark, true);
    unmarkFound(root);
  };
}

/** The places of each part that is marked: a dialog stands over what is read, in the same document. */
const places = new WeakMap<View, Map<Element, Range[]>>();

function show(part: Element, view: View, ranges: Range[]): void {
  const parts = places.get(view) ?? new Map<Element, Range[]>();
  places.set(view, parts);
  if (ranges.length > 0) parts.set(part, ranges);
  else parts.delete(part);
  const all = [...parts.values()].flat();
  if (all.length > 0) view.CSS.highlights.set(name, new view.Highlight(...all));
  else view.CSS.highlights.delete(name);
}

/**
 * Marks in what is read the words that it was found by, in the page and in the frames of messages. Marks are ranges beside
 * the text (CSS Custom Highlight API): no message is changed by them, and nothing of a sender's is touched.
 *
 * @param root what is looked at, with all frames in it that have been loaded
 */
function markFound(root: Element, marker: Marker): void {
  forEachDocument(root, (part, view) => show(part, view, rangesIn(part, marker)));
}

function unmarkFound(root: Element): void {
  forEachDocument(root, (part, view) => show(part, view, []));
}

/** The frames of messages beside it are laid out ahead, and hidden. */
const seen = (frame: Element) => frame.closest('[aria-hidden]') === null;

const hasLoaded = (root: Element): boolean =>
  [...root.querySelectorAll('iframe')]
    .filter(seen)
    .every((frame) => frame.contentDocument?.readyState === 'complete');

/**
 * Scrolls to the highest place if it lies below what is seen, and nobody has scrolled yet.
 *
 * @returns whether there is a place, and room to scroll to it
 */
function showFirst(root: Element): boolean {
  const tops: number[] = [];
  forEachDocument(root, (part, view) => {
    const frame = view.frameElement;
    if (part !== root && !(frame && seen(frame))) return;
    const above = part === root ? 0 : (frame?.getBoundingClientRect().top ?? 0);
    for (const range of places.get(view)?.get(part) ?? []) {
      const { top, height } = range.getBoundingClientRect();
      if (height > 0) tops.push(above + top);
    }
  });
  if (tops.length === 0) return false;
  const scroller = scrollerOf(root);
  if (!scroller || scroller.scrollTop > 0) return true;
  const { top, bottom } = scroller.getBoundingClientRect();
  const first = Math.min(...tops);
  if (first < bottom - lineHeight) return true;
  if (first > top + scroller.scrollHeight) return false;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // A third of what is seen stays above it: words are read from what they follow.
  const goal = first - top - scroller.clientHeight / 3;
  scroller.scrollTo({ top: goal, behavior: still ? 'instant' : 'smooth' });
  return true;
}

/** What begins nearer to the lower edge than this cannot be read. CSS pixels */
const lineHeight = 24;

function scrollerOf(root: Element): Element | null {
  for (let element: Element | null = root; element; element = element.parentElement) {
    if (/^(?:auto|scroll)$/.test(getComputedStyle(element).overflowY)) return element;
  }
  return null;
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
