import { Indexing } from '@/lib/search/indexing';

let filtering: Indexing | null = null;

/** This tab's part in filtering junk: its worker runs while the tab leads. */
export function getFiltering(): Indexing {
  filtering ??= new Indexing(() => {
    const url = process.env.NEXT_PUBLIC_JUNK_WORKER;
    if (!url) throw new Error('built without the junk filter’s worker');
    return new Worker(url, { type: 'module', name: 'postbag-junk' });
  });
  return filtering;
}
