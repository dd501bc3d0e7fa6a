import { BlobReader, configure, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { ArchiveProblem, archiveProblem } from './errors';
import { freeInflation, maxEntries, maxInflation } from './limits';

/** This code runs in a worker of its own already. */
configure({ useWebWorkers: false });

/** One file in a zip. Its name is a key and never a path: nothing is written anywhere under it. */
export interface ZipEntry {
  name: string;
  /** Octets as the zip says; what it unpacks to is counted. */
  size: number;
  /** @throws ArchiveProblem too_large when it is, or says that it is, longer than `limit`; broken_zip */
  read(limit: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The same, bit by bit. */
  stream(limit: number): ReadableStream<Uint8Array>;
}

/**
 * The files of a zip, with Zip64 or without, in the order of its central directory. The directory is read whole, and is
 * judged whole, before the first entry is handed out.
 *
 * @throws ArchiveProblem broken_zip, hostile_zip, unreadable
 */
export async function openZip(file: Blob): Promise<ZipEntry[]> {
  const reader = new ZipReader(new BlobReader(file), { checkOverlappingEntry: true, checkSignature: true });
  const entries: ZipEntry[] = [];
  let unpacked = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      if (entries.length >= maxEntries) throw new ArchiveProblem('hostile_zip', 'too many entries');
      if (entry.encrypted) throw new ArchiveProblem('broken_zip', 'it is encrypted');
      unpacked += entry.uncompressedSize;
      if (unpacked > file.size * maxInflation + freeInflation)
        throw new ArchiveProblem('hostile_zip', 'it unpacks to too much');
      entries.push(entryOf(entry));
    }
  } catch (error) {
    throw zipProblem(error);
  }
  return entries;
}

function entryOf(entry: FileEntry): ZipEntry {
  const { filename: name, uncompressedSize: size } = entry;
  const pour = async (limit: number, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void> => {
    if (size > limit) throw new ArchiveProblem('too_large', name);
    let octets = 0;
    const sink = new WritableStream<Uint8Array>({
      write(bytes) {
        octets += bytes.length;
        if (octets > size) throw new ArchiveProblem('hostile_zip', `${name} unpacks to more than it says`);
        return take(bytes);
      },
    });
    try {
      await entry.getData(sink);
    } catch (error) {
      throw zipProblem(error, name);
    }
    if (octets !== size) throw new ArchiveProblem('broken_zip', `${name} unpacks to less than it says`);
  };
  return {
    name,
    size,
    async read(limit) {
      if (size > limit) throw new ArchiveProblem('too_large', name);
      const whole = new Uint8Array(size);
      let at = 0;
      await pour(limit, (bytes) => {
        whole.set(bytes, at);
        at += bytes.length;
      });
      return whole;
    },
    stream(limit) {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      pour(limit, (bytes) => writer.write(bytes))
        .then(
          () => writer.close(),
          (error: unknown) => writer.abort(error),
        )
        .catch(() => {
          // Nobody reads on.
        });
      return readable;
    },
  };
}

/** The library's errors in our terms; those of the file and of memory are not the zip's fault. */
function zipProblem(error: unknown, name = ''): ArchiveProblem {
  const known = archiveProblem(error);
  if (known.code !== 'failed') return known;
  const said = error instanceof Error ? error.message : String(error);
  if (/overlapping/i.test(said))
    return new ArchiveProblem('hostile_zip', `${name} ${said}`.trim(), { cause: error });
  return new ArchiveProblem('broken_zip', `${name} ${said}`.trim(), { cause: error });
}
