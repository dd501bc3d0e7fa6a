import { fingerprintOf } from '@/lib/contract/fingerprint';
import { type Frame, FrameReader } from '@/lib/contract/frames';
import type { LogEntry } from '@/lib/contract/sessionLog';
import { headOctets, summarise } from '@/lib/mail/summarise';
import type { ArrivedMessage } from '@/lib/store/batches';
import { BridgeProblem } from './call';
import type { Wanted } from './plan';
import { bytesWithin, firstFrameWithin, within } from './retrieve';

/** A header is kept up to this; real ones have some kilobytes. */
const headerOctets = 1024 * 1024;

/**
 * Reads a stream of headers (the messages route with `part: 'header'`) to its end.
 *
 * @param logged told at its end what the bridge did, and why it failed, if it did
 * @returns UIDL to header, of those that came whole
 * @throws BridgeProblem, FrameError: what came until then is given up
 */
export async function readHeaders(
  stream: ReadableStream<Uint8Array>,
  logged: (log: LogEntry[], error: unknown) => void = () => {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const headers = new Map<string, Uint8Array<ArrayBuffer>>();
  const log: LogEntry[] = [];
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
      } else if (frame.kind === 'log') log.push(...frame.entries);
      else if (frame.kind === 'problem') throw new BridgeProblem(frame.problem);
    },
  });
  const reader = stream.getReader();
  let failure: unknown = null;
  try {
    for (let patience = firstFrameWithin; ; patience = bytesWithin) {
      const { done, value } = await within(reader.read(), patience);
      if (done) break;
      frames.push(value);
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    reader.cancel().catch(() => {});
    logged(log, failure);
  }
  frames.end();
  return headers;
}

/** Headers as a pack, ready to be stored as what they are. */
export async function packHeaders(
  wanted: readonly Wanted[],
  headers: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<{ pack: ArrayBuffer; messages: ArrivedMessage[] }> {
  const chunks: Uint8Array[] = [];
  const messages: ArrivedMessage[] = [];
  let offset = 0;
  for (const { uidl, octets } of wanted) {
    const header = headers.get(uidl);
    if (!header) continue;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', header));
    messages.push({
      uidl,
      sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      offset,
      size: header.length,
      listed: octets,
      fingerprint: await fingerprintOf(header, octets),
      headerOf: octets,
      summary: await summarise(header.subarray(0, headOctets), false),
    });
    chunks.push(header);
    offset += header.length;
  }
  return { pack: joined(chunks, offset).buffer, messages };
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
