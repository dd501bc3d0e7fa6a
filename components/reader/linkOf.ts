import { cleanAddress } from '@/lib/mail/cleanAddress';
import { type LinkTrouble, linkTrouble } from '@/lib/mail/linkTrouble';

/** A link of a message: what is to be read of it, and where it leads, as browsers read that. */
export interface Link {
  text: string;
  /** The same as it is drawn, without what styles hide; absent where it is not on the screen. */
  drawn?: string;
  href: string;
  /** It is a picture, without words of its own. */
  picture: boolean;
}

/** What a link says: its text, or the descriptions of its pictures. */
export function linkOf(element: Element): Link {
  const text = wordsOf(element).trim();
  const described = [element, ...element.querySelectorAll('img')].map(
    (each) => each.getAttribute('alt') ?? '',
  );
  const drawn = drawnWords(element);
  return {
    text: text || described.join(' ').trim(),
    ...(drawn !== '' && drawn !== text && { drawn }),
    href: cleanAddress(element.getAttribute('href') ?? ''),
    picture: text === '' && (element.nodeName === 'AREA' || element.querySelector('img') !== null),
  };
}

/** Judges a link by all that is to be read of it: hidden words must not cover those that are seen. */
export function troubleIn({ text, drawn, href }: Link): LinkTrouble | null {
  return linkTrouble(text, href) ?? (drawn === undefined ? null : linkTrouble(drawn, href));
}

/** Empty for what is in no document that is shown. */
function drawnWords(element: Element): string {
  if (!element.ownerDocument.defaultView || !('innerText' in element)) return '';
  // biome-ignore lint/performance/useDomNodeTextContent: unlike `textContent`, this is what styles leave to be seen
  return String(element.innerText).trim();
}

/** Elements that stand within words. All others begin a line of their own, as far as nobody styles them. */
const inline =
  /^(?:A|ABBR|ACRONYM|B|BDI|BIG|CITE|CODE|DEL|DFN|EM|FONT|I|IMG|INS|KBD|MARK|Q|S|SAMP|SMALL|SPAN|STRIKE|STRONG|SUB|SUP|TIME|TT|U|VAR|WBR)$/;
/** More than a link is judged by. */
const mostWords = 100_000;

/** The text of an element; words of different lines are no word. */
function wordsOf(element: Element): string {
  let words = '';
  const edge = (node: Node) => {
    if (node !== element && node.nodeType === Node.ELEMENT_NODE && !inline.test(node.nodeName)) words += '\n';
  };
  let node: Node | null = element;
  while (node && words.length < mostWords) {
    if (node.nodeType === Node.TEXT_NODE) words += node.nodeValue ?? '';
    edge(node);
    let next: Node | null = node.firstChild;
    while (!next && node && node !== element) {
      if (node.nextSibling) next = node.nextSibling;
      else if (node.parentNode) edge(node.parentNode);
      if (!next) node = node.parentNode;
    }
    node = next;
  }
  return words;
}
