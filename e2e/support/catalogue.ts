import type { Page } from '@playwright/test';

/** Every word of mail that takes part in the search for strings outside of the catalogue begins so. */
export const mailWord = 'Qx';

/** Dates, times and sizes come from Intl, in the reader's own way. */
const fromIntl =
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|\b(?:AM|PM|GMT|at|byte|bytes|kB|KB|MB|TLS|STARTTLS)\b/g;
/** Names of things, the same in every language. */
const names = /\bPostbag\b|⌘|Ctrl|Esc|Enter|Shift/g;

/**
 * Visible text and names for screen readers that did not come from the catalogue: with the pseudo-locale, everything
 * from it stands in ⟦ ⟧. Mail counts as found unless its words begin with `mailWord`.
 */
export async function stringsOutside(page: Page): Promise<string[]> {
  const { flow, single } = await page.evaluate(() => {
    const flow: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      // What a server said is its own.
      if (parent?.closest('script, style, noscript, template, [translate="no"]')) continue;
      if (parent?.checkVisibility()) flow.push(walker.currentNode.nodeValue ?? '');
    }
    const single = [document.title];
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        single.push(element.getAttribute(name) ?? '');
    }
    return { flow, single };
  });
  // A sentence can go over several elements: brackets are matched over the whole page.
  return [flow.join('\n'), ...single].flatMap(leftOver);
}

function leftOver(text: string): string[] {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return rest
    .replace(names, '')
    .replace(fromIntl, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.split(/\s+/).some((word) => /\p{L}{2}/u.test(word) && !isMail(word)));
}

function isMail(word: string): boolean {
  return word
    .toLowerCase()
    .replace(/^[^\p{L}]+/u, '')
    .startsWith(mailWord.toLowerCase());
}
