import { type Frame, FrameReader } from '@/lib/contract/frames';
import { BridgeProblem } from './bridge';
import { bytesWithin, firstFrameWithin, within } from './retrieve';

/** A header is kept up to this; real ones have some kilobytes. */
const headerOctets = 1024 * 1024;

/**
 * Reads a stream of headers (the messages route with `part: 'header'`) to its end.
 *
 * @returns UIDL to header, of those that came whole
 * @throws BridgeProblem, FrameError: what came until then is given up
 */
export async function readHeaders(
  stream: ReadableStream<Uint8Array>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const headers = new Map<string, Uint8Array<ArrayBuffer>>();
  let current: { uidl: string; chunks: Uint8Array[]; octets: number } | null = null;
  const frames = new FrameReader({
    data(bytes) {
      if (!current) return;
      current.octets += bytes.byteLength;
      if (current.octets <= headerOctets) current.chunks.push(bytes.slice());
    },
    frame(frame: Frame) {
      if (frame.kind === 'begin') current = { uidl: frame.uidl, chunks: [], octets: 0 };
      else if (frame.kind === 'end' && current) {
        if (current.octets <= headerOctets) headers.set(current.uidl, joined(current.chunks, current.octets));
        current = null;
      } else if (frame.kind === 'problem') throw new BridgeProblem(frame.problem);
    },
  });
  const reader = stream.getReader();
  try {
    for (let patience = firstFrameWithin; ; patience = bytesWithin) {
      const { done, value } = await within(reader.read(), patience);
      if (done) break;
      frames.push(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  frames.end();
  return headers;
}

function joined(chunks: readonly Uint8Array[], octets: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(octets);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
