/**
 * Draws the PNGs of `public/icons` and the favicon from `icon.svg`: `node lib/build/icons.mjs`, when the mark changes.
 * The results are in the repository, so neither build nor tests need a browser for them. Wants a Chromium on the PATH.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { inRoot } from './paths.mjs';

const mark = await readFile(inRoot('public/icons/icon.svg'), 'utf8');
/** Platforms cut their own shape out of these: the ground runs to the edge, the glyph stays in the middle. */
const square = mark.replace(/ rx="\d+"/, '');
/** A maskable icon may lose everything outside a circle of 80% (W3C manifest, "icon masks"). */
const maskable = square.replace('<g ', '<g transform="translate(32 32) scale(.82) translate(-32 -33)" ');

/** Of a badge Android takes what covers, and none of its colours. */
const glyph = mark.replace(/<rect [^>]*>/, '').replace('viewBox="0 0 64 64"', 'viewBox="10 8 44 44"');

const pictures = [
  { file: 'icon-192.png', size: 192, svg: mark },
  { file: 'icon-512.png', size: 512, svg: mark },
  { file: 'maskable-512.png', size: 512, svg: maskable },
  { file: 'apple-touch-180.png', size: 180, svg: square },
  { file: 'badge-96.png', size: 96, svg: glyph },
  { file: 'favicon-32.png', size: 32, svg: mark },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const { file, size, svg } of pictures) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    const png = await page.screenshot({ omitBackground: true });
    await writeFile(inRoot('public/icons', file), png);
    if (size === 32) await writeFile(inRoot('public/favicon.ico'), ico(png, size));
    await page.close();
  }
} finally {
  await browser.close();
}

/**
 * One PNG in an ICO file: header of 6 bytes, directory entry of 16, picture.
 *
 * @param {Buffer} png
 * @param {number} size pixels, under 256
 */
function ico(png, size) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}
