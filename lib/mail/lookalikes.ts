import { fold } from './fold';

/**
 * What names look like: names whose letters are drawn alike have one skeleton. Beside accents, which `fold` takes away, these
 * are letters of Cyrillic, Greek and Armenian, and Latin ones that no word is written with (Unicode TS 39, its part for names).
 */
export function skeleton(name: string): string {
  return fold(name).replace(alikes, (letter) => drawnAs.get(letter) ?? letter);
}

const drawnAs = new Map(
  Object.entries({
    a: 'аɑα',
    b: 'ЬƅƀЪ',
    c: 'сϲᴄ',
    d: 'ԁɗ',
    e: 'еҽєεɛ',
    g: 'ɡɢց',
    h: 'һհʜ',
    i: 'іıɩɪι',
    j: 'јʝϳ',
    k: 'кκᴋ',
    l: 'ӏʟ',
    m: 'мᴍ',
    n: 'пոηɴ',
    o: 'оοօσᴏɵ',
    p: 'рρᴘ',
    q: 'ԛզ',
    r: 'гʀᴦ',
    s: 'ѕꜱʂ',
    t: 'тτᴛ',
    u: 'υսʋᴜ',
    v: 'νѵᴠ',
    w: 'ԝшωᴡ',
    x: 'хχ',
    y: 'уүγʏ',
    z: 'ᴢʐ',
  }).flatMap(([latin, alike]) => Array.from(alike, (letter): [string, string] => [letter, latin])),
);
const alikes = new RegExp(`[${[...drawnAs.keys()].join('')}]`, 'gu');

/**
 * Names of sites that others are made to look like: those most often imitated (the brands of phishing reports), and the
 * largest of mail, shops, banks, parcels and public offices.
 */
const wellKnown = new Set(
  (
    'google gmail youtube apple icloud microsoft outlook office live hotmail windows azure amazon paypal netflix facebook ' +
    'instagram whatsapp messenger linkedin twitter tiktok telegram signal snapchat pinterest reddit discord spotify adobe ' +
    'dropbox docusign github gitlab bitbucket slack zoom salesforce shopify stripe square venmo wise revolut klarna ebay ' +
    'alibaba aliexpress walmart target costco ikea zalando otto etsy booking airbnb expedia uber steam roblox epicgames ' +
    'coinbase binance kraken metamask blockchain bitcoin ledger trezor yahoo aol proton protonmail gmx web yandex mail dhl ' +
    'fedex ups usps dpd hermes gls royalmail postnl laposte chase citi citibank wellsfargo bankofamerica capitalone hsbc ' +
    'barclays lloyds natwest santander bbva caixabank sparkasse volksbank commerzbank postbank deutschebank ing rabobank ' +
    'bnpparibas societegenerale creditagricole unicredit intesasanpaolo raiffeisen ubs americanexpress amex visa mastercard ' +
    'westernunion moneygram att verizon tmobile vodafone telekom orange telefonica godaddy cloudflare namecheap wordpress ' +
    'wikipedia irs hmrc elster openai chatgpt samsung sony nintendo playstation xbox bank'
  ).split(' '),
);

/** Whether a label of a host is drawn like a well-known name, and is not it. */
export function imitates(label: string): boolean {
  const plain = skeleton(label);
  return plain !== label.toLowerCase() && wellKnown.has(plain);
}
