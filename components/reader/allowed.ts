import { cleanAddress } from '@/lib/mail/cleanAddress';

/**
 * What mail may contain: text, structure, tables, pictures and their looks. Nothing that runs, loads, submits, embeds
 * or changes the document, and nothing that turns letters round (bdo): no svg, math, form elements, link, base, meta, object, audio or video.
 */
export const allowedTags: string[] = (
  'html head body style ' +
  'a abbr acronym address area article aside b bdi big blockquote br caption center cite code col colgroup dd del ' +
  'details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark ' +
  'nav ol p picture pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th ' +
  'thead time tr tt u ul var wbr'
).split(' ');

export const allowedAttributes: string[] = (
  'align alt background bgcolor border cellpadding cellspacing class clear color colspan coords datetime dir face ' +
  'headers height hidden href hspace id lang link name nowrap open reversed rowspan rules scope shape size span src srcset start ' +
  'style text title type usemap valign value vspace width'
).split(' ');

/** Links lead to the web or start a message; or they scroll. A relative one would lead into Postbag itself. */
export function allowedHref(href: string): boolean {
  const read = cleanAddress(href);
  return /^(?:https?:\/\/[^/]|mailto:)/i.test(read) || /^#/.test(read);
}
