import type { OpenedPdf } from '@/lib/mail/pdfText';

/** As openPdf, where there are no workers: pdf.js takes the document apart in the same thread. */
export function openPdfHere(bytes: Uint8Array): OpenedPdf {
  let close = () => {};
  const opening = async () => {
    // Newer than the oldest Node that runs the tests; browsers have it.
    if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
    const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const task = pdfjs.getDocument({ data: bytes.slice(), verbosity: pdfjs.VerbosityLevel.ERRORS });
    close = () => void task.destroy().catch(() => {});
    return task.promise;
  };
  return { document: opening(), close: () => close() };
}

function withResolvers() {
  let settle: { resolve: (value: unknown) => void; reject: (reason: unknown) => void } | undefined;
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

/** A document with one line on each page. */
export function pdfOf(...lines: string[]): Uint8Array<ArrayBuffer> {
  const numbers = lines.map((_, index) => 4 + 2 * index);
  const objects = [
    '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>',
    `2 0 obj\n<</Type/Pages/Kids[${numbers.map((number) => `${number} 0 R`).join(' ')}]/Count ${lines.length}>>`,
    '3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...lines.flatMap((line, index) => {
      const number = 4 + 2 * index;
      const shown = `BT /F 12 Tf 20 700 Td (${line}) Tj ET`;
      return [
        `${number} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents ${number + 1} 0 R/Resources<</Font<</F 3 0 R>>>>>>`,
        `${number + 1} 0 obj\n<</Length ${shown.length}>>\nstream\n${shown}\nendstream`,
      ];
    }),
  ];
  return new TextEncoder().encode(
    `%PDF-1.4\n${objects.join('\nendobj\n')}\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n`,
  );
}
