import type { PdfDocument } from './openPdf';

/** Of a document the first pages are read, and so many characters in all: it is for filters, not for reading. */
const most = { pages: 5, characters: 60_000 };
/** Longer than an honest page takes; then the document has no words. ms */
const within = 3_000;

/** A document that is being opened, and the way out (see openPdf). */
export type OpenedPdf = { document: Promise<PdfDocument>; close: () => void };

/** The words that a PDF document shows. Never rejects: what cannot be read, or takes too long, has none. */
export async function pdfText({ document, close }: OpenedPdf): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(''), within);
  });
  const words = document.then(wordsOf).catch(() => '');
  return Promise.race([words, late]).finally(() => {
    clearTimeout(timer);
    close();
  });
}

async function wordsOf(document: PdfDocument): Promise<string> {
  let text = '';
  for (let at = 1; at <= Math.min(document.numPages, most.pages) && text.length < most.characters; at += 1) {
    const page = await document.getPage(at);
    const { items } = await page.getTextContent();
    text += items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
    text += '\n';
  }
  return text.slice(0, most.characters);
}
