import { expect, test } from 'vitest';
import { cleanStyle, cleanStyleSheet, replaceAddresses } from './cleanCss';
import { RemoteCounter } from './remoteCount';

// What has to be parsed is tested in a browser; here is what is not.
const none = () => null;
const long = (css: string) =>
  cleanStyleSheet(`${'p { color: red }\n'.repeat(5_000)}${css}`, none, new RemoteCounter());

test('style that names no address stays as it was written', () => {
  const style = 'color:red; mso-line-height-rule:exactly;font-family:"Helvetica Neue"';
  expect(cleanStyle(style, none, new RemoteCounter())).toBe(style);
});

test('tables of fixed layout and grounds that do not scroll stay as they were written', () => {
  const style = 'table-layout: fixed; background-attachment:fixed; width: 600px';
  expect(cleanStyle(style, none, new RemoteCounter())).toBe(style);
});

test('in a sheet too long to be taken apart nothing stays in its place on the screen', () => {
  expect(long('* { position: fixed !important; top: -999px } b { position:STICKY }')).not.toMatch(
    /fixed|sticky/i,
  );
});

test('what is important stays important, and is no import', () => {
  const style = 'display:none!important; width: 100% !IMPORTANT';
  expect(cleanStyle(style, none, new RemoteCounter())).toBe(style);
  const sheet = '@media (max-width: 600px) { .a { width: 100% !important } }';
  expect(cleanStyleSheet(sheet, none, new RemoteCounter())).toBe(sheet);
});

test('a sheet too long to be taken apart turns no letters round', () => {
  const css = long(
    'a { unicode-bidi: bidi-override } b { unicode-bidi: ISOLATE-over\\ride } .override { color: red }',
  );
  expect(css).not.toMatch(/-override/i);
  expect(css).toContain('.override');
});

test('it is always day: what a sender has for the night never applies', () => {
  const clean = (css: string) => cleanStyleSheet(css, none, new RemoteCounter());
  expect(clean('@media (prefers-color-scheme: dark) { a { color: #333 } }')).toBe(
    '@media (max-width: 0) { a { color: #333 } }',
  );
  expect(clean('@media screen and ( PREFERS-color-scheme:light ){a{}}')).toBe(
    '@media screen and (min-width: 0){a{}}',
  );
});

test.each([
  'a { background: url(http://x.example/) }',
  'a { background: UR\\L (http://x.example/) }',
  'a { background: -webkit-image-set("http://x.example/" 1x) }',
  '@imp\\ort "http://x.example/";',
  '@imp@importort "http://x.example/";',
  '@font-face { src: url(http://x.example/) }',
  '</style><img src=x>',
])('a sheet too long to be taken apart is spoilt where it loads: %s', (css) => {
  const clean = long(css);
  expect(clean.length).toBeGreaterThan(60_000);
  expect(clean).not.toMatch(/(url|set|src)\s*\(|@import|@font-face|<|\\/i);
});

const shownPicture = 'data:image/png;base64,AAAA';
const cid = (address: string) => (address === 'cid:a(1)' || address === 'cid:a' ? shownPicture : null);

test.each([
  ['url("cid:a")', `url("${shownPicture}")`],
  ['URL( "cid:a(1)" ) no-repeat', `url("${shownPicture}") no-repeat`],
  ['url(  cid:a  )', `url("${shownPicture}")`],
  ['url("cid\\:a")', `url("${shownPicture}")`],
  ['url("cid:a"), url("http://x.example/")', null],
  ['url(cid:a(1))', null],
  ['url("cid:a" x)', null],
])('addresses in %s', (value, clean) => {
  expect(replaceAddresses(value, cid, new RemoteCounter())).toBe(clean);
});

test.each(['url(', 'url("', 'url( ', ' ', '\\"', 'url("x" ', 'url(x '])(
  'a megabyte of %j does not hang',
  (part) => {
    const long = part.repeat(1_000_000 / part.length);
    const start = performance.now();
    replaceAddresses(long, cid, new RemoteCounter());
    replaceAddresses(`url(${long}`, cid, new RemoteCounter());
    replaceAddresses(`url("${long}`, cid, new RemoteCounter());
    expect(performance.now() - start).toBeLessThan(5_000);
  },
);
