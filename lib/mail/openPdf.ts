import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfDocument = pdfjs.PDFDocumentProxy;
export type PdfPage = pdfjs.PDFPageProxy;

/** Why a document cannot be looked at here. */
export type PdfTrouble = 'broken' | 'locked' | 'slow';

export class PdfFailure extends Error {
  override name = 'PdfFailure';

  constructor(readonly trouble: PdfTrouble) {
    super(`the PDF document is ${trouble}`);
  }
}

/** Longer than any honest document takes to be taken apart. */
const limitMs = 20_000;
/** Pictures inside of it, and what is drawn of a page, stay below this: 64 megapixels are 256 MB. */
const mostPixels = 64 * 1024 * 1024;

/**
 * Takes a PDF document apart in a worker of its own. Nothing in it runs (its scripts and forms are not even read), no
 * link in it is followed, and nothing is asked of anybody but our own files of fonts and decoders.
 *
 * @param bytes are copied, and stay as they are
 * @param url of the worker: workers that want to read one learn it from their page
 * @returns the document, and the way out, which ends the worker whatever it does
 */
export function openPdf(
  bytes: Uint8Array,
  url: string,
): { document: Promise<PdfDocument>; close: () => void } {
  if (url === '') throw new Error('built without the PDF worker');
  const thread = new Worker(url, { type: 'module', name: 'postbag-pdf' });
  const worker = pdfjs.PDFWorker.create({ port: thread });
  const parts = `${location.origin}/built/pdf-${pdfjs.version}/`;
  const task = pdfjs.getDocument({
    worker,
    data: bytes.slice(),
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: mostPixels,
    canvasMaxAreaInBytes: mostPixels * 4,
    // Fonts that a document leaves to the reader are ours: they fit its measures, and tell nothing of this device.
    useSystemFonts: false,
    // The workers' policy lets none of it run.
    useWasm: false,
    useWorkerFetch: true,
    cMapUrl: `${parts}cmaps/`,
    standardFontDataUrl: `${parts}fonts/`,
    wasmUrl: `${parts}decoders/`,
  });
  let ended = false;
  const close = () => {
    if (ended) return;
    ended = true;
    thread.terminate();
    // Its half of the conversation is gone: what the library still waits for never comes, and nobody minds.
    task.destroy().catch(() => {});
    worker.destroy();
  };
  const document = new Promise<PdfDocument>((resolve, reject) => {
    const timer = setTimeout(() => reject(new PdfFailure('slow')), limitMs);
    thread.onerror = (event) => {
      event.preventDefault();
      reject(new Error('the PDF worker did not load'));
    };
    task.promise.then(resolve, (error: unknown) => {
      const locked = error instanceof Error && error.name === 'PasswordException';
      reject(new PdfFailure(locked ? 'locked' : 'broken'));
    });
    void task.promise.catch(() => {}).then(() => clearTimeout(timer));
  });
  document.catch(close);
  return { document, close };
}
