import { button, page, row, sans } from './page';

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
