import { expect, type Page, test } from '@playwright/test';
import type { Remote } from '@/components/reader/remoteCount';
import { pageScript } from './support/pageScript';

/** What the sanitiser needs a browser for: a message's own styles, its elements, its pictures. */

let script = '';
test.beforeAll(async () => {
  script = await pageScript('e2e/support/framePage.ts');
});
const asked: string[] = [];
test.beforeEach(async ({ page }) => {
  asked.length = 0;
  await page.route('**/*', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' });
  });
  await page.goto('http://localhost/');
  await page.evaluate(script);
  asked.length = 0;
});
test.afterEach(() => expect(asked).toEqual([]));

type Loaded = Record<string, string>;
interface Scripted {
  clean(html: string, loaded?: Loaded): Promise<Remote>;
  show(html: string, loaded?: Loaded): Promise<void>;
}
const clean = (page: Page, html: string) =>
  page.evaluate((html) => (window as unknown as Scripted).clean(html), html);
const show = (page: Page, html: string, loaded: Loaded = {}) =>
  page.evaluate(([html, loaded]) => (window as unknown as Scripted).show(html, loaded), [
    html,
    loaded,
  ] as const);
const framed = (page: Page) => page.locator('iframe').contentFrame();

const src = 'src="https://t.example/p.gif"';
const trackers = {
  'hidden by a rule': `<style>.h{display:none}</style><img class="h" ${src}>`,
  'made small by a rule': `<style>.t{width:1px;height:1px}</style><img class="t" ${src}>`,
  'made small by a rule behind it': `<img class="t" ${src}><style>.t{width:1px;height:1px}</style>`,
  'made small by a rule inside of a rule': `<style>.a{& .t{width:1px;height:1px}}</style><p class="a"><img class="t" ${src}>`,
  'made small by a rule for all screens': `<style>@media screen{.t{width:1px;height:1px}}</style><img class="t" ${src}>`,
  'hidden by its parent': `<div style="display:none"><p><img ${src}></p></div>`,
  'closed in by its parent': `<div style="height:0;overflow:hidden"><img ${src}></div>`,
  'hidden by the attribute': `<img hidden ${src}>`,
  'inside of what the attribute hides': `<div hidden><img ${src}></div>`,
  'capped at a pixel': `<img style="max-width:1px;max-height:1px" ${src}>`,
  'a pixel high': `<img height="1" ${src}>`,
  'less than a pixel': `<img style="width:.1px;height:.1px" ${src}>`,
  'a point': `<img style="width:1pt;height:1pt" ${src}>`,
  'far outside': `<img style="position:absolute;left:-9999px" ${src}>`,
  'of hidden visibility above': `<div style="visibility:hidden"><img ${src}></div>`,
  'hidden, whatever weaker rules say': `<style>#t{display:none!important} img{display:block}</style><img id="t" ${src}>`,
  'hidden in a sheet that begins broken': `<style>@media (</style><style>.h{display:none}</style><img class="h" ${src}>`,
};
for (const [what, html] of Object.entries(trackers)) {
  test(`a tracking pixel, ${what}, is never among what is loaded`, async ({ page }) => {
    expect(await clean(page, html)).toMatchObject({ images: 0, trackers: 1, addresses: [] });
  });
}

const pictures = {
  'with its size': `<img width="600" height="200" ${src}>`,
  'without any size': `<img ${src}>`,
  'hidden on narrow screens': `<style>@media (max-width:600px){.d{display:none!important}}</style><img class="d" ${src}>`,
  'hidden but on narrow screens': `<style>.m{display:none} @media (max-width:600px){.m{display:block!important}}</style><img class="m" ${src}>`,
  'inside of what is hidden but on narrow screens': `<style>@media (max-width:600px){.m{max-height:none!important;display:block!important}}</style><div class="m" style="display:none;max-height:0;overflow:hidden"><img width="300" ${src}></div>`,
  'shown by a stronger rule': `<style>#s{display:block} img{display:none}</style><img id="s" ${src}>`,
  'seen inside of what is not': `<div style="visibility:hidden"><img style="visibility:visible" ${src}></div>`,
  'that is a line across the message': `<img width="600" height="1" ${src}>`,
  'fluid by a rule': `<style>img{max-width:100%;height:auto}</style><img width="600" ${src}>`,
};
for (const [what, html] of Object.entries(pictures)) {
  test(`a picture ${what} is no tracking pixel`, async ({ page }) => {
    expect(await clean(page, html)).toMatchObject({ images: 1, trackers: 0 });
  });
}

test('a picture with several sources and no usual one counts once, and is shown once it is loaded', async ({
  page,
}) => {
  const html = '<img srcset="https://t.example/a.png 1x, https://t.example/b.png 2x" alt="Kiln">';
  expect(await clean(page, html)).toMatchObject({
    images: 1,
    hosts: ['t.example'],
    addresses: ['https://t.example/a.png'],
  });
  const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
  await show(page, html, { 'https://t.example/a.png': picture });
  await expect(framed(page).locator('img')).toHaveAttribute('src', picture);
  await show(page, html);
  await expect(framed(page).locator('img')).toHaveAttribute('src', /^data:image\/svg/);
});

test('style sheets, fonts, sounds and pages from elsewhere are counted, and none is asked for', async ({
  page,
}) => {
  const remote = await clean(
    page,
    `<link rel="stylesheet" href="https://a.example/one.css"><link rel="icon" href="https://a.example/icon.png">
    <style>@import url("https://a.example/two.css");
    @font-face { font-family: X; src: url(https://b.example/x.woff2) format("woff2"), url(https://b.example/x.woff) }
    p { font-family: X }</style><p>Words</p>
    <video poster="https://c.example/still.jpg"><source src="https://c.example/a.mp4"><source src="https://c.example/a.webm"></video>
    <audio src="https://c.example/a.mp3"></audio>
    <iframe src="https://d.example/page"></iframe><object data="https://d.example/thing"></object>
    <iframe srcdoc="<p>inner</p>"></iframe>`,
  );
  expect(remote).toMatchObject({
    images: 0,
    others: { sheets: 2, fonts: 1, media: 2, pages: 2 },
    addresses: [],
  });
  expect([...remote.hosts].sort()).toEqual(['a.example', 'b.example', 'c.example', 'd.example']);
});

const places = {
  'in a rule': '<style>*{position:fixed!important;top:-999px}</style><p>Words</p><div id="cover">.</div>',
  'in a rule behind media': '<style>@media screen{p{position:fixed;top:-999px}}</style><p>Words</p>',
  'in a style': '<p style="position:fixed;top:-999px">Words</p>',
  'by a variable': '<style>p{position:var(--p);top:-999px}</style><div style="--p:fixed"><p>Words</p></div>',
  'by a variable of its own rule': '<style>p{--p:fixed;position:var(--p);top:-999px}</style><p>Words</p>',
  'with a comment': '<style>p{position:/**/fixed/**/;top:-999px}</style><p>Words</p>',
  'with escapes': '<style>p{p\\6fsition:f\\69xed;top:-999px}</style><p>Words</p>',
  'inside of another rule': '<style>div{& p{position:fixed;top:-999px}}</style><div><p>Words</p></div>',
  'sticking to an edge': '<p style="position:sticky;top:9px">Words</p>',
};
for (const [how, html] of Object.entries(places)) {
  test(`words that are to stay in their place on the screen are where they would be without it: ${how}`, async ({
    page,
  }) => {
    await show(page, html);
    const words = framed(page).getByText('Words');
    await expect(words).toHaveCSS('position', 'static');
    expect(await words.evaluate((each) => each.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
  });
}
