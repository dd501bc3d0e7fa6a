import { makeZip } from 'client-zip';
import { fileName } from '@/lib/mail/fileName';
import { listAccounts } from '@/lib/store/accounts';
import { everything, isEverything, readStored, type Selection, selectRecords } from '@/lib/store/copies';
import { isCopy } from '@/lib/store/fromFile';
import { type LedgerEntry, readLedger } from '@/lib/store/ledger';
import { pathOf, readPlaces } from '@/lib/store/places';
import type { AccountRecord } from '@/lib/store/records/account';
import { isOwnFolder } from '@/lib/store/records/places';
import type { MessageRecord } from '@/lib/store/schema';
import { sha256 } from './digest';
import { type ManifestGone, type ManifestLedger, manifestName, manifestText } from './manifest';
import { join, mboxEntry } from './mbox';
import { orderForExport } from './order';
import { withZip64End } from './zip64End';

/** How far a task is: messages and octets. `total` and `octetsTotal` are 0 while they are not known. */
export interface Progress {
  done: number;
  total: number;
  octets: number;
  octetsTotal: number;
}

export interface ExportResult {
  messages: number;
  octets: number;
  /** Not exported, because what is stored of them is damaged. */
  damaged: number;
}

/** How much an export would hold. */
export async function survey(wanted: Selection): Promise<{ messages: number; octets: number }> {
  const found = { messages: 0, octets: 0 };
  for await (const records of selectRecords(wanted)) {
    found.messages += records.length;
    for (const { size } of records) found.octets += size;
  }
  return found;
}

/** What an export tells while it is written, and at its end. */
export interface ExportRun {
  stream: ReadableStream<Uint8Array>;
  /** Right once the stream has ended. */
  result: ExportResult;
}

/** One message of an export, its hash found right. */
interface Exported {
  record: MessageRecord;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Reads what is selected, hashes it again, and counts; what is damaged is left out and counted. */
async function* verified(
  wanted: Selection,
  result: ExportResult,
  tell: (progress: Progress) => void,
): AsyncGenerator<Exported> {
  const { messages, octets } = await survey(wanted);
  const progress: Progress = { done: 0, total: messages, octets: 0, octetsTotal: octets };
  tell(progress);
  for await (const records of selectRecords(wanted)) {
    for await (const group of readStored(records)) {
      for (const { record, bytes } of group) {
        progress.done += 1;
        progress.octets += record.size;
        if (bytes && (await sha256(bytes)) === record.sha256) {
          result.messages += 1;
          result.octets += record.size;
          yield { record, bytes };
        } else {
          result.damaged += 1;
        }
        tell({ ...progress });
      }
    }
  }
}

/** The selected mail as one mbox (mboxrd), in the order of its arrival. */
export function exportMbox(wanted: Selection, tell: (progress: Progress) => void): ExportRun {
  const result: ExportResult = { messages: 0, octets: 0, damaged: 0 };
  const messages = verified(wanted, result, tell);
  async function* parts(): AsyncGenerator<Uint8Array> {
    for await (const { record, bytes } of messages) yield* mboxEntry(bytes, record.date);
  }
  return { stream: streamOf(parts()), result };
}

/** The selected mail as a zip of .eml files with a manifest. Nothing is packed: mail is read more often than restored. */
export function exportZip(wanted: Selection, now: number, tell: (progress: Progress) => void): ExportRun {
  const result: ExportResult = { messages: 0, octets: 0, damaged: 0 };
  const stream = makeZip(zipFiles(wanted, now, result, tell));
  // The messages and the manifest.
  return { stream: stream.pipeThrough(withZip64End(() => result.messages + 1)), result };
}

async function* zipFiles(
  wanted: Selection,
  now: number,
  result: ExportResult,
  tell: (progress: Progress) => void,
): AsyncGenerator<{
  name: string;
  lastModified: Date;
  input: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}> {
  const accounts = (await listAccounts()).filter(({ id }) => wanted.accounts?.includes(id) ?? true);
  const ledgers = await Promise.all(accounts.map(({ id }) => readLedger(id)));
  const places = await readPlaces();
  const manifest = new Spool();
  manifest.add(
    manifestText.head({
      ...{ createdAt: now, whole: isEverything(wanted), accounts: accounts.map(accountLine) },
      folders: places.folders.map(({ id, colour }) => ({
        key: id,
        path: pathOf(places.folders, id),
        colour,
      })),
      labels: places.labels.map(({ id, name, colour }) => ({ key: id, name, colour })),
      ...(await orderForExport(accounts.map(({ id }) => id))),
    }),
  );
  let first = true;
  for await (const { record, bytes } of verified(wanted, result, tell)) {
    const account = accounts.findIndex(({ id }) => id === record.account);
    // An account that was added meanwhile is not in the manifest's head.
    if (account < 0) {
      result.messages -= 1;
      result.octets -= record.size;
      continue;
    }
    const own = isOwnFolder(record.folder) ? pathOf(places.folders, record.folder).join(' ') : record.folder;
    const path = nameInZip(record, own, accounts[account]?.address ?? '');
    const entry = ledgers[account]?.get(record.uidl);
    const line = {
      ...{ path, account, folder: record.folder, unread: record.unread, starred: record.starred ?? false },
      ...{
        pinned: record.pinned ?? false,
        quiet: record.quiet ?? false,
        labels: record.labels ?? [],
        snooze: record.snooze ?? null,
        movedAt: record.movedAt ?? null,
        date: record.date,
        size: record.size,
        sha256: record.sha256,
        headerOf: record.headerOf ?? null,
      },
      ...(isCopy(record) && { copy: true as const }),
      ledger: entry ? ledgerLine(entry) : null,
    };
    manifest.add(manifestText.message(line, first));
    first = false;
    // The pack's memory is one message's neighbour to the next: client-zip reads it before it asks for more.
    yield { name: path, lastModified: fileDate(record.date), input: bytes };
  }
  const gone = isEverything(wanted) ? await goneLines(accounts, ledgers) : [];
  manifest.add(
    manifestText.foot(gone, { damaged: result.damaged, count: result.messages, octets: result.octets }),
  );
  yield { name: manifestName, lastModified: new Date(now), input: manifest.stream() };
}

/**
 * What the ledger knows and is not stored any more: it was deleted here, and must not come back with a restored account.
 * What is stored and damaged is not among it: that is to be retrieved again.
 */
async function goneLines(
  accounts: readonly AccountRecord[],
  ledgers: readonly ReadonlyMap<string, LedgerEntry>[],
): Promise<ManifestGone[]> {
  const left = ledgers.map((ledger) => new Map(ledger));
  for await (const records of selectRecords(everything)) {
    for (const { account, uidl } of records)
      left[accounts.findIndex(({ id }) => id === account)]?.delete(uidl);
  }
  return left.flatMap((ledger, account) =>
    [...ledger.values()].map((entry) => ({ account, ledger: ledgerLine(entry) })),
  );
}

function accountLine({ address, name, colour, username, host, port, security, local }: AccountRecord) {
  return { address, name, colour, username, host, port, security, local: local ?? false };
}

/** Without the record's key, which means nothing on another device. */
function ledgerLine({ id: _, ...entry }: LedgerEntry): ManifestLedger {
  return entry;
}

/** `ada@example.org/inbox/2026-01-31 Subject 17.eml`; the number is the record's key, which no other has. */
function nameInZip({ id, date, envelope }: MessageRecord, folder: string, address: string): string {
  const day = fileDate(date).toISOString().slice(0, 10);
  const subject = fileName(envelope.subject.slice(0, 60), '')
    .replace(/^attachment\.bin$/, '')
    .trim();
  return [
    fileName(address, ''),
    fileName(folder, ''),
    `${day} ${subject} ${id}.eml`.replace(/ +/g, ' '),
  ].join('/');
}

/** A zip's dates begin in 1980 (APPNOTE 4.4.6). */
function fileDate(date: number): Date {
  return new Date(Math.min(Math.max(date, Date.UTC(1980, 0, 2)), Date.UTC(2099, 11, 30)));
}

/** Text that grows and is read once: it lies in blobs, which the browser keeps on its disk when they are large. */
class Spool {
  readonly #blobs: Blob[] = [];
  #texts: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length < 1024 * 1024) return;
    this.#blobs.push(new Blob(this.#texts));
    this.#texts = [];
    this.#length = 0;
  }

  stream(): ReadableStream<Uint8Array> {
    return new Blob([...this.#blobs, ...this.#texts]).stream();
  }
}

/** Small pieces are joined: each write costs a message between processes. */
const writeOctets = 256 * 1024;

function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const held: Uint8Array[] = [];
        let octets = 0;
        while (octets < writeOctets) {
          const { done, value } = await parts.next();
          if (done) break;
          held.push(value);
          octets += value.length;
        }
        if (octets === 0) return controller.close();
        controller.enqueue(join(held, octets));
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
