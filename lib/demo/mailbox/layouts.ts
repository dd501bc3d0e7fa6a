/** The layouts that senders of newsletters and notices pay designers for, in the table HTML that mail needs. */

const sans = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const serif = "Georgia,'Times New Roman',serif";

interface Frame {
  title: string;
  /** The words that lists show beside the subject; hidden in the letter itself. */
  preheader: string;
  background: string;
  width: number;
  font: string;
  inner: string;
  footer: string;
  /** A picture of one pixel that tells the sender who opened the mail. */
  pixel: string;
}

function page({ title, preheader, background, width, font, inner, footer, pixel }: Frame): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${title}</title>
<style>
  body { margin: 0; background: ${background}; }
  a { color: inherit; }
  @media (max-width: 520px) { .column { display: block !important; width: auto !important; } .pad { padding-left: 20px !important; padding-right: 20px !important; } }
</style></head>
<body style="margin:0;background:${background};font-family:${font}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${'&#847;&zwnj;&nbsp;'.repeat(24)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${background}"><tr><td align="center" style="padding:28px 12px">
<table role="presentation" width="${width}" cellpadding="0" cellspacing="0" style="width:100%;max-width:${width}px">
${inner}
<tr><td class="pad" style="padding:26px 36px;font:12px/1.6 ${sans};color:#85807a;text-align:center">${footer}</td></tr>
</table></td></tr></table>
<img src="${pixel}" width="1" height="1" alt="" style="display:block;border:0">
</body></html>`;
}

const row = (style: string, inner: string) => `<tr><td class="pad" style="${style}">${inner}</td></tr>`;

/** A button that is a link in a coloured cell, as it must be for old readers. */
const button = (label: string, href: string, background: string, radius = 8) =>
  `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td bgcolor="${background}" style="border-radius:${radius}px"><a href="${href}" style="display:inline-block;padding:13px 24px;font:600 15px/1 ${sans};color:#ffffff;text-decoration:none">${label}</a></td></tr></table>`;

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

/** A bill: name, table of amounts, total. */
export function receipt(bill: {
  shop: string;
  accent: string;
  heading: string;
  text: string;
  lines: [string, string][];
  total: string;
  facts: [string, string][];
  footer: string;
  pixel: string;
}): string {
  const line = ([label, amount]: [string, string], weight = 400) =>
    `<tr><td style="padding:11px 0;border-bottom:1px solid #eceae6;font:${weight} 15px/1.4 ${sans};color:#22252b">${label}</td><td align="right" style="padding:11px 0;border-bottom:1px solid #eceae6;font:${weight} 15px/1.4 ${sans};color:#22252b;white-space:nowrap">${amount}</td></tr>`;
  const facts = bill.facts.map(
    ([label, value]) =>
      `<p style="margin:0 0 6px;font:14px/1.5 ${sans};color:#5c616b">${label}: <span style="color:#22252b">${value}</span></p>`,
  );
  return page({
    title: bill.heading,
    preheader: bill.text,
    background: '#f4f2ee',
    width: 560,
    font: sans,
    pixel: bill.pixel,
    footer: bill.footer,
    inner: row(
      `background:#ffffff;padding:36px;border-radius:12px;border-top:5px solid ${bill.accent}`,
      `<p style="margin:0 0 22px;font:700 15px ${sans};color:${bill.accent}">${bill.shop}</p><h1 style="margin:0 0 10px;font:700 25px/1.2 ${sans};color:#22252b">${bill.heading}</h1><p style="margin:0 0 22px;font:16px/1.6 ${sans};color:#5c616b">${bill.text}</p><table role="presentation" width="100%" cellpadding="0" cellspacing="0">${bill.lines.map((entry) => line(entry)).join('')}${line(['Total', bill.total], 700)}</table><div style="margin-top:24px">${facts.join('')}</div>`,
    ),
  });
}

/** One thing to say and one button: banks, passwords, parcels. */
export function card(notice: {
  sender: string;
  accent: string;
  heading: string;
  paragraphs: string[];
  code?: string;
  button?: { label: string; href: string };
  footer: string;
  pixel: string;
}): string {
  const code = notice.code
    ? `<p style="margin:0 0 22px;padding:18px;background:#f3f5f9;border-radius:10px;text-align:center;font:700 32px/1 'SFMono-Regular',Consolas,monospace;letter-spacing:.22em;color:#14171c">${notice.code}</p>`
    : '';
  return page({
    title: notice.heading,
    preheader: notice.paragraphs[0] ?? '',
    background: '#eef0f3',
    width: 520,
    font: sans,
    pixel: notice.pixel,
    footer: notice.footer,
    inner: row(
      'background:#ffffff;padding:38px 36px;border-radius:16px',
      `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="logo" bgcolor="${notice.accent}" width="34" height="34" align="center" style="border-radius:9px;font:800 17px ${sans};color:#ffffff">${notice.sender.slice(0, 1)}</td><td style="padding-left:11px;font:700 16px ${sans};color:#14171c">${notice.sender}</td></tr></table><h1 style="margin:26px 0 14px;font:700 24px/1.25 ${sans};color:#14171c">${notice.heading}</h1>${notice.paragraphs.map((text) => `<p style="margin:0 0 18px;font:16px/1.6 ${sans};color:#464c57">${text}</p>`).join('')}${code}${notice.button ? button(notice.button.label, notice.button.href, notice.accent) : ''}`,
    ),
  });
}

/** The plain-text version of a page, good enough for those who never load HTML. */
export function plain(html: string): string {
  return html
    .replace(
      /<style>[\s\S]*?<\/style>|<title>.*?<\/title>|<div style="display:none[\s\S]*?<\/div>|<td class="logo"[\s\S]*?<\/td>/g,
      '',
    )
    .replace(/<br>/g, ' ')
    .replace(/<a href="([^"]+)"[^>]*>([^<]+)<\/a>/g, '$2 ($1)')
    .replace(/<\/(?:p|h1|h2|h3|tr)>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&rarr;/g, '->')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
