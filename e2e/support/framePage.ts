import { type FrameColours, fillFrame, frameDocument, frameSandbox } from '@/components/reader/frameDocument';
import { type SanitisedMessage, sanitise } from '@/components/reader/sanitise';

/** Runs in Chromium: shows HTML in a frame as the reader does, with its own modules. */

const colours: FrameColours = { dark: false, ink: '#000', quiet: '#555', line: '#ccc', accent: '#00f' };

/** Sanitises HTML, with what was loaded before, and tells what of it was not. */
async function clean(html: string, loaded: Record<string, string> = {}): Promise<SanitisedMessage['remote']> {
  return (await sanitise(html, [], new Map(Object.entries(loaded)))).remote;
}

/** Puts it into a frame. */
async function show(html: string, loaded: Record<string, string> = {}): Promise<void> {
  const message = await sanitise(html, [], new Map(Object.entries(loaded)));
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', frameSandbox);
  frame.style.cssText = 'width: 600px; height: 400px; border: 0';
  const come = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = frameDocument(colours);
  document.body.replaceChildren(frame);
  await come;
  if (frame.contentDocument) fillFrame(frame.contentDocument, message, colours);
}

Object.assign(window, { clean, show });
