import { listAccounts } from '@/lib/store/accounts';
import { everything, type Selection, selectRecords } from '@/lib/store/copies';
import { readLedger } from '@/lib/store/ledger';
import { noteVerifiedExport } from '@/lib/store/safety';
import { sha256 } from './digest';
import { ArchiveProblem, archiveProblem } from './errors';
import type { Progress } from './exportMail';
import { maxManifestOctets, maxMessageOctets } from './limits';
import { type Manifest, manifestName } from './manifest';
import { readMbox } from './mbox';
import { readManifest } from './readManifest';
import { openZip, type ZipEntry } from './zip';

export interface VerifyResult {
  /** Messages that the export says it holds. */
  messages: number;
  octets: number;
  /** Of them, those whose bytes are there and have the hash that the export names (an mbox: that is stored here). */
  verified: number;
  /** Names of the others, some of them, and how many there are. */
  missing: { count: number; names: string[] };
  damaged: { count: number; names: string[] };
  /** Verified messages that are stored on this device with the same bytes. */
  alsoHere: number;
  /** Messages on this device that the export should hold, being older, and does not; and those that came after it. */
  notInIt: number;
  newer: number;
  /** When it was made, ms since 1970; null: it does not say. */
  createdAt: number | null;
  /** It holds all that was here when it was made, and all of it is right: it counts as the second copy. */
  counts: boolean;
}

/** Enough names to see what it is about. */
const maxNames = 50;

/**
 * Reads an export again, from its first octet to its last, hashes every message, and compares it with what the export says
 * and with what is stored here. One that holds everything and is whole is written down as the second copy.
 *
 * @throws ArchiveProblem when it can't be read as an export at all
 */
export async function verifyZip(
  file: Blob,
  now: number,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const entries = await openZip(file);
  const named = new Map(entries.map((entry) => [entry.name, entry]));
  const { manifest, digest } = await manifestOf(named.get(manifestName));
  const found: VerifyResult = empty();
  found.createdAt = manifest.createdAt;
  const total = [...manifest.messages.values()].reduce((sum, { size }) => sum + size, 0);
  const hashes = new Map<string, number>();
  for (const { path, size, sha256: wanted } of manifest.messages.values()) {
    signal.throwIfAborted();
    found.messages += 1;
    found.octets += size;
    const entry = named.get(path);
    if (!entry) note(found.missing, path);
    else if ((await digestOf(entry, size)) !== wanted) note(found.damaged, path);
    else {
      found.verified += 1;
      hashes.set(wanted, (hashes.get(wanted) ?? 0) + 1);
    }
    tell({ done: found.messages, total: manifest.messages.size, octets: found.octets, octetsTotal: total });
  }
  const upTo = await compareWithStore(found, hashes, manifest.createdAt);
  found.counts = manifest.whole && found.verified === found.messages && found.notInIt === 0;
  if (found.counts) {
    const value = Math.min(manifest.createdAt, now);
    const { messages, octets } = found;
    await noteVerifiedExport({ value, verifiedAt: now, upTo, digest, messages, octets });
  }
  return found;
}

/** An mbox names no hashes: each message is looked for among those that are stored here. It never counts as a copy of flags. */
export async function verifyMbox(
  file: Blob,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const found = empty();
  const stored = await storedHashes(everything);
  const hashes = new Map<string, number>();
  for await (const message of readMbox(file.stream())) {
    signal.throwIfAborted();
    found.messages += 1;
    found.octets += message.length;
    const hash = await sha256(message);
    if (stored.has(hash)) {
      found.verified += 1;
      hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
    } else {
      note(found.damaged, String(found.messages));
    }
    tell({
      done: found.messages,
      total: 0,
      octets: Math.min(found.octets, file.size),
      octetsTotal: file.size,
    });
  }
  await compareWithStore(found, hashes, null);
  return found;
}

const empty = (): VerifyResult => ({
  ...{
    messages: 0,
    octets: 0,
    verified: 0,
    alsoHere: 0,
    notInIt: 0,
    newer: 0,
    createdAt: null,
    counts: false,
  },
  ...{ missing: { count: 0, names: [] }, damaged: { count: 0, names: [] } },
});

function note(list: VerifyResult['missing'], name: string): void {
  list.count += 1;
  if (list.names.length < maxNames) list.names.push(name);
}

/** Reads the manifest of an export. @throws ArchiveProblem no_manifest, bad_manifest, newer_manifest, broken_zip */
export async function manifestOf(
  entry: ZipEntry | undefined,
): Promise<{ manifest: Manifest; digest: string }> {
  if (!entry) throw new ArchiveProblem('no_manifest');
  const bytes = await entry.read(maxManifestOctets);
  const manifest = await readManifest(new Response(bytes).body ?? new ReadableStream());
  return { manifest, digest: await sha256(bytes) };
}

/** Null: what is there can't be unpacked, or is no message's length. What can't be read at all ends the verification. */
async function digestOf(entry: ZipEntry, size: number): Promise<string | null> {
  if (entry.size !== size) return null;
  try {
    return await sha256(await entry.read(maxMessageOctets));
  } catch (error) {
    const problem = archiveProblem(error);
    if (problem.code === 'unreadable') throw problem;
    return null;
  }
}

async function storedHashes(wanted: Selection): Promise<Set<string>> {
  const hashes = new Set<string>();
  for await (const records of selectRecords(wanted)) for (const { sha256 } of records) hashes.add(sha256);
  return hashes;
}

/**
 * What is stored here against what the export holds. `createdAt`: what came later can't be in it.
 *
 * @returns the key up to which every message is in it that is not damaged and did not come later
 */
async function compareWithStore(
  found: VerifyResult,
  hashes: Map<string, number>,
  createdAt: number | null,
): Promise<number> {
  let upTo = 0;
  const storedAt = new Map<number, number>();
  for (const { id } of await listAccounts()) {
    for (const entry of (await readLedger(id)).values()) storedAt.set(entry.id, entry.storedAt);
  }
  for await (const records of selectRecords(everything)) {
    for (const { id, sha256: hash, damaged } of records) {
      const left = hashes.get(hash) ?? 0;
      if (left > 0) {
        hashes.set(hash, left - 1);
        found.alsoHere += 1;
        upTo = id;
        continue;
      }
      if (createdAt !== null && (storedAt.get(id) ?? 0) > createdAt) {
        found.newer += 1;
      } else if (!damaged) {
        found.notInIt += 1;
      }
    }
  }
  return upTo;
}
