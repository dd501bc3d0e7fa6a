import type { KeyListener } from '@/components/shell/useKeys';
import { allowedHref } from './allowed';
import { drawnScale, fitting } from './fit';
import { type Link, linkOf, troubleIn } from './linkOf';

/**
 * The frame cannot run scripts, so the page listens inside it: links open outside with no way back to us, fragments
 * scroll, keys work as elsewhere. (WebKit does not fire these listeners; there `target` and `rel` do the first part, and links
 * that are not what they seem lead nowhere: the warning above the message lists them, and opens them.)
 *
 * @param asks true: this link is not followed yet, because somebody is asked about it
 * @returns the way out
 */
export function listenToFrame(
  frame: HTMLIFrameElement,
  onKey: KeyListener,
  asks: (link: Link) => boolean,
): () => void {
  const doc = frame.contentDocument;
  if (!doc) return () => {};
  const click = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.('a[href], area[href]');
    if (!link) return;
    event.preventDefault();
    // Capturing and final: whatever the message is made of, a click does what stands here and nothing else.
    event.stopPropagation();
    if (event.button > 1) return;
    const judged = linkOf(link);
    if (!asks(judged)) follow(doc, judged.href);
  };
  const page = (event: KeyboardEvent) => turnPage(frame, event);
  doc.addEventListener('click', click, true);
  doc.addEventListener('auxclick', click, true);
  doc.addEventListener('keydown', onKey);
  doc.addEventListener('keydown', page);
  if (!isHeard(doc)) disarm(doc);
  return () => {
    doc.removeEventListener('click', click, true);
    doc.removeEventListener('auxclick', click, true);
    doc.removeEventListener('keydown', onKey);
    doc.removeEventListener('keydown', page);
  };
}

/** So much of what was seen stays, as browsers do it. */
const seenAgain = 1 / 8;

/** Space pages on, and with Shift back: a frame that is as high as its message has nothing to page, and keeps the key. */
function turnPage(frame: HTMLIFrameElement, event: KeyboardEvent): void {
  if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if ((event.target as Element | null)?.closest?.('summary')) return;
  let around = frame.parentElement;
  while (around && getComputedStyle(around).overflowY !== 'auto') around = around.parentElement;
  if (!around) return;
  event.preventDefault();
  around.scrollBy({ top: around.clientHeight * (1 - seenAgain) * (event.shiftKey ? -1 : 1) });
}

/** Whether a listener of ours hears what happens in the frame. */
function isHeard(doc: Document): boolean {
  let heard = false;
  const listener = () => {
    heard = true;
  };
  doc.addEventListener('postbag', listener, { once: true });
  doc.dispatchEvent(new Event('postbag'));
  return heard;
}

/** Takes from links that are not what they seem where they lead: nobody could be asked about a press on them. */
function disarm(tree: ParentNode): void {
  for (const link of tree.querySelectorAll('a[href], area[href]')) {
    if (troubleIn(linkOf(link))) link.removeAttribute('href');
  }
}

function follow(doc: Document, href: string): void {
  if (!allowedHref(href)) return;
  if (href.startsWith('#')) {
    const name = decode(href.slice(1));
    const target = doc.getElementById(name) ?? doc.querySelector(`[name="${CSS.escape(name)}"]`);
    target?.scrollIntoView({ block: 'start' });
    return;
  }
  openOutside(href);
}

/** In a window of its own, which learns nothing of us. What no browser takes for an address leads nowhere. */
export function openOutside(href: string): void {
  if (URL.canParse(href)) window.open(href, '_blank', 'noopener,noreferrer');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A message whose height depends on its frame's height would grow for ever; honest ones settle after a few steps. */
const maxGrowths = 15;

/** A message that is made narrower may break its lines elsewhere, and need less still. */
const maxFits = 4;

/**
 * Keeps the frame as high as its contents, and a message that is wider than the frame small enough for it, as far as it
 * can be read then.
 *
 * @param size the text size, 1 for the usual one
 * @returns the way out
 */
export function followSize(
  frame: HTMLIFrameElement,
  size: number,
  setHeight: (height: number) => void,
): () => void {
  const root = frame.contentDocument?.documentElement;
  const body = frame.contentDocument?.body;
  if (!root || !body) return () => {};
  let last = 0;
  let width = 0;
  let growths = 0;
  // Letters that are to be larger are larger than they would be otherwise, also in a message that was made to fit: it
  // scrolls inside of its frame then.
  const base = Math.min(1, size);
  const enlarged = Math.max(1, size);
  let fitted = base;
  let zoom = 0;
  const zoomTo = (next: number) => {
    if (next === zoom) return;
    zoom = next;
    // Above whatever the message itself says of its body.
    body.style.setProperty('zoom', String(next), 'important');
  };
  const fit = (wide: number) => {
    for (let tries = 0; tries < maxFits && root.scrollWidth > wide; tries += 1) {
      const [before, needed] = [fitted, root.scrollWidth];
      const next = fitting(wide, needed, before, base);
      if (next === before) return;
      fitted = next;
      zoomTo(next);
      // What grows with the room that it gets never fits: then it is left as large as it was.
      if (root.scrollWidth - wide > (needed - wide) * 0.95) {
        fitted = before;
        zoomTo(before);
        return;
      }
    }
  };
  const measure = () => {
    const wide = root.clientWidth;
    if (wide !== width) {
      growths = 0;
      fitted = base;
    }
    width = wide;
    zoomTo(fitted);
    fit(wide);
    zoomTo(fitted * enlarged);
    const bar = root.scrollWidth > wide ? frame.clientHeight - root.clientHeight : 0;
    const height =
      Math.ceil(Math.max(root.getBoundingClientRect().height, body.scrollHeight * drawnScale(body))) +
      Math.max(0, bar);
    if (height === last) return;
    growths = height > last ? growths + 1 : growths;
    if (growths > maxGrowths) return;
    last = height;
    setHeight(height);
  };
  const observer = new ResizeObserver(measure);
  observer.observe(root);
  observer.observe(body);
  measure();
  return () => observer.disconnect();
}
