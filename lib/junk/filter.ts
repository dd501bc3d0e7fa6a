import { authenticationOf, type Header, receiverOf } from '@/lib/mail/authentication';
import { registrableDomain } from '@/lib/mail/domain';
import { type Junk, serverVerdict, trustedNames, verdictNames } from '@/lib/mail/serverVerdict';
import type { OpenedMessage } from '@/lib/mail/types';
import { listAccounts } from '@/lib/store/accounts';
import { isFromFile } from '@/lib/store/fromFile';
import { arrivals, concludeArrivals, keptMessages, serverOf } from '@/lib/store/junk/arrivals';
import { type Taught, taughtOf, totals } from '@/lib/store/junk/knowledge';
import { learn, pendingLessons, takeForGood } from '@/lib/store/junk/lessons';
import { choiceFor, chosenOf, junkSenders, junkSettings } from '@/lib/store/junk/senders';
import type { JunkReceipt, JunkVerdictRecord } from '@/lib/store/records/junk';
import type { MessageRecord } from '@/lib/store/schema';
import { messagesWithPacks } from '@/lib/store/searchIndex';
import { type Feature, featuresOf } from './features';
import { headersOf } from './headers';
import { cutoffs, hashesOf, hasLearned, judge, taughtInAll } from './judge';

/** So many messages at a time: one transaction for what comes of them, and their packs in memory. */
const portion = 32;
/** While mail arrives in masses it is judged afterwards. */
const masses = 200;
/** Of larger messages the beginning is read. */
const mostOctets = 512 * 1024;
/** So many attached files are read, up to so many octets. */
const mostFiles = { files: 2, octets: 512 * 1024 };
/** Mail that was read and kept for so long is ordinary, ms. The newest of it teach, so many of each account, some at a time. */
const keptFor = 2 * 86_400_000;
const kept = { most: 2_000, atOnce: 64 };
/** Where nothing is known of what the server writes, so many of a portion are looked at. */
const sampled = 8;
/** Before anything was learned, mail is looked at that was written in so many ms: not all of a mailbox that is new here. */
const recent = 14 * 86_400_000;

export interface FilterDelegate {
  /** Parses a message. Rejects when it cannot be parsed. */
  open(raw: Uint8Array<ArrayBuffer>): Promise<OpenedMessage>;
  /** The words of a PDF document. Rejects where what reads them is not to be had. */
  pdfText(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Told before each message that is parsed: what hangs is to blame. */
  at(message: number | null): void;
  /** Lets messages in; while people do something, waits. */
  breathe(): Promise<void>;
  /** Mail is arriving. */
  busy(): boolean;
  now(): number;
}

/**
 * The junk filter: learns from what people move and keep, judges what arrives. One piece of work after another, each ended
 * by one transaction, so that a message is judged, and teaches, exactly once, whenever the worker is killed.
 */
export class JunkFilter {
  readonly #epoch: number;
  readonly #delegate: FilterDelegate;
  readonly #skip: ReadonlySet<number>;
  #looksForKept = true;

  /** @param skip messages that an earlier worker hung on: they are judged by their records */
  constructor(epoch: number, delegate: FilterDelegate, skip: ReadonlySet<number> = new Set()) {
    this.#epoch = epoch;
    this.#delegate = delegate;
    this.#skip = skip;
  }

  /** Messages were read or moved: the next step looks for some that were kept. */
  changed(): void {
    this.#looksForKept = true;
  }

  /** The next piece of work. Resolves with false when there is nothing to do for now. @throws LeadershipLost, StorageFull */
  async step(): Promise<boolean> {
    return (await this.#judge()) || (await this.#learn()) || (await this.#gather());
  }

  async #judge(): Promise<boolean> {
    const waiting = await arrivals(this.#delegate.busy() ? masses : portion);
    if (waiting.length === 0 || (this.#delegate.busy() && waiting.length === masses)) return false;
    const records = waiting.slice(0, portion);
    // What has just come is judged at once; a mailbox full of mail waits for those who read.
    const many = records.length === portion;
    const through = records.at(-1)?.id ?? 0;
    const settings = await junkSettings();
    // Mail that was brought here from a file has arrived elsewhere, long ago.
    const fresh = records.filter((record) => record.folder === 'inbox' && !isFromFile(record));
    const chosen = chosenOf(await junkSenders());
    const learned = settings.junkFilter && hasLearned(taughtInAll(await totals()));
    const verdicts: JunkVerdictRecord[] = [];
    const receipts = new Map<string, JunkReceipt[]>();
    for (const account of new Set(fresh.map((record) => record.account))) {
      const mail = fresh.filter((record) => record.account === account);
      const server = await this.#server(account);
      const known = server.names.length > 0 || learned;
      const since = this.#delegate.now() - recent;
      const sample = new Set(mail.slice(-sampled));
      const read = await this.#read(
        mail.filter((record) => known || sample.has(record) || record.date > since),
        (record) => settings.junkFilter && (learned || record.date > since),
        account,
        server,
        settings.junkServer,
        many,
      );
      receipts.set(
        account,
        read.map(({ receipt }) => receipt),
      );
      const taught = learned ? await taughtOf(read.flatMap(({ features }) => [...hashesOf(features)])) : [];
      for (const record of mail) {
        const seen = read.find(({ id }) => id === record.id);
        const choice = choiceFor(record.envelope.from[0]?.address ?? '', chosen);
        const verdict = settings.junkFilter ? conclude(record, choice, seen ?? null, taught) : null;
        if (verdict) verdicts.push(verdict);
      }
    }
    await concludeArrivals(this.#epoch, through, verdicts, receipts, this.#delegate.now());
    return true;
  }

  /** Whose word counts for the account. */
  async #server(account: string) {
    const { receipts, authentication } = await serverOf(account);
    return { trusted: receiverOf(authentication), names: trustedNames(receipts) };
  }

  /** Bills and letters that are sent as PDF files are junk by what stands in them (SpamAssassin's ExtractText). */
  async #filed(opened: OpenedMessage | null): Promise<string> {
    const files = (opened?.attachments ?? []).filter(
      ({ bytes, name, type }) =>
        (type === 'application/pdf' || /\.pdf$/i.test(name)) && bytes.byteLength <= mostFiles.octets,
    );
    const texts: string[] = [];
    // A document must not keep its message, and all that came after it, from being judged.
    for (const { bytes } of files.slice(0, mostFiles.files))
      texts.push(await this.#delegate.pdfText(bytes).catch(() => ''));
    return texts.join('\n');
  }

  async #read(
    mail: readonly MessageRecord[],
    isWhole: (record: MessageRecord) => boolean,
    account: string,
    { trusted, names }: { trusted: ReturnType<typeof receiverOf>; names: readonly string[] },
    heeds: boolean,
    patient: boolean,
  ): Promise<Seen[]> {
    const own = await ownAddresses(account);
    const found = await messagesWithPacks(mail.map(({ id }) => id));
    const seen: Seen[] = [];
    for (const { record, pack } of found) {
      if (patient) {
        // No message is to blame for how long this takes.
        this.#delegate.at(null);
        await this.#delegate.breathe();
      }
      const raw = bytesOf(record, pack);
      const headers: Header[] = raw ? headersOf(raw) : [];
      const server = heeds ? serverVerdict(headers, trusted, names) : null;
      const whole = isWhole(record);
      const opened = whole && raw ? await this.#open(record, raw) : null;
      const host = (record.envelope.from[0]?.address ?? '').replace(/^.*@/, '').toLowerCase();
      seen.push({
        id: record.id,
        server,
        forged: trusted !== null && authenticationOf(headers, trusted)?.dmarc === 'fail',
        features: whole ? featuresOf(record.envelope, opened, own, server, await this.#filed(opened)) : [],
        receipt: {
          ...{ message: record.id, domain: registrableDomain(host) ?? host },
          headers: verdictNames(headers, trusted),
        },
      });
    }
    return seen;
  }

  async #open(record: MessageRecord, raw: Uint8Array<ArrayBuffer>): Promise<OpenedMessage | null> {
    if (!record.parsed || this.#skip.has(record.id)) return null;
    this.#delegate.at(record.id);
    return this.#delegate.open(raw.slice(0, mostOctets)).catch(() => null);
  }

  async #learn(): Promise<boolean> {
    const pending = await pendingLessons(portion);
    if (pending.length === 0) return false;
    const wanted = pending.flatMap(({ lesson, record }) => (lesson.want !== null && record ? record : []));
    const tokens = new Map<number, Uint32Array<ArrayBuffer>>();
    for (const account of new Set(wanted.map((record) => record.account))) {
      const mail = wanted.filter((record) => record.account === account);
      for (const { id, features } of await this.#read(
        mail,
        () => true,
        account,
        await this.#server(account),
        true,
        pending.length === portion,
      ))
        tokens.set(id, hashesOf(features));
    }
    await learn(
      this.#epoch,
      pending.map(({ lesson }) => ({ lesson, tokens: tokens.get(lesson.message) ?? new Uint32Array() })),
    );
    return true;
  }

  /** What was read and kept teaches what ordinary mail is, as soon as anything has taught what junk is. */
  async #gather(): Promise<boolean> {
    if (!this.#looksForKept) return false;
    this.#looksForKept = false;
    const rows = await totals();
    const { junk } = taughtInAll(rows);
    if (junk === 0) return false;
    let taken = 0;
    for (const { id } of await listAccounts()) {
      const good = rows.find(({ key }) => key === id)?.good ?? 0;
      if (good >= kept.most) continue;
      const found = await keptMessages(
        id,
        Math.min(kept.atOnce, kept.most - good),
        this.#delegate.now() - keptFor,
      );
      taken += await takeForGood(this.#epoch, found);
    }
    if (taken > 0) this.#looksForKept = true;
    return taken > 0;
  }
}

interface Seen {
  id: number;
  server: Junk | null;
  /** The receiver says that its sender is not who it says. */
  forged: boolean;
  features: Feature[];
  receipt: JunkReceipt;
}

/** Null: it is ordinary mail. */
export function conclude(
  { id: message, account }: Pick<MessageRecord, 'id' | 'account'>,
  choice: 'allowed' | 'blocked' | null,
  seen: Pick<Seen, 'server' | 'forged' | 'features'> | null,
  taught: readonly Taught[],
): JunkVerdictRecord | null {
  const nothing = { message, account, score: 1, against: [], inFavour: [] };
  if (choice === 'blocked') return { ...nothing, verdict: 'junk', reason: 'blocked' };
  // Whoever forges the sender that somebody trusts is not let in by that.
  if (choice === 'allowed' && !seen?.forged) return null;
  const learned = hasLearned(taughtInAll(taught));
  const { ordinary, ...judged } = judge(seen?.features ?? [], account, learned ? taught : []);
  if (seen?.server === 'junk') {
    // What this person's mail has taught goes before what the server thinks of everybody's.
    return { ...nothing, ...(learned && judged), verdict: ordinary ? 'unsure' : 'junk', reason: 'server' };
  }
  // Forms alone say that it may be junk, and move what is certain.
  const from = learned ? cutoffs : { unsure: cutoffs.junk, junk: cutoffs.certain };
  if (judged.score < from.unsure) return null;
  const verdict = judged.score >= from.junk ? 'junk' : 'unsure';
  return { message, account, ...judged, reason: 'words', verdict };
}

function bytesOf({ offset, size }: MessageRecord, pack: ArrayBuffer | null): Uint8Array<ArrayBuffer> | null {
  if (!pack || pack.byteLength < offset + size) return null;
  return new Uint8Array(pack, offset, size);
}

async function ownAddresses(account: string): Promise<string[]> {
  const record = (await listAccounts()).find(({ id }) => id === account);
  return record ? [record.address, record.username].map((address) => address.toLowerCase()) : [];
}
