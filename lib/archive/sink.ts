import { ArchiveProblem } from './errors';
import { maxMemoryOctets } from './limits';
import { join } from './mbox';

/** Where an export goes, piece by piece. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void> | void;
  /** All is written. Gives the file where it is the browser's own and has to be handed over. */
  close(): Promise<Blob | null>;
  /** It is given up: nothing is left behind, and a file that was to be replaced is as it was. */
  abort(): Promise<void>;
}

/** What workers have and the DOM's types, which describe a page, do not tell of. */
interface SyncAccessHandle {
  write(bytes: Uint8Array): number;
  flush(): void;
  close(): void;
}
interface OriginFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

/** The browser's own folder for exports; what is left in it from earlier is removed when the next one begins. */
const folderName = 'exports';

/** A file that the person has chosen. The browser writes beside it and puts it in its place at the end. */
export async function fileSink(handle: FileSystemFileHandle): Promise<Sink> {
  const writable = await handle.createWritable();
  return {
    write: (bytes) => writable.write(bytes as Uint8Array<ArrayBuffer>),
    async close() {
      await writable.close();
      return null;
    },
    abort: () => writable.abort().catch(() => {}),
  };
}

/**
 * A file in the browser's private file system, which all browsers have in workers: it lies on the disk, and a download
 * of it is a copy from disk to disk. Where it can't be had (private windows), the file is built in memory, up to a bound.
 */
export async function privateSink(name: string): Promise<Sink> {
  try {
    return await originSink(name);
  } catch (error) {
    if (error instanceof Error && error.name === 'QuotaExceededError') throw error;
    return memorySink();
  }
}

async function originSink(name: string): Promise<Sink> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(folderName, { recursive: true }).catch(() => {
    // There is none, or another tab writes one right now; this one gets a name of its own.
  });
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const handle = (await folder.getFileHandle(name, { create: true })) as OriginFileHandle;
  const access = await handle.createSyncAccessHandle();
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const written = access.write(bytes.subarray(at));
        if (written === 0) throw new ArchiveProblem('full', 'nothing more is written');
        at += written;
      }
    },
    async close() {
      access.flush();
      access.close();
      return handle.getFile();
    },
    async abort() {
      access.close();
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

export function memorySink(limit = maxMemoryOctets): Sink {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let octets = 0;
  return {
    write(bytes) {
      octets += bytes.length;
      if (octets > limit) throw new ArchiveProblem('too_large_for_memory');
      parts.push(bytes.slice());
    },
    close: async () => new Blob(parts, { type: 'application/octet-stream' }),
    async abort() {
      parts = [];
    },
  };
}

/** Each write is a message to another process, or a system call. */
const writeOctets = 1024 * 1024;

/** Pours a stream into a sink, in pieces of a good size. Whatever fails, the sink is closed or given up. */
export async function pour(
  stream: ReadableStream<Uint8Array>,
  sink: Sink,
  signal: AbortSignal,
): Promise<Blob | null> {
  const reader = stream.getReader();
  let held: Uint8Array[] = [];
  let octets = 0;
  const flush = async () => {
    if (octets > 0) await sink.write(held.length === 1 && held[0] ? held[0] : join(held, octets));
    held = [];
    octets = 0;
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      held.push(value);
      octets += value.length;
      if (octets >= writeOctets) await flush();
    }
    await flush();
    return await sink.close();
  } catch (error) {
    await reader.cancel().catch(() => {});
    await sink.abort();
    throw error;
  }
}
