/**
 * The junk filter's worker, started by the tab whose sync worker leads. It says what the index's worker says, and is kept
 * running in the same way (lib/search/indexing.ts).
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { openMessage } from '@/lib/mail/open';
import { pdfText } from '@/lib/mail/pdfText';
import type { FromSearchWorker, ToSearchWorker } from '@/lib/search/messages';
import { Rest } from '@/lib/search/rest';
import { heedPeople, unattended } from '@/lib/store/attention';
import { onChange } from '@/lib/store/changes';
import { JunkFilter } from './filter';

/** The part of a dedicated worker's global scope that is used here (the DOM's types describe a page). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToSearchWorker>) => void) | null;
  postMessage(message: FromSearchWorker): void;
  trustedTypes?: { createPolicy(name: 'default', rules: { createScriptURL(text: string): string }): void };
}

const scope = globalThis as unknown as WorkerScope;
installMemoryBlob();

let pdfWorker = '';
// The workers' policy takes no string where it could become code. This one starts one other.
scope.trustedTypes?.createPolicy('default', {
  createScriptURL(text) {
    if (text !== pdfWorker) throw new TypeError(`Not the worker for PDF documents: ${text}`);
    return text;
  },
});

/** Mail that was kept for long enough waits for the clock. ms */
const longestRest = 3_600_000;

let busy = false;
const rest = new Rest();

scope.onmessage = ({ data }) => {
  if (data.kind === 'pdf') {
    pdfWorker = data.url;
  } else if (data.kind === 'busy') {
    busy = data.busy;
    rest.wake();
  } else if (data.kind === 'index') {
    work(data.epoch, data.skip).catch((error: unknown) =>
      scope.postMessage({ kind: 'ended', error: String(error) }),
    );
  }
};

async function work(epoch: number, skip: readonly number[]): Promise<void> {
  const filter = new JunkFilter(
    epoch,
    {
      open: openMessage,
      // Only who has such mail loads what reads it.
      pdfText: async (bytes) => pdfText((await import('@/lib/mail/openPdf')).openPdf(bytes, pdfWorker)),
      at: (message) => scope.postMessage({ kind: 'at', message }),
      busy: () => busy,
      breathe: unattended,
      now: Date.now,
    },
    new Set(skip),
  );
  heedPeople();
  onChange(({ kind }) => {
    if (kind === 'messages' || kind === 'junk') filter.changed();
    if (kind === 'messages' || kind === 'junk' || kind === 'accounts') rest.wake();
  });
  for (;;) {
    rest.begin();
    const worked = await filter.step();
    scope.postMessage({ kind: 'at', message: null });
    if (!worked) await rest.until(longestRest);
  }
}
