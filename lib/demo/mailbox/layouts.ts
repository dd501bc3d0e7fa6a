/** The layouts that senders of newsletters pay designers for, in the table HTML that mail needs. */

import { button, page, row, sans, serif } from './page';

export interface Story {
  kicker: string;
  title: string;
  text: string;
  image?: string;
  href: string;
}

/** A magazine: serif masthead, one large story, then smaller ones under thin rules. */
export function editorial(issue: {
  masthead: string;
  line: string;
  lead: Story;
  stories: Story[];
  closing: string;
  footer: string;
  pixel: string;
}): string {
  const { lead } = issue;
  const stories = issue.stories.map((story) =>
    row(
      'background:#fffdf8;padding:22px 44px;border-top:1px solid #e7e0d2',
      `<p style="margin:0 0 4px;font:600 11px/1.4 ${sans};letter-spacing:.12em;text-transform:uppercase;color:#a4492c">${story.kicker}</p>
<h3 style="margin:0 0 8px;font:700 21px/1.25 ${serif};color:#1f1b16"><a href="${story.href}" style="color:#1f1b16;text-decoration:none">${story.title}</a></h3>
<p style="margin:0;font:16px/1.6 ${serif};color:#4a443b">${story.text}</p>`,
    ),
  );
  return page({
    title: issue.masthead,
    preheader: lead.text,
    background: '#efe9dc',
    width: 620,
    font: serif,
    pixel: issue.pixel,
    footer: issue.footer,
    inner: [
      row(
        'background:#fffdf8;padding:40px 44px 22px;text-align:center;border-top:6px solid #1f1b16',
        `<h1 style="margin:0;font:700 44px/1 ${serif};letter-spacing:-.02em;color:#1f1b16">${issue.masthead}</h1><p style="margin:12px 0 0;font:italic 15px/1.4 ${serif};color:#7b7264">${issue.line}</p>`,
      ),
      row(
        'background:#fffdf8;padding:0',
        `<img src="${lead.image ?? ''}" width="620" height="320" alt="${lead.title}" style="display:block;width:100%;height:auto;background:#cfd8d6">`,
      ),
      row(
        'background:#fffdf8;padding:30px 44px',
        `<p style="margin:0 0 6px;font:600 11px/1.4 ${sans};letter-spacing:.12em;text-transform:uppercase;color:#a4492c">${lead.kicker}</p><h2 style="margin:0 0 12px;font:700 31px/1.15 ${serif};color:#1f1b16">${lead.title}</h2><p style="margin:0 0 20px;font:17px/1.65 ${serif};color:#3b362e">${lead.text}</p><a href="${lead.href}" style="font:600 15px ${sans};color:#a4492c">Read the letter &rarr;</a>`,
      ),
      ...stories,
      row(
        'background:#1f1b16;padding:26px 44px',
        `<p style="margin:0;font:italic 16px/1.6 ${serif};color:#efe9dc">${issue.closing}</p>`,
      ),
    ].join('\n'),
  });
}

export interface Exhibit {
  title: string;
  text: string;
  image: string;
}

/** A museum wall: wide pictures, two columns of exhibits, much air. */
export function gallery(wall: {
  name: string;
  heading: string;
  intro: string;
  hero: string;
  exhibits: Exhibit[];
  button: string;
  href: string;
  footer: string;
  pixel: string;
}): string {
  const cells = wall.exhibits.map(
    ({ title, text, image }) =>
      `<td class="column" width="50%" valign="top" style="padding:14px"><img src="${image}" width="256" height="256" alt="${title}" style="display:block;width:100%;height:auto;background:#dfe7e4;border-radius:4px"><p style="margin:14px 0 4px;font:600 16px/1.3 ${sans};color:#12211d">${title}</p><p style="margin:0;font:14px/1.55 ${sans};color:#54625e">${text}</p></td>`,
  );
  const rows: string[] = [];
  for (let index = 0; index < cells.length; index += 2)
    rows.push(`<tr>${cells.slice(index, index + 2).join('')}</tr>`);
  return page({
    title: wall.name,
    preheader: wall.intro,
    background: '#ffffff',
    width: 640,
    font: sans,
    pixel: wall.pixel,
    footer: wall.footer,
    inner: [
      row(
        'padding:8px 36px 24px',
        `<p style="margin:0;font:700 15px/1.2 ${sans};color:#12211d"><span style="display:inline-block;width:14px;height:14px;background:#2f7d68;border-radius:50%;vertical-align:-2px;margin-right:8px"></span>${wall.name}</p>`,
      ),
      row(
        'padding:0',
        `<img src="${wall.hero}" width="640" height="400" alt="" style="display:block;width:100%;height:auto;background:#2f7d68">`,
      ),
      row(
        'padding:36px 36px 10px',
        `<h1 style="margin:0 0 14px;font:300 40px/1.1 ${sans};letter-spacing:-.02em;color:#12211d">${wall.heading}</h1><p style="margin:0 0 22px;font:17px/1.65 ${sans};color:#3d4a46">${wall.intro}</p>${button(wall.button, wall.href, '#2f7d68', 30)}`,
      ),
      row(
        'padding:26px 22px',
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows.join('')}</table>`,
      ),
    ].join('\n'),
  });
}

/** A numbered list of links on a coloured ground. */
export function digest(list: {
  name: string;
  accent: string;
  ground: string;
  intro: string;
  items: { title: string; text: string; href: string; minutes: number }[];
  footer: string;
  pixel: string;
}): string {
  const items = list.items.map((item, index) =>
    row(
      `background:#ffffff;padding:18px 36px;border-top:1px solid ${list.ground}`,
      `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td width="54" valign="top" style="font:800 34px/1 ${sans};color:${list.accent}">${index + 1}</td><td valign="top"><a href="${item.href}" style="font:700 17px/1.35 ${sans};color:#15171c;text-decoration:none">${item.title}</a><p style="margin:5px 0 0;font:15px/1.55 ${sans};color:#555b66">${item.text} <span style="color:#9aa0aa;white-space:nowrap">${item.minutes} min</span></p></td></tr></table>`,
    ),
  );
  return page({
    title: list.name,
    preheader: list.intro,
    background: list.ground,
    width: 600,
    font: sans,
    pixel: list.pixel,
    footer: list.footer,
    inner: [
      row(
        `background:${list.accent};padding:34px 36px;border-radius:14px 14px 0 0`,
        `<h1 style="margin:0 0 8px;font:800 30px/1.1 ${sans};color:#ffffff">${list.name}</h1><p style="margin:0;font:16px/1.55 ${sans};color:#ffffff">${list.intro}</p>`,
      ),
      ...items,
      row('background:#ffffff;padding:8px;border-radius:0 0 14px 14px', '&nbsp;'),
    ].join('\n'),
  });
}

export interface Product {
  name: string;
  price: string;
  note: string;
  image: string;
}

/** A shop window: dark ground with its own colours, whatever theme the reader has. */
export function shopWindow(shop: {
  name: string;
  slogan: string;
  code: string;
  products: Product[];
  href: string;
  footer: string;
  pixel: string;
}): string {
  const cells = shop.products.map(
    ({ name, price, note, image }) =>
      `<td class="column" width="33%" valign="top" style="padding:8px"><a href="${shop.href}" style="text-decoration:none"><img src="${image}" width="176" height="200" alt="${name}" style="display:block;width:100%;height:auto;border-radius:12px;background:#3a2f49"><p style="margin:12px 0 2px;font:600 15px/1.3 ${sans};color:#fdf6ff">${name}</p><p style="margin:0 0 4px;font:13px/1.45 ${sans};color:#b9a9cc">${note}</p><p style="margin:0;font:700 15px ${sans};color:#ffcf70">${price}</p></a></td>`,
  );
  return page({
    title: shop.name,
    preheader: shop.slogan,
    background: '#16101f',
    width: 640,
    font: sans,
    pixel: shop.pixel,
    footer: shop.footer,
    inner: [
      row(
        'background:#241a33;background-image:linear-gradient(135deg,#3b2459,#1b1230 70%);padding:48px 40px;border-radius:20px;text-align:center',
        `<p style="margin:0 0 14px;font:700 14px ${sans};letter-spacing:.2em;color:#ffcf70">${shop.name.toUpperCase().replace('&', '&amp;')}</p><h1 style="margin:0 0 22px;font:800 36px/1.12 ${sans};color:#ffffff">${shop.slogan}</h1><p style="display:inline-block;margin:0;padding:12px 22px;border:2px dashed #ffcf70;border-radius:12px;font:700 19px 'SFMono-Regular',Consolas,monospace;color:#ffcf70">${shop.code}</p>`,
      ),
      row(
        'padding:22px 8px',
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${cells.join('')}</tr></table>`,
      ),
      row(
        'padding:6px 40px 12px',
        `<table role="presentation" align="center"><tr><td>${button('To the shop', shop.href, '#8a4fd3', 12)}</td></tr></table>`,
      ),
    ].join('\n'),
  });
}
