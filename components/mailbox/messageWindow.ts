import type { FolderView } from '@/lib/store/lists';
import type { MessageRecord } from '@/lib/store/schema';

/**
 * What a list of any length shows, held as a few pages of records around the visible rows.
 *
 *   store ──change──► refresh: the anchor's place, counter, visible pages, of one moment ─► ONE snapshot
 *                                                              │ old rows stay until then: no flicker
 *   list ◄── snapshot.moved: the anchor went down n rows, scroll by n rows ◄┘
 *
 * The anchor is the first visible row when the list is scrolled down: mail that arrives above it must not push what is
 * being read. At the very top there is no anchor: there, people want to see the new mail appear.
 */
export interface MessageSource {
  counter(): Promise<{ total: number; unread: number }>;
  list(offset: number, count: number): Promise<MessageRecord[]>;
  message(id: number): Promise<MessageRecord | undefined>;
  /** Counter, the anchor's place and the rows that `span` asks for, all of one moment. */
  around(
    anchor: MessageRecord | undefined,
    span: (total: number, place: number | null) => { offset: number; count: number },
  ): Promise<FolderView>;
}

export interface WindowSnapshot {
  /** Null until the first answer. */
  total: number | null;
  unread: number;
  /** Rows by which the anchor went down (negative: up) from the snapshot before. */
  moved: number;
  version: number;
  /** Why the list cannot be shown; the rows are the last good ones. */
  error: Error | null;
}

export const pageSize = 50;
/** Pages that are kept although they are out of sight. */
const maxPages = 12;

export class MessageWindow {
  #snapshot: WindowSnapshot = { total: null, unread: 0, moved: 0, version: 0, error: null };
  #pages = new Map<number, MessageRecord[]>();
  #loading = new Set<number>();
  /** Answers to questions of an earlier generation are about a list that no longer is. */
  #generation = 0;
  #range = { first: 0, last: pageSize - 1, top: true };
  #refreshing: Promise<void> | null = null;
  #again = false;
  readonly #listeners = new Set<() => void>();
  readonly #source: MessageSource;

  constructor(source: MessageSource) {
    this.#source = source;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly snapshot = (): WindowSnapshot => this.#snapshot;

  /** The record of a row, or undefined while it is not loaded. */
  row(index: number): MessageRecord | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** The record of a row that may be out of sight. */
  async fetch(index: number): Promise<MessageRecord | undefined> {
    return this.row(index) ?? (await this.#source.list(index, 1))[0];
  }

  /** Where a message stands, as far as it is loaded; -1 otherwise. */
  indexOf(id: number): number {
    for (const [page, records] of this.#pages) {
      const at = records.findIndex((record) => record.id === id);
      if (at >= 0) return page * pageSize + at;
    }
    return -1;
  }

  /** Tells which rows are visible (inclusive), and loads what is missing of them. */
  show(first: number, last: number, top: boolean): void {
    this.#range = { first, last, top };
    if (this.#snapshot.total !== null) for (const page of this.#pagesOf(first, last)) void this.#load(page);
  }

  /** Takes over what changed in the store. Calls while one is running are answered by one more run. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refreshAll().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Takes over one message whose marks changed. */
  async refreshMessage(id: number): Promise<void> {
    const [record, { unread }] = await Promise.all([this.#source.message(id), this.#source.counter()]);
    const index = this.indexOf(id);
    const page = this.#pages.get(Math.floor(index / pageSize));
    if (record && page) {
      const copy = [...page];
      copy[index % pageSize] = record;
      this.#pages.set(Math.floor(index / pageSize), copy);
    }
    this.#publish({ unread });
  }

  async #refreshAll(): Promise<void> {
    do {
      this.#again = false;
      await this.#refreshOnce();
    } while (this.#again);
  }

  async #refreshOnce(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    try {
      const { first, top } = this.#range;
      const anchor = top ? undefined : this.row(first);
      let moved = 0;
      const { total, unread, offset, rows } = await this.#source.around(anchor, (count, place) => {
        moved = place === null ? 0 : place - first;
        // The range may have moved on while we asked: what is visible now counts, shifted by what came in above.
        const pages = this.#pagesOf(this.#range.first + moved, this.#range.last + moved, count);
        return { offset: (pages[0] ?? 0) * pageSize, count: pages.length * pageSize };
      });
      if (generation !== this.#generation) return;
      const before = new Map([...this.#pages.values()].flat().map((record) => [record.id, record]));
      this.#pages = new Map();
      for (let at = 0; at < rows.length; at += pageSize) {
        this.#pages.set(
          (offset + at) / pageSize,
          rows.slice(at, at + pageSize).map((row) => kept(before.get(row.id), row)),
        );
      }
      this.#loading.clear();
      this.#range = { ...this.#range, first: this.#range.first + moved, last: this.#range.last + moved };
      this.#publish({ total, unread, moved, error: null });
      this.show(this.#range.first, this.#range.last, this.#range.top);
    } catch (error) {
      this.#publish({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  async #load(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#loading.has(page)) return;
    this.#loading.add(page);
    const generation = this.#generation;
    try {
      const records = await this.#source.list(page * pageSize, pageSize);
      if (generation !== this.#generation) return;
      this.#loading.delete(page);
      this.#pages.set(page, records);
      this.#prune();
      this.#publish({ moved: 0 });
    } catch (error) {
      this.#loading.delete(page);
      this.#publish({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  #pagesOf(first: number, last: number, total = this.#snapshot.total ?? 0): number[] {
    const from = Math.max(0, Math.floor(Math.min(first, total - 1) / pageSize));
    const to = Math.floor(Math.min(last, total - 1) / pageSize);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  }

  #prune(): void {
    const middle = (this.#range.first + this.#range.last) / 2 / pageSize;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, Math.max(0, far.length - maxPages))) this.#pages.delete(page);
  }

  #publish(change: Partial<WindowSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, moved: 0, ...change, version: this.#snapshot.version + 1 };
    for (const listener of this.#listeners) listener();
  }
}

/** The record that is shown already, where nothing in it has changed: its row need not be drawn again. */
function kept(before: MessageRecord | undefined, now: MessageRecord): MessageRecord {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
