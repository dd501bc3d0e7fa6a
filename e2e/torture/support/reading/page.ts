import { type FrameColours, fillFrame, frameDocument, frameSandbox } from '@/components/reader/frameDocument';
import { listenToFrame } from '@/components/reader/frameEvents';
import { sanitise } from '@/components/reader/sanitise';

/**
 * Runs in Chromium, bundled by reading/chromium.ts: puts hostile HTML on the screen as the reader does, with its own
 * modules, or with one layer of protection taken away.
 */

/**
 * `all`: as in the reader. `no-sanitiser`: what the sender wrote goes into the frame; sandbox and policy hold alone.
 * `no-frame`: the sanitiser holds alone: no policy, and scripts and dialogs are allowed. `nothing`: no layer at all,
 * to see that whatever gets through would be noticed.
 */
export type Layers = 'all' | 'no-sanitiser' | 'no-frame' | 'nothing';

export interface Shown {
  /** Numbers that payloads called `top.fired` with. */
  fired: number[];
  /** Where clicks led. */
  opened: string[];
}

const colours: FrameColours = { dark: false, ink: '#000', quiet: '#555', line: '#ccc', accent: '#00f' };
const policy = /<meta http-equiv="content-security-policy"[^>]*>/;

const shown: Shown = { fired: [], opened: [] };
Object.assign(window, {
  fired: (which: unknown) => {
    shown.fired.push(Number(which));
  },
  show,
});
window.open = (address) => {
  shown.opened.push(String(address));
  return null;
};

/** Shows each payload in a frame of its own, presses whatever can be pressed, and waits until all that is quiet. */
async function show(payloads: readonly string[], layers: Layers): Promise<Shown> {
  shown.fired = [];
  shown.opened = [];
  document.body.replaceChildren();
  const unprotected = layers === 'no-frame' || layers === 'nothing';
  await Promise.all(
    payloads.map(async (html) => {
      const tree = await treeOf(html, layers);
      const frame = document.createElement('iframe');
      frame.setAttribute(
        'sandbox',
        unprotected ? `${frameSandbox} allow-scripts allow-modals allow-forms` : frameSandbox,
      );
      frame.referrerPolicy = 'no-referrer';
      frame.width = '300';
      frame.height = '120';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      frame.srcdoc = documentOf(html, layers);
      document.body.append(frame);
      await loaded;
      if (tree && !isFilled(frame, tree)) return frame.remove();
      listenToFrame(
        frame,
        () => {},
        () => false,
      );
      press(frame);
    }),
  );
  for (let step = 0; step < 3; step += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  await fetch('/quiet');
  return { fired: [...shown.fired], opened: [...shown.opened] };
}

function press(frame: HTMLIFrameElement): void {
  const pressed = 'a, area, button, summary, input, form, details, [tabindex], [contenteditable]';
  for (const element of frame.contentDocument?.querySelectorAll<HTMLElement>(pressed) ?? []) {
    for (const kind of ['pointerover', 'mouseover', 'focus', 'mousedown', 'mouseup']) {
      element.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
    }
    // A payload may have put something else in the place of `click` (clobbering).
    if (typeof element.click === 'function') element.click();
  }
}

/** What the frame begins with. The types know no TrustedHTML; the browser gets one. */
function documentOf(html: string, layers: Layers): string {
  if (layers === 'nothing') return `<!doctype html><html><body>${html}</body></html>`;
  const empty = frameDocument(colours);
  return layers === 'no-frame' ? empty.toString().replace(policy, '') : empty;
}

/** What is put into it then; null for nothing. */
async function treeOf(html: string, layers: Layers): Promise<Element | null> {
  if (layers === 'nothing') return null;
  return layers === 'no-sanitiser' ? raw(html) : (await sanitise(html, [], new Map())).tree;
}

/** False when the door refuses frames inside of the frame, so that there is nothing to be shown. */
function isFilled({ contentDocument: doc }: HTMLIFrameElement, tree: Element): boolean {
  if (!doc) throw new Error('a frame without a document');
  try {
    fillFrame(doc, { tree, direction: 'auto', coloured: false }, colours);
    return true;
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('frames of its own')) return false;
    throw error;
  }
}

/** What the sender wrote, all of it in the body; its scripts would run wherever they may. */
function raw(html: string): Element {
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html');
  const root = parsed.documentElement;
  // A script counts as run once it has been in a document, even in one that runs none, and so do its copies: new ones,
  // which have been in none, take their places.
  root.remove();
  for (const script of root.querySelectorAll('script')) {
    const live = parsed.createElementNS(script.namespaceURI, script.localName);
    for (const attribute of script.attributes) live.setAttributeNode(attribute.cloneNode() as Attr);
    live.textContent = script.textContent;
    script.replaceWith(live);
  }
  return root;
}
