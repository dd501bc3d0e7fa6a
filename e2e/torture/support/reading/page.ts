import { type FrameColours, frameDocument, frameSandbox } from '@/components/reader/frameDocument';
import { listenToFrame } from '@/components/reader/frameEvents';
import { type SanitisedMessage, sanitise } from '@/components/reader/sanitise';

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
      const whole = await documentOf(html, layers);
      if (whole === null) return;
      const frame = document.createElement('iframe');
      frame.setAttribute(
        'sandbox',
        unprotected ? `${frameSandbox} allow-scripts allow-modals allow-forms` : frameSandbox,
      );
      frame.referrerPolicy = 'no-referrer';
      frame.width = '300';
      frame.height = '120';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      // The types know no TrustedHTML; the browser gets one.
      frame.srcdoc = unprotected ? whole.toString().replace(policy, '') : whole;
      document.body.append(frame);
      await loaded;
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

/** The frame's document; null when the door to the frame refuses it, so that there is nothing to be shown. */
async function documentOf(html: string, layers: Layers): Promise<string | null> {
  if (layers === 'all' || layers === 'no-frame') {
    return frameDocument(await sanitise(html, [], new Map()), colours);
  }
  if (layers === 'nothing') return `<!doctype html><html><body>${html}</body></html>`;
  try {
    return frameDocument(raw(html), colours);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function raw(html: string): SanitisedMessage {
  return {
    head: '',
    body: html,
    direction: 'auto',
    remote: { images: 0, trackers: 0, hosts: [], addresses: [] },
    coloured: false,
    links: [],
    shown: new Set(),
  };
}
