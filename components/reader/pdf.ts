import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PdfPage } from '@/lib/mail/openPdf';

export interface DrawnPage {
  /** Resolves when it is on the canvas. */
  done: Promise<void>;
  cancel: () => void;
}

/**
 * Draws a page, and lays its words over it.
 *
 * @param scale CSS px for each of the page's points
 */
export function drawPage(
  page: PdfPage,
  scale: number,
  canvas: HTMLCanvasElement,
  words: HTMLElement,
): DrawnPage {
  const viewport = page.getViewport({ scale });
  const wished = scale * Math.min(window.devicePixelRatio || 1, 2);
  const { width, height } = page.getViewport({ scale: wished });
  const sharp = wished * Math.min(1, Math.sqrt(mostDrawn / (width * height)));
  const drawn = page.getViewport({ scale: sharp });
  canvas.width = Math.max(1, Math.floor(drawn.width));
  canvas.height = Math.max(1, Math.floor(drawn.height));
  const drawing = page.render({ canvas, viewport: drawn, annotationMode: pdfjs.AnnotationMode.ENABLE });
  words.replaceChildren();
  const layer = new pdfjs.TextLayer({
    textContentSource: page.streamTextContent(),
    container: words,
    viewport,
  });
  // Without its words a page is still a picture.
  const read = layer.render().catch(() => {});
  return {
    done: Promise.all([drawing.promise, read]).then(() => {}),
    cancel: () => {
      drawing.cancel();
      layer.cancel();
    },
  };
}

/** Pixels of one drawn page: four of the largest screens. */
const mostDrawn = 16 * 1024 * 1024;
