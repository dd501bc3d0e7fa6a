import type { DOMPurify, UponSanitizeAttributeHookEvent, WindowLike } from 'dompurify';
import { cleanAddress } from '@/lib/mail/cleanAddress';
import { directsLetters, undirected, unturned } from '@/lib/mail/letters';
import type { Attachment } from '@/lib/mail/types';
import { allowedAttributes, allowedHref, allowedTags } from './allowed';
import { cleanStyle, cleanStyleSheet } from './cleanCss';
import { embeddedPictures, type Loaded, type Pictures } from './embedded';
import { isDark, needsLightGround } from './ground';
import { type Link, linkOf } from './linkOf';
import { Looks } from './looks';
import { pixels, placeholder } from './placeholder';
import { hostOf, type Remote, RemoteCounter, srcsetAddresses } from './remoteCount';

/*
 * The one place where a message's HTML becomes ours. Everything that has to change (addresses, styles, links) changes
 * in DOMPurify's hooks, while it is being sanitised; what comes out is never touched again, nor written as text and parsed
 * anew, because rewriting clean HTML is how it becomes dirty (CVE-2024-42009). Behind it stand the frame's sandbox without
 * scripts and the frame's CSP.
 */

export interface SanitisedMessage {
  /** <html>: styles in its <head>, and its <body>. Nodes of a document that nobody sees; what is shown are copies of them. */
  tree: Element;
  /** From <html>; `auto` where the message does not say: then its first letters decide. */
  direction: 'ltr' | 'rtl' | 'auto';
  remote: Remote;
  /** The message brings colours of its own that cannot be read on a dark ground. */
  coloured: boolean;
  /** Its links: what is to be read of them, and where they lead. */
  links: Link[];
  /** The attachments that the message shows in their places; all others have to be listed. */
  shown: ReadonlySet<Attachment>;
}

/** More links than this are not judged in advance; a press on one of them is. */
const maxLinks = 1_000;

interface Work {
  pictures: Pictures;
  remote: RemoteCounter;
  coloured: boolean;
  /** How it wants its elements to look; worked out for the first remote picture. */
  looks: Looks | null;
}

/** What the hooks work on; sanitising is synchronous, so there is one at a time. */
let work: Work | null = null;
let loading: Promise<DOMPurify> | null = null;

/** Loads what sanitising needs, once; after a failure the next call tries again. @throws when it cannot be loaded */
export function loadPurifier(): Promise<DOMPurify> {
  loading ??= purifier().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/**
 * Sanitises a message's HTML. `cid:` pictures, and remote ones that were loaded before, become `data:` addresses; what
 * else is remote is taken out and counted.
 */
export async function sanitise(
  html: string,
  attachments: readonly Attachment[],
  loaded: Loaded,
): Promise<SanitisedMessage> {
  const [purify, pictures] = await Promise.all([loadPurifier(), embeddedPictures(html, attachments, loaded)]);
  const current: Work = { pictures, remote: new RemoteCounter(), coloured: false, looks: null };
  work = current;
  try {
    const root: unknown = purify.sanitize(html.replace(eager, '<$1x-$2'), {
      ALLOWED_TAGS: allowedTags,
      ALLOWED_ATTR: allowedAttributes,
      // `data:` for what the hook below puts into `src` and `background`; it lets nothing else through there.
      ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|data):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: true,
      WHOLE_DOCUMENT: true,
      RETURN_DOM: true,
    });
    // <html>, in the frame's realm: `instanceof` of this page would not know it.
    const tree = root as Element;
    return {
      tree,
      direction: directionOf(tree.getAttribute('dir')),
      remote: current.remote.result(),
      coloured: current.coloured,
      links: [...tree.querySelectorAll('a[href], area[href]')].slice(0, maxLinks).map(linkOf),
      shown: pictures.shown,
    };
  } finally {
    work = null;
  }
}

/**
 * Elements that Chromium begins to load, or to obey, while it parses a document that is never shown. Renamed before
 * parsing, they are unknown elements, of which only the text stays.
 */
const eager = /<(\/?)(audio|video|source|track|base|link|object|embed)(?![a-z0-9-])/gi;

function directionOf(dir: string | null): SanitisedMessage['direction'] {
  const known = dir?.trim().toLowerCase();
  return known === 'ltr' || known === 'rtl' ? known : 'auto';
}

/**
 * DOMPurify in the realm of an empty frame that may not run scripts: parsing mail with `on…=` attributes in a page that
 * may raises a policy report for each, although nothing runs.
 */
async function purifier(): Promise<DOMPurify> {
  const { default: createDOMPurify } = await import('dompurify');
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.setAttribute('aria-hidden', 'true');
  frame.hidden = true;
  frame.tabIndex = -1;
  document.body.append(frame);
  const purify = createDOMPurify((frame.contentWindow ?? window) as unknown as WindowLike);
  purify.addHook('beforeSanitizeElements', (node) => {
    if (work && node.nodeName === 'STYLE') {
      const css = node.textContent ?? '';
      if (!work.coloured && needsLightGround(css)) work.coloured = true;
      const clean = cleanStyleSheet(css, work.pictures.find, work.remote);
      work.pictures.keepStyle(clean);
      node.textContent = clean;
    }
    if (work && node.nodeName === '#text') straighten(node);
  });
  purify.addHook('uponSanitizeElement', (node) => {
    if (work && node.nodeType === 1) countOther(node as Element, work.remote);
  });
  purify.addHook('beforeSanitizeAttributes', (node) => {
    if (work && node.nodeName === 'IMG') chooseSource(node, work);
  });
  purify.addHook('uponSanitizeAttribute', (node, data) => {
    if (work) cleanAttribute(node, data, work);
    // Nothing in an attribute looks like an element, however often it is parsed in the programs that it is copied to.
    if (data.attrValue.includes('<')) {
      data.attrValue = data.attrValue.replaceAll('<', data.attrName === 'href' ? '%3C' : '\u2039');
    }
  });
  purify.addHook('afterSanitizeAttributes', (node) => {
    if (node.nodeName !== 'A' && node.nodeName !== 'AREA') return;
    node.setAttribute('rel', 'noopener noreferrer');
    if (!node.getAttribute('href')?.startsWith('#')) node.setAttribute('target', '_blank');
  });
  return purify;
}

/** What a message says is drawn in the order in which it is judged: `moc.knab` must not become bank.com on the screen. */
function straighten(node: Node): void {
  const text = node.nodeValue ?? '';
  if (directsLetters(text))
    node.nodeValue = node.parentElement?.closest('a') ? undirected(text) : unturned(text);
}

/** Where these attributes make a picture; on any other element they are left without effect. */
const shows: Record<string, RegExp> = {
  src: /^IMG$/,
  background: /^(?:BODY|TABLE|THEAD|TBODY|TFOOT|TR|TH|TD)$/,
};

function cleanAttribute(node: Element, data: UponSanitizeAttributeHookEvent, work: Work): void {
  const value = data.attrValue;
  switch (data.attrName) {
    case 'style':
      if (!work.coloured && needsLightGround(value)) work.coloured = true;
      data.attrValue = cleanStyle(value, work.pictures.find, work.remote);
      work.pictures.keepStyle(data.attrValue);
      break;
    case 'alt':
    case 'title':
      data.attrValue = undirected(value);
      break;
    case 'bgcolor':
      work.coloured = true;
      break;
    case 'color':
    case 'text':
      if (isDark(value)) work.coloured = true;
      break;
    case 'href':
      data.attrValue = cleanAddress(value);
      data.keepAttr = allowedHref(value);
      break;
    case 'srcset':
      // Other sizes of the picture that `src` names.
      data.keepAttr = false;
      break;
    case 'background':
    case 'src': {
      const own = work.pictures.find(value);
      if (own !== null && shows[data.attrName]?.test(node.nodeName)) work.pictures.keep(own);
      const found = own ?? instead(node, value, work);
      data.keepAttr = found !== null;
      // Never `forceKeepAttr`: it would keep the value that the sender wrote.
      if (found !== null) data.attrValue = found;
      break;
    }
  }
}

/** Counts what no image is and goes as a whole, by the names that it has here (see `eager`). */
function countOther(node: Element, remote: RemoteCounter): void {
  const from = (name: string) => node.getAttribute(name) ?? '';
  switch (node.nodeName) {
    case 'X-LINK':
      if (/\bstylesheet\b/i.test(from('rel'))) remote.addOther('sheets', from('href'));
      break;
    case 'X-VIDEO':
    case 'X-AUDIO': {
      // The first of its sources: the others are the same in another form.
      const source =
        from('src') || (node.querySelector('x-source[src]')?.getAttribute('src') ?? from('poster'));
      remote.addOther('media', source);
      break;
    }
    case 'IFRAME':
    case 'FRAME':
    case 'X-EMBED':
      remote.addOther('pages', from('src'));
      break;
    case 'X-OBJECT':
      remote.addOther('pages', from('data'));
      break;
  }
}

/** A picture that names several sources and no usual one gets the first that can be had: one address, which the rest is about. */
function chooseSource(node: Element, { pictures }: Work): void {
  if (node.getAttribute('src')?.trim()) return;
  const candidates = srcsetAddresses(node.getAttribute('srcset') ?? '');
  const chosen = candidates.find((each) => pictures.find(each) !== null) ?? candidates.find(hostOf);
  if (chosen !== undefined) node.setAttribute('src', chosen);
}

/** What is shown in the place of a remote picture; null for nothing at all. */
function instead(node: Element, address: string, work: Work): string | null {
  const tracker = count(node, address, work);
  if (node.nodeName !== 'IMG' || tracker) return null;
  const style = node.getAttribute('style') ?? '';
  const width = pixels(node.getAttribute('width'), style, 'width');
  const height = pixels(node.getAttribute('height'), style, 'height');
  const alt = undirected(node.getAttribute('alt') ?? '');
  return alt.trim() === '' && (width === null || height === null) ? null : placeholder(alt, width, height);
}

/** Counts what is not loaded. True when it is a tracking pixel. */
function count(node: Element, address: string, work: Work): boolean {
  let tracker = false;
  if (node.nodeName === 'IMG') {
    // All of its styles, also those behind the picture, which are not clean yet: they are only asked.
    work.looks ??= new Looks(
      [...node.ownerDocument.querySelectorAll('style')].map((each) => each.textContent ?? ''),
    );
    tracker = work.looks.isTracker(node);
  }
  if (hostOf(address)) work.remote.add(address, tracker);
  return tracker;
}
