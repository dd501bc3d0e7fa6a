import { Indexing } from '@/lib/search/indexing';
import type { ToSearchWorker } from '@/lib/search/messages';

let filtering: Indexing | null = null;

/** This tab's part in filtering junk: its worker runs while the tab leads. */
export function getFiltering(): Indexing {
  filtering ??= new Indexing(() => {
    const url = process.env.NEXT_PUBLIC_JUNK_WORKER;
    if (!url) throw new Error('built without the junk filter’s worker');
    const worker = new Worker(url, { type: 'module', name: 'postbag-junk' });
    const pdf: ToSearchWorker = { kind: 'pdf', url: process.env.NEXT_PUBLIC_PDF_WORKER ?? '' };
    worker.postMessage(pdf);
    return worker;
  });
  return filtering;
}
