import 'server-only';
import type { Ground } from './environment';
import { always } from './handler';
import { toProblem } from './problem';
import { RequestGone } from './transport';

const encoder = new TextEncoder();

/**
 * An answer of JSON objects, a line each, as they come; an empty line each `aliveMs`, since proxies cut what is silent.
 * What is told is little, so that nothing is held back for a slow reader. The request's line is written at its end.
 *
 * @param work is given a signal that aborts when the browser has gone. What it throws ends the answer, without a word.
 */
export function jsonLines<Line>(
  { signal, environment }: { signal: AbortSignal; environment: Pick<Ground, 'limits' | 'line'> },
  work: (signal: AbortSignal, tell: (line: Line) => void) => Promise<void>,
): Response {
  const { limits, line } = environment;
  line.streams = true;
  const left = new AbortController();
  let octets = 0;
  let timer: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string) => {
        if (left.signal.aborted) return;
        const bytes = encoder.encode(`${text}\n`);
        octets += bytes.length;
        controller.enqueue(bytes);
      };
      timer = setInterval(() => say(''), limits.aliveMs);
      void work(AbortSignal.any([signal, left.signal]), (each) => say(JSON.stringify(each)))
        .then(
          () => line.write(200, null, octets),
          (error: unknown) => line.write(200, toProblem(error).code, octets, error),
        )
        .finally(() => {
          clearInterval(timer);
          if (!left.signal.aborted) controller.close();
        });
    },
    cancel() {
      left.abort(new RequestGone());
    },
  });
  return new Response(stream, {
    headers: { ...always, 'content-type': 'application/x-ndjson', 'x-accel-buffering': 'no' },
  });
}
