import { fillFrame, frameDocument, whenDrawn } from './frameDocument';
import type { PrintedCard } from './printedCards';
import { type TextBlock, textBlocks } from './quotes';
import type { SanitisedMessage } from './sanitise';

/** A message as it goes on paper. */
export interface Printed {
  /** The name of the frame, for those who meet it. */
  title: string;
  subject: string;
  /** What stands above it: a label and its text; those without a text are left out. */
  heads: readonly (readonly [string, string])[];
  /** What the page shows of its parts in words of its own. */
  cards: readonly PrintedCard[];
  /** As it is on the screen, with the images that were loaded; null for a message in plain text. */
  html: SanitisedMessage | null;
  text: string;
  /** The words of the messages inside of it. */
  inside: string;
}

const paper = { dark: false, ink: '#000', quiet: '#444', line: '#bbb', accent: '#1f4fbf' };

/** The frame of the last printing. Browsers tell in different ways, and some not at all, when they are done with it. */
let last: HTMLIFrameElement | null = null;

/**
 * Opens the browser's print dialog with one message: the document of the message frame, under the same policy, in a frame
 * that can neither run scripts nor be seen; above it its headers, out of reach of the sender's styles.
 */
export function printMessage(printed: Printed): void {
  last?.remove();
  const frame = document.createElement('iframe');
  last = frame;
  frame.title = printed.title;
  // Never allow-scripts. A frame whose page wants to print it needs allow-modals.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.referrerPolicy = 'no-referrer';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // Not `hidden`: what is not laid out is not printed.
  frame.style.cssText =
    'position: fixed; top: 0; left: 0; width: 0; height: 0; border: 0; visibility: hidden';
  frame.srcdoc = frameDocument(paper);
  frame.addEventListener(
    'load',
    () => {
      const doc = frame.contentDocument;
      if (!doc?.body) return;
      doc.title = printed.subject;
      if (printed.html) fillFrame(doc, printed.html, paper);
      else doc.body.append(...textBlocks(printed.text).map((block) => paragraph(doc, block)));
      doc.body.append(...textBlocks(printed.inside).map((block) => paragraph(doc, block)));
      whenDrawn(doc, () => {
        doc.body.prepend(heading(doc, printed));
        frame.contentWindow?.print();
      });
    },
    { once: true },
  );
  document.body.append(frame);
}

function heading(doc: Document, { subject, heads, cards }: Printed): HTMLElement {
  const host = doc.createElement('div');
  host.style.cssText = 'all: initial !important; display: block !important';
  const inside = host.attachShadow({ mode: 'open' });
  const box = doc.createElement('div');
  box.style.cssText =
    'font: 13px/1.5 ui-sans-serif, system-ui, sans-serif; color: #000; background: #fff; ' +
    'border-bottom: 1px solid #bbb; padding: 0 0 12px; margin: 0 0 16px; overflow-wrap: break-word';
  const title = doc.createElement('h1');
  title.style.cssText = 'font-size: 20px; line-height: 1.25; margin: 0 0 8px';
  title.dir = 'auto';
  title.textContent = subject;
  box.append(title);
  for (const [label, text] of heads) {
    if (text === '') continue;
    const line = doc.createElement('div');
    const name = doc.createElement('b');
    name.textContent = `${label}: `;
    const value = doc.createElement('bdi');
    value.textContent = text;
    line.append(name, value);
    box.append(line);
  }
  inside.append(box, ...cards.map((each) => card(doc, each)));
  return host;
}

function card(doc: Document, { title, lines }: PrintedCard): HTMLElement {
  const box = doc.createElement('div');
  box.style.cssText =
    'font: 13px/1.5 ui-sans-serif, system-ui, sans-serif; color: #000; background: #fff; ' +
    'border: 1px solid #bbb; border-radius: 6px; padding: 8px 12px; margin: 0 0 16px; overflow-wrap: break-word; ' +
    'break-inside: avoid';
  const name = doc.createElement('b');
  name.textContent = title;
  box.append(name);
  for (const text of lines) {
    const line = doc.createElement('div');
    line.dir = 'auto';
    line.textContent = text;
    box.append(line);
  }
  return box;
}

/** Quotes stand behind a line for each of their levels, as on the screen. */
function paragraph(doc: Document, { level, text }: TextBlock): HTMLElement {
  const words = doc.createElement('div');
  words.dir = 'auto';
  words.style.cssText = 'white-space: pre-wrap; margin: 0 0 12px';
  words.textContent = text;
  let quoted: HTMLElement = words;
  for (let depth = 0; depth < level; depth += 1) {
    const quote = doc.createElement('blockquote');
    quote.style.cssText =
      'margin: 0 0 12px; border-inline-start: 3px solid #bbb; padding-inline-start: 12px; color: #444';
    quote.append(quoted);
    quoted = quote;
  }
  return quoted;
}
