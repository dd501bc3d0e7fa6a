/** Smaller than this nobody reads: what is wider still scrolls inside of its frame. */
const least = 0.55;

/**
 * The zoom at which a message that needs more width than there is comes nearer to fitting; `zoom` itself when it fits,
 * or when it would become too small.
 *
 * @param wide the width that there is, CSS px
 * @param needed the width that the message takes at `zoom`, CSS px
 * @param size the text size that was asked for, where it is smaller than the usual one: 1 at most
 */
export function fitting(wide: number, needed: number, zoom: number, size: number): number {
  if (needed <= wide || wide === 0) return zoom;
  const next = Math.floor(((zoom * wide) / needed) * 1000) / 1000;
  return Math.min(zoom, Math.max(next, least * size));
}

/** How much larger an element is drawn than its own measures say; engines differ in whether those count its zoom. */
export function drawnScale(element: HTMLElement): number {
  const own = element.offsetHeight;
  return own === 0 ? 1 : element.getBoundingClientRect().height / own;
}
