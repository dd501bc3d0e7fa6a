import { trustedFrame } from '@/components/pwa/trustedTypes';
import { placeholderBegins } from './placeholder';
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
 * The document of the message frame. Its policy comes first, before anything of the sender's: nothing may load but the
 * pictures that the message brought along, and nothing runs.
 */
export function frameDocument(
  { head, body, direction, coloured }: Pick<SanitisedMessage, 'head' | 'body' | 'direction' | 'coloured'>,
  colours: FrameColours,
): string {
  return trustedFrame(
    `<!doctype html><html dir="${direction}"><head><meta charset="utf-8">` +
      `<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
      '<meta name="referrer" content="no-referrer"><base target="_blank">' +
      `<style>${frameStyle(colours, coloured)}</style>${head}</head>${body}</html>`,
  );
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
:root[data-night] img:not([src^="${placeholderBegins}"]) { filter: invert(1) hue-rotate(180deg); }
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
