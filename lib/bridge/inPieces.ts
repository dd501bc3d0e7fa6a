import 'server-only';
import { RequestGone } from './transport';

const pieceOctets = 256 * 1024;

/**
 * Bytes as a stream that the browser pulls, which tells once when it is over: all was taken, the browser has gone, or
 * it took nothing for `readerMs`.
 */
export function inPieces(
  bytes: Uint8Array<ArrayBuffer>,
  readerMs: number,
  over: (taken: number) => void,
): ReadableStream<Uint8Array> {
  let at = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    over(at);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setTimeout(() => {
          controller.error(new RequestGone());
          end();
        }, readerMs);
      },
      pull(controller) {
        if (at === bytes.length) {
          controller.close();
          end();
          return;
        }
        timer?.refresh();
        // A copy: what is sent may be handed over with its memory.
        const piece = bytes.slice(at, at + pieceOctets);
        at += piece.length;
        controller.enqueue(piece);
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}
