import { sync } from '@/components/status/useSync';

/** The first second belongs to the mail: two workers that begin then take a third of a small processor from it. */
const searchAfter = 1_000;

/** The leader's tab writes the index; and the first search need not wait for its code. */
export function prepareSearch(): () => void {
  const timer = setTimeout(() => {
    void import('./indexing')
      .then(({ keepIndexing }) => {
        const client = sync();
        if (client) keepIndexing(client);
      })
      .catch(() => {});
  }, searchAfter);
  return () => clearTimeout(timer);
}
