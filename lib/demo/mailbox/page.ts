export const sans = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
export const serif = "Georgia,'Times New Roman',serif";

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

/** The whole document around a newsletter's rows: centred, with preheader and counting pixel. */
export function page({ title, preheader, background, width, font, inner, footer, pixel }: Frame): string {
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

/** One full-width row of the page. */
export const row = (style: string, inner: string) =>
  `<tr><td class="pad" style="${style}">${inner}</td></tr>`;

/** A button that is a link in a coloured cell, as it must be for old readers. */
export const button = (label: string, href: string, background: string, radius = 8) =>
  `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td bgcolor="${background}" style="border-radius:${radius}px"><a href="${href}" style="display:inline-block;padding:13px 24px;font:600 15px/1 ${sans};color:#ffffff;text-decoration:none">${label}</a></td></tr></table>`;

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
