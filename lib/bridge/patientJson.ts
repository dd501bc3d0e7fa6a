import 'server-only';
import type { ProblemCode } from '@/lib/contract/errors';
import type { Ground } from './environment';
import { always, json, problemBody } from './handler';
import { inPieces } from './inPieces';
import { toProblem } from './problem';
import { RequestGone } from './transport';

type Work = (signal: AbortSignal, head: Headers) => Promise<unknown>;

const encoder = new TextEncoder();
const space = encoder.encode(' ');

/**
 * A JSON answer to what may take minutes, or megabytes. What is over within `aliveMs` is answered as everything else, with
 * its status. After that the answer begins with status 200 and a space, and another one each time that so long has passed,
 * since proxies cut what is silent: white space is nothing in JSON (RFC 8259 §2). What fails then is told in the body
 * alone: a problem instead of the answer. The request is over when the browser has taken all of it, has gone, or takes
 * nothing for `readerMs`.
 *
 * @param work given a signal that aborts when the browser has gone, before the answer or within it, and the answer's head: what
 *   it puts there before the answer begins (a cookie) is sent, and what it learns later has to wait for another time
 */
export async function patientJson(
  { signal, environment }: { signal: AbortSignal; environment: Pick<Ground, 'limits' | 'line' | 'log'> },
  work: Work,
): Promise<Response> {
  const { limits, line, log } = environment;
  const left = new AbortController();
  const head = new Headers();
  const result = work(AbortSignal.any([signal, left.signal]), head);
  const late = Symbol('late');
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), limits.aliveMs);
  });
  const first = await Promise.race([result, patience]).finally(() => clearTimeout(timer));
  let said = 0;
  /** The answer, piece by piece; the line is written when the last one is taken. */
  const pieces = (value: unknown, code: ProblemCode | null, error?: unknown) => {
    line.streams = true;
    const bytes = encoder.encode(JSON.stringify(value));
    return inPieces(bytes, limits.readerMs, (taken) => line.write(200, code, said + taken, error));
  };
  if (first !== late) return jsonInPieces(environment, first, Object.fromEntries(head));
  line.streams = true;
  const rest = result.then(
    (answer) => pieces(answer, null).getReader(),
    (error: unknown) => pieces(problemBody(error, log.takeAll()), toProblem(error).code, error).getReader(),
  );
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const sayAlive = () => {
        said += 1;
        controller.enqueue(space);
      };
      sayAlive();
      timer = setInterval(sayAlive, limits.aliveMs);
      void rest.then((reader) => {
        clearInterval(timer);
        // A browser that takes nothing is not asked for the next piece, and so would not hear of its end.
        reader.closed.catch((error: unknown) => controller.error(error));
      });
    },
    async pull(controller) {
      const { value, done } = await (await rest).read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      clearInterval(timer);
      left.abort(new RequestGone());
      await (await rest).cancel();
    },
  });
  return new Response(stream, {
    headers: { ...ofJson, ...Object.fromEntries(head), 'x-accel-buffering': 'no' },
  });
}

const ofJson = { 'content-type': 'application/json', ...always };

/** A JSON answer that is known, and may be large: then it is given piece by piece, and its line is written at the end. */
export function jsonInPieces(
  { limits, line }: Pick<Ground, 'limits' | 'line'>,
  value: unknown,
  headers: Record<string, string>,
): Response {
  const text = JSON.stringify(value);
  if (text.length < limits.largeAnswerOctets) return json(value, headers);
  line.streams = true;
  const pieces = inPieces(encoder.encode(text), limits.readerMs, (taken) => line.write(200, null, taken));
  return new Response(pieces, { headers: { ...ofJson, ...headers } });
}
