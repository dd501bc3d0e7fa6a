import { hostOf, type RemoteCounter } from './remoteCount';

/** Addresses that a message may load: pictures that it brought along. Null for everything else. */
export type Embedded = (address: string) => string | null;

/**
 * Style that names no address, in no spelling, stays as it was written. Escapes and strings may hide one. `!important`
 * is no `@import`: without it the phone's layout of most newsletters would be lost, and what they hide would be seen.
 * Letters are not turned round either (`unicode-bidi: bidi-override`): links are judged by the order of theirs.
 */
const harmless =
  /^(?:(?!url|\\|image|src|element|override|cross-fade|import(?!ant)|font-face|charset|namespace)[^<])*$/i;

/**
 * What stays in its place on the screen, or may: it has no place in a frame as high as its contents, covers the words, or
 * takes all of them away. Tables of fixed layout and grounds that don't scroll have nothing to do with it.
 */
const stays = (css: string) => /fixed|sticky/i.test(css.replace(lying, ''));
const lying = /(?:table-layout|background-attachment)\s{0,9}:\s{0,9}fixed/gi;

const isHarmless = (css: string) => harmless.test(css) && !stays(css);

/**
 * A style attribute without anything that loads from elsewhere. What is left is written by the browser's own parser, so
 * no escape or comment can hide an address from us that the browser would find.
 */
export function cleanStyle(style: string, embedded: Embedded, remote: RemoteCounter): string {
  if (isHarmless(style)) return style;
  // One for all: a document for each style would cost more than the cleaning.
  scratch ??= document.implementation.createHTMLDocument('').createElement('span').style;
  scratch.cssText = style;
  cleanDeclarations(scratch, embedded, remote);
  return scratch.cssText;
}

let scratch: CSSStyleDeclaration | null = null;
/** Rules cost about 120 µs each; more than this holds the page up. */
const maxSheet = 60_000;

/**
 * Dark clothes that a sender brings are left out, as if it were always day: what they look like there was seldom looked
 * at, and often cannot be read; night.ts turns the colours of day, and keeps their contrast. "Original colours" are
 * those of day.
 */
function byDay(css: string): string {
  return css
    .replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, '(max-width: 0)')
    .replace(/\(\s*prefers-color-scheme\s*(?::\s*light\s*)?\)/gi, '(min-width: 0)');
}

/** Where further style would come from; counted alone, so that one that is written to escape this costs nothing. */
const imports = /@import\s{1,20}(?:url\(\s{0,20})?["']?([^"')\s;]{1,2000})/gi;

/** The same for a style sheet; at-rules other than @media and @supports are left out. */
export function cleanStyleSheet(written: string, embedded: Embedded, remote: RemoteCounter): string {
  const css = byDay(written);
  if (isHarmless(css)) return css;
  for (const [, imported] of css.matchAll(imports)) remote.addOther('sheets', imported ?? '');
  if (css.length > maxSheet) return defused(css);
  const sheet = new CSSStyleSheet();
  // Mail wraps its styles in HTML comments, which a sheet of its own does not know. It takes no @import, but complains.
  sheet.replaceSync(
    css
      .replaceAll('<!--', '')
      .replaceAll('-->', '')
      .replace(/@import/gi, '@not-imported'),
  );
  return rulesText(sheet.cssRules, embedded, remote).replaceAll('<', '');
}

/**
 * A sheet too long to be taken apart: without escapes, the names of everything that loads are spoilt, so that the parser
 * leaves those declarations out.
 */
function defused(css: string): string {
  return css
    .replace(/[\\<]/g, '')
    .replace(/\b(?:fixed|sticky)\b/gi, 'static')
    .replace(/@(?:import|font-face|charset|namespace)/gi, '@none')
    .replace(/(?:bidi|isolate)-override/gi, 'none')
    .replace(/(?:url|src|image|image-set|cross-fade|element)\s*\(/gi, 'none(');
}

function rulesText(rules: CSSRuleList, embedded: Embedded, remote: RemoteCounter): string {
  return [...rules]
    .map((rule) => {
      if (rule instanceof CSSStyleRule) {
        cleanDeclarations(rule.style, embedded, remote);
        return `${rule.selectorText} { ${rule.style.cssText} }`;
      }
      if (rule instanceof CSSMediaRule) {
        return `@media ${rule.conditionText} { ${rulesText(rule.cssRules, embedded, remote)} }`;
      }
      if (rule instanceof CSSSupportsRule && harmless.test(rule.conditionText)) {
        return `@supports ${rule.conditionText} { ${rulesText(rule.cssRules, embedded, remote)} }`;
      }
      if (rule instanceof CSSFontFaceRule) countFont(rule, remote);
      return '';
    })
    .join('\n');
}

/** A typeface counts once, however many kinds of file it is offered in. */
function countFont({ style }: CSSFontFaceRule, remote: RemoteCounter): void {
  for (const [, quoted, bare] of style.getPropertyValue('src').matchAll(address)) {
    const file = quoted ?? bare ?? '';
    if (!hostOf(file)) continue;
    remote.addOther('fonts', file);
    return;
  }
}

function cleanDeclarations(style: CSSStyleDeclaration, embedded: Embedded, remote: RemoteCounter): void {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    // A variable may stand for it, and a value may be a variable.
    if (name === 'position' && !/^(?:static|relative|absolute)$/.test(value)) {
      style.setProperty(name, 'static', style.getPropertyPriority(name));
      continue;
    }
    if (name.startsWith('--') && stays(value)) {
      style.removeProperty(name);
      continue;
    }
    if (harmless.test(value)) continue;
    const replaced = replaceAddresses(value, embedded, remote);
    if (replaced === null) style.removeProperty(name);
    else style.setProperty(name, replaced, style.getPropertyPriority(name));
  }
  // Shorthands with var() are kept by the parser as they were written, escapes and all: those go as a whole.
  if (
    !harmless.test(
      style.cssText.replace(
        /url\("data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]*"\)|background-image|list-style-image|border-image[a-z-]*|mask-image/g,
        '',
      ),
    )
  ) {
    style.cssText = '';
  }
}

/**
 * Linear: neither kind of address can begin inside of another, and white space is tried once. An unquoted one has no
 * bracket inside (CSS Syntax §4.3.6).
 */
const address = /url\((?:\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*|([^()"]*))\)/gi;

/** The value with `cid:` pictures in their places; null when anything in it would be loaded from elsewhere. */
export function replaceAddresses(value: string, embedded: Embedded, remote: RemoteCounter): string | null {
  let allHere = true;
  const replaced = value.replace(address, (_, quoted, bare) => {
    const named = String(quoted ?? bare ?? '')
      .trim()
      .replace(/\\(.)/g, '$1');
    const found = embedded(named);
    if (found !== null) return `url("${found}")`;
    allHere = false;
    if (hostOf(named)) remote.add(named, false);
    return 'none';
  });
  if (!allHere) return null;
  const rest = replaced.replace(/url\("data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]*"\)/g, '');
  return harmless.test(rest) ? replaced : null;
}
