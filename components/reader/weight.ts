/**
 * Whether HTML is too much to be sanitised and laid out without anybody noticing: that happens on the page's own thread,
 * and takes about 25 µs for each tag. Newsletters have up to some thousand tags.
 */
export function isHeavy(html: string): boolean {
  if (html.length > maxLength) return true;
  let tags = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    tags += 1;
    if (tags > maxTags) return true;
  }
  return false;
}

/** Pictures inside addresses make honest messages long; length alone costs little. */
const maxLength = 4_000_000;
const maxTags = 8_000;
