import { trustedFrame } from '@/components/pwa/trustedTypes';
import type { SanitisedMessage } from './sanitise';

/** The page's colours, resolved: the frame is a document of its own and does not see them. */
export interface FrameColours {
  dark: boolean;
  ink: string;
  quiet: string;
  line: string;
  accent: string;
}

/**
 * What the frame may do. Never allow-scripts: together with allow-same-origin a message could take its own cage away.
 */
export const frameSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

/**
 * The document of the message frame, before there is a message in it. So its policy is in force before anything of the
 * sender's comes: nothing may load but the pictures that the message brought along, and nothing runs.
 */
export function frameDocument(colours: FrameColours): string {
  return trustedFrame(
    '<!doctype html><html><head><meta charset="utf-8">' +
      `<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
      '<meta name="referrer" content="no-referrer"><base target="_blank">' +
      `<style>${frameStyle(colours, false)}</style></head><body></body></html>`,
  );
}

/**
 * What no policy holds back altogether: Chromium connects to the server of an inner frame before it asks the policy,
 * which then keeps the frame from loading.
 */
const innerFrames = 'iframe, frame, object, embed, portal, fencedframe';

/**
 * Puts a sanitised message into a document that was made by `frameDocument`, once. Its nodes are copied as the sanitiser
 * left them: nothing is written as text and parsed anew, where it could become something else.
 *
 * @throws TypeError when there are frames in it, or when the document is another one, without our policy
 */
export function fillFrame(
  doc: Document,
  { tree, direction, coloured }: Pick<SanitisedMessage, 'tree' | 'direction' | 'coloured'>,
  colours: FrameColours,
): void {
  if (doc.URL !== 'about:srcdoc') throw new TypeError('Not the document of a message frame.');
  if (tree.querySelector(innerFrames))
    throw new TypeError('A message frame must not hold frames of its own.');
  const own = doc.head.querySelector('style');
  if (own && coloured) own.textContent = frameStyle(colours, coloured);
  doc.documentElement.dir = direction;
  doc.head.append(
    ...[...tree.querySelectorAll(':scope > head > style')].map((each) => doc.importNode(each, true)),
  );
  const body = tree.querySelector(':scope > body');
  if (body) doc.body.replaceWith(doc.importNode(body, true));
}

/**
 * Calls `done` when the pictures of a message have come, or can't; at once, if all have. They are looked at before each
 * painting of the screen: WebKit tells a page nothing of what happens inside of a frame without scripts.
 *
 * @returns the way out
 */
export function whenDrawn(doc: Document, done: () => void): () => void {
  const images = [...doc.images];
  let frame = 0;
  const look = () => {
    if (images.every(({ complete }) => complete)) done();
    // A frame that was taken away has no window any more, and its pictures may never come.
    else if (doc.defaultView) frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

function frameStyle({ dark, ink, quiet, line, accent }: FrameColours, coloured: boolean): string {
  const own = dark && !coloured;
  const sheet = dark && coloured;
  // On a sheet, which is turned over with all that is on it, the light theme's.
  const rule = sheet ? '#e4e0d6' : line;
  return `
:root { color-scheme: ${own ? 'dark' : 'light'} !important; ${sheet ? 'background: #fff;' : ''} }
html { height: auto !important; min-height: 0 !important; overflow-x: auto; overflow-y: hidden; -webkit-text-size-adjust: 100%; }
body { margin: 0; box-sizing: border-box !important; ${sheet ? 'padding: 16px;' : ''} height: auto !important; min-height: 0 !important;
  font: 15px/1.6 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: ${sheet ? '#1c1f24' : ink}; overflow-wrap: break-word; }
a { color: ${sheet ? '#1f4fbf' : accent}; text-underline-offset: 2px; }
img { max-width: 100%; height: auto; }
img:not([src]) { display: none; }
${coloured ? '@media (max-width: 40rem) { body { padding: 8px; } }' : ''}
body > :first-child { margin-top: 0; }
body > :last-child { margin-bottom: 0; }
blockquote { margin: 4px 0 14px; padding-inline-start: 14px; border-inline-start: 3px solid ${rule}; color: ${sheet ? '#565b64' : quiet}; }
pre { white-space: pre-wrap; font: 13px/1.5 ui-monospace, "Noto Sans Mono", Menlo, Consolas, monospace; }
::highlight(found) { ${own ? 'background-color: #5a4710; color: #f4f1ea;' : 'background-color: #ffe9a8; color: #1c1f24;'} }
hr { border: 0; border-top: 1px solid ${rule}; }
:focus-visible { outline: 2px solid ${sheet ? '#1f4fbf' : accent}; outline-offset: 1px; }
`;
}
