import { withAccount } from '@/lib/store/accountLock';
import { sha256 } from './digest';
import { type ArchiveCode, ArchiveProblem, archiveProblem } from './errors';
import type { Progress } from './exportMail';
import { maxMessageOctets } from './limits';
import { type Manifest, type ManifestMessage, manifestName } from './manifest';
import { readMbox, toWire } from './mbox';
import { restoreOrder } from './order';
import { RestoredPlaces } from './places';
import { type Elsewhere, Targets } from './targets';
import { manifestOf } from './verify';
import { AccountWriter, type Incoming } from './writer';
import { openZip, type ZipEntry } from './zip';

export interface ImportRequest {
  files: readonly File[];
  elsewhere: Elsewhere;
  /** What the account without a server is called when it is made. */
  localName: string;
}

export interface ImportResult {
  /** On the disk now, and what was there already. */
  imported: number;
  octets: number;
  duplicates: number;
  /** What is no mail and stood in a zip beside it. */
  ignored: number;
  /** Accounts that were made, by name. */
  accounts: string[];
  /** What could not be imported: files, or messages in them. Some of them, and how many there are. */
  problems: { count: number; list: { name: string; code: ArchiveCode; detail: string }[] };
}

/** Enough to see what it is about. */
const maxProblems = 50;

/**
 * Imports files one after the other: exports of ours, other zips of .eml files, mboxes, messages. A file that can't be
 * read is reported, and the next one is taken; what ends everything is a full disk. Whatever happens, what has been
 * written is whole, and importing the same file again goes on where it ended.
 *
 * @throws ArchiveProblem full, failed; the result so far is in `result`
 */
export class Import {
  readonly result: ImportResult = {
    ...{ imported: 0, octets: 0, duplicates: 0, ignored: 0, accounts: [] },
    problems: { count: 0, list: [] },
  };
  readonly #request: ImportRequest;
  readonly #now: number;
  readonly #tell: (progress: Progress) => void;
  readonly #signal: AbortSignal;
  readonly #octetsTotal: number;
  #octetsRead = 0;
  #messagesRead = 0;

  constructor(request: ImportRequest, now: number, tell: (progress: Progress) => void, signal: AbortSignal) {
    this.#request = request;
    this.#now = now;
    this.#tell = tell;
    this.#signal = signal;
    this.#octetsTotal = request.files.reduce((sum, { size }) => sum + size, 0);
  }

  async run(): Promise<ImportResult> {
    const { elsewhere, localName, files } = this.#request;
    const targets = await Targets.of(elsewhere, localName, this.#now);
    let before = 0;
    try {
      for (const file of files) {
        this.#signal.throwIfAborted();
        await this.#file(file, targets).catch((error: unknown) => this.#failed(file.name, error));
        before += file.size;
        this.#octetsRead = before;
        this.#progress();
      }
    } finally {
      this.result.accounts = targets.made;
    }
    return this.result;
  }

  async #file(file: File, targets: Targets): Promise<void> {
    switch (await formatOf(file)) {
      case 'zip':
        return this.#zip(file, targets);
      case 'mbox':
        return this.#into(await targets.forStranger(), async (writer) => {
          let count = 0;
          for await (const bytes of readMbox(file.stream())) {
            count += 1;
            await this.#stranger(writer, bytes, `${file.name} #${count}`, bytes.length);
          }
        });
      case 'message':
        if (file.size > maxMessageOctets) throw new ArchiveProblem('too_large', file.name);
        return this.#into(await targets.forStranger(), async (writer) => {
          const bytes = wireForm(new Uint8Array(await file.arrayBuffer()));
          await this.#stranger(writer, bytes, file.name, file.size);
        });
    }
  }

  async #zip(file: File, targets: Targets): Promise<void> {
    const entries = await openZip(file);
    const own = entries.find(({ name }) => name === manifestName);
    const manifest = own ? await this.#manifest(own) : null;
    const strangers = entries.filter(({ name }) => !manifest?.messages.has(name) && isMessageName(name));
    this.result.ignored += entries.filter(
      ({ name }) => name !== manifestName && !manifest?.messages.has(name) && !isMessageName(name),
    ).length;
    if (manifest) await this.#restore(manifest, entries, targets);
    else if (strangers.length === 0) throw new ArchiveProblem('no_manifest', file.name);
    if (strangers.length === 0) return;
    await this.#into(await targets.forStranger(), async (writer) => {
      for (const entry of strangers) {
        try {
          const bytes = wireForm(await entry.read(maxMessageOctets));
          await this.#stranger(writer, bytes, entry.name, entry.size);
        } catch (error) {
          this.#failed(entry.name, error);
        }
      }
    });
  }

  /** Another program's `manifest.json` makes a zip no export of ours. */
  async #manifest(entry: ZipEntry): Promise<Manifest> {
    return (await manifestOf(entry)).manifest;
  }

  /** An export of ours: account by account, in the order in which the messages stand in the file. */
  async #restore(manifest: Manifest, entries: readonly ZipEntry[], targets: Targets): Promise<void> {
    for (const path of manifest.messages.keys()) {
      // Looked up once, before anything is written: an export that lacks some says so first.
      if (!entries.some(({ name }) => name === path))
        this.#problem(path, 'broken_zip', 'it is not in the zip');
    }
    const places = await RestoredPlaces.of(manifest);
    const accounts: string[] = [];
    for (const [index, account] of manifest.accounts.entries()) {
      const { id, same } = await targets.forManifest(account);
      accounts[index] = id;
      await this.#into(id, async (writer) => {
        for (const entry of entries) {
          const message = manifest.messages.get(entry.name);
          if (message?.account !== index) continue;
          try {
            await this.#restored(writer, entry, message, same, places);
          } catch (error) {
            this.#failed(entry.name, error);
          }
        }
        const gone = manifest.gone.filter((each) => each.account === index).map(({ ledger }) => ledger);
        if (same) await writer.addGone(gone);
      });
    }
    await restoreOrder(manifest, places, accounts);
  }

  async #restored(
    writer: AccountWriter,
    zipped: ZipEntry,
    message: ManifestMessage,
    same: boolean,
    places: RestoredPlaces,
  ): Promise<void> {
    this.#signal.throwIfAborted();
    const bytes = await zipped.read(maxMessageOctets);
    const hash = await sha256(bytes);
    if (hash !== message.sha256) throw new ArchiveProblem('broken_zip', 'its hash is another');
    const folder = places.folder(message.folder);
    const labels = places.labels(message.labels);
    const snooze = message.snooze && {
      until: message.snooze.until,
      from: places.folder(message.snooze.from),
    };
    const { unread, starred, pinned, quiet, movedAt, date, headerOf, copy = false } = message;
    const entry = same ? message.ledger : null;
    const marks = { folder, unread, starred, pinned, quiet, labels, snooze };
    await writer.add({ bytes, sha256: hash, ...marks, movedAt, date, headerOf, entry, copy });
    this.#read(zipped.size);
  }

  async #stranger(
    writer: AccountWriter,
    bytes: Uint8Array<ArrayBuffer>,
    name: string,
    octets: number,
  ): Promise<void> {
    this.#signal.throwIfAborted();
    if (!looksLikeMail(bytes)) this.#problem(name, 'unknown_format', '');
    else {
      const hash = await sha256(bytes);
      await writer.add({ bytes, sha256: hash, ...asRead });
    }
    this.#read(octets);
  }

  /** Runs with the account's lock, and writes what is left at the end, also after a message that failed. */
  async #into(account: string, work: (writer: AccountWriter) => Promise<void>): Promise<void> {
    await withAccount(
      account,
      'exclusive',
      async () => {
        const writer = await AccountWriter.of(account, this.#now);
        try {
          await work(writer);
        } finally {
          // Stopped, or failed at the file: what was read before is right, and is kept.
          await writer.flush().finally(() => {
            this.result.imported += writer.stored;
            this.result.octets += writer.storedOctets;
            this.result.duplicates += writer.skipped;
          });
        }
      },
      this.#signal,
    );
  }

  #failed(name: string, error: unknown): void {
    if (this.#signal.aborted) throw error;
    const problem = archiveProblem(error);
    // The next message would find no room either; and what nobody foresaw is not to be passed over.
    if (problem.code === 'full' || problem.code === 'failed') throw problem;
    this.#problem(name, problem.code, problem.detail);
  }

  #problem(name: string, code: ArchiveCode, detail: string): void {
    this.result.problems.count += 1;
    if (this.result.problems.list.length < maxProblems)
      this.result.problems.list.push({ name, code, detail });
  }

  #read(octets: number): void {
    this.#messagesRead += 1;
    this.#octetsRead = Math.min(this.#octetsRead + octets, this.#octetsTotal);
    this.#progress();
  }

  #progress(): void {
    const [done, octets, octetsTotal] = [this.#messagesRead, this.#octetsRead, this.#octetsTotal];
    this.#tell({ done, total: 0, octets, octetsTotal });
  }
}

/** Mail of another program, of which nothing is known beside its bytes. */
const asRead: Omit<Incoming, 'bytes' | 'sha256'> = {
  ...{ folder: 'inbox', unread: false, starred: false, pinned: false, quiet: false, movedAt: null },
  ...{ labels: [], snooze: null },
  ...{ date: null, headerOf: null, entry: null, copy: false },
};

/** What a file is, by its first octets and not by its name. @throws ArchiveProblem unknown_format, unreadable */
export async function formatOf(file: Blob): Promise<'zip' | 'mbox' | 'message'> {
  const head = new Uint8Array(await file.slice(0, 4_096).arrayBuffer());
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith('PK\u0003\u0004') || text.startsWith('PK\u0005\u0006')) return 'zip';
  if (/^(?:\r?\n){0,8}From /.test(text)) return 'mbox';
  if (looksLikeMail(head)) return 'message';
  throw new ArchiveProblem('unknown_format');
}

/** Begins with a header field (RFC 5322 §2.2), perhaps behind a byte order mark or empty lines. */
function looksLikeMail(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 1_000));
  return /^(?:\u00ef\u00bb\u00bf)?(?:\r?\n){0,4}[!-9;-~]{1,200}[ \t]{0,9}:/.test(text);
}

const isMessageName = (name: string): boolean => /\.eml$/i.test(name);

/** Mail that a program on Unix wrote has bare LF: it gets the line ends that a server would send. Other mail is left alone. */
function wireForm(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const lf = bytes.indexOf(0x0a);
  return lf >= 0 && bytes[lf - 1] !== 0x0d ? toWire(bytes) : bytes;
}
