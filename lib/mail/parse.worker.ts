import { installMemoryBlob } from './memoryBlob';
import { openMessage } from './open';
import type { OpenedMessage } from './types';

/** What the page sends: the raw message, transferred. */
export interface ParseRequest {
  id: number;
  raw: ArrayBuffer;
}

/** What comes back, attachments' memory transferred. */
export type ParseAnswer = { id: number; opened: OpenedMessage } | { id: number; error: string };

/** The part of a dedicated worker's global scope that is used here (the DOM's types describe a page). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ParseRequest>) => void) | null;
  postMessage(message: ParseAnswer, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
installMemoryBlob();

scope.onmessage = ({ data: { id, raw } }) => {
  openMessage(new Uint8Array(raw), true).then(
    (opened) =>
      scope.postMessage(
        { id, opened },
        opened.attachments.map(({ bytes }) => bytes.buffer),
      ),
    (error: unknown) => scope.postMessage({ id, error: String(error).slice(0, 200) }, []),
  );
};
