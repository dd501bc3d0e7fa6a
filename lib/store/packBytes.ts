import type { MessageRecord } from './schema';

/**
 * The octets of a pack, as the database keeps them: a Blob, or an ArrayBuffer. Both are part of the transaction that puts
 * them. A browser writes a Blob into a file of its own, flushed before the transaction is complete, and hands out what names
 * the file: a message is read without the pack around it, and the database never copies mail from one table into the next.
 */
export type PackBytes = Blob | ArrayBuffer;

/** The browser's own: workers that parse put another one in its place (mail/memoryBlob). */
const DiskBlob = globalThis.Blob;

/** A pack of a slow disk takes a second, ms. */
const readWithin = 30_000;

/**
 * Octets as they are to be put. Blobs are for Chromium: of 300 MB it writes and reads them in half of the time. WebKit
 * refuses them in private windows and has had versions that could not read them back; Firefox puts large ArrayBuffers into
 * files by itself.
 */
export function packed(parts: readonly (ArrayBuffer | Uint8Array<ArrayBuffer>)[]): PackBytes {
  const [only] = parts;
  if ('userAgentData' in (globalThis.navigator ?? {})) return new DiskBlob([...parts]);
  if (parts.length === 1 && only instanceof ArrayBuffer) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part instanceof ArrayBuffer ? new Uint8Array(part) : part, at);
    at += part.byteLength;
  }
  return whole.buffer;
}

export function packSize(bytes: PackBytes): number {
  return bytes instanceof ArrayBuffer ? bytes.byteLength : bytes.size;
}

/**
 * Octets of a pack; null where it is missing, too short, or cannot be read any more: it is damaged. A Blob is read from its
 * file, whatever became of the memory that it was made of, and also when its pack was removed since: but never within a
 * transaction, which would be over meanwhile.
 */
export async function octetsOf(
  bytes: PackBytes | undefined,
  offset: number,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!bytes || packSize(bytes) < offset + size) return null;
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes, offset, size);
  const piece = bytes.slice(offset, offset + size);
  // A second time: a machine that slept meanwhile wakes with its timers first.
  const read = (await inTime(piece.arrayBuffer())) ?? (await inTime(piece.arrayBuffer()));
  return read && read.byteLength === size ? new Uint8Array(read) : null;
}

/** Chromium answers never where the file was cut short, and others where it is gone. Null then. */
async function inTime(reading: Promise<ArrayBuffer>): Promise<ArrayBuffer | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), readWithin);
  });
  return Promise.race([reading.catch(() => null), late]).finally(() => clearTimeout(timer));
}

type Where = Pick<MessageRecord, 'pack' | 'offset' | 'size'>;

/**
 * The octets of many messages, in their order; null for each that is damaged. What lies in one pack is read in one go: they
 * are views of it.
 */
export async function octetsOfAll(
  found: readonly { record: Where; bytes: PackBytes | undefined }[],
): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
  const spans = new Map<number, { bytes: PackBytes | undefined; first: number; end: number }>();
  for (const { record, bytes } of found) {
    const { pack, offset, size } = record;
    // One that claims to lie behind the end must not take the others with it.
    if (!bytes || packSize(bytes) < offset + size) continue;
    const { first, end } = spans.get(pack) ?? { first: offset, end: offset };
    spans.set(pack, { bytes, first: Math.min(first, offset), end: Math.max(end, offset + size) });
  }
  const read = new Map<number, Uint8Array<ArrayBuffer> | null>();
  for (const [pack, { bytes, first, end }] of spans)
    read.set(pack, await octetsOf(bytes, first, end - first));
  return found.map(({ record: { pack, offset, size }, bytes }) => {
    const span = spans.get(pack);
    const octets = read.get(pack);
    if (!span || !octets || !bytes || packSize(bytes) < offset + size) return null;
    return octets.subarray(offset - span.first, offset - span.first + size);
  });
}
