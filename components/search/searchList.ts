import type { MessageSource } from '@/components/mailbox/messageWindow';
import type { ShownList } from '@/components/mailbox/shownList';
import type { QueryNote } from '@/lib/mail/query';
import type { Indexed, Order } from '@/lib/search/mailbox';
import { getMessage, getMessages } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';
import type { Ask, Marker } from './engine';

export interface SearchState {
  /** The query that the results are for; null: none has been answered yet. */
  query: string | null;
  /** How many results there are; null: not known yet. */
  total: number | null;
  /** How much of the mail can be found; null: not known yet. */
  indexed: Indexed | null;
  /** What was taken for words, and why. */
  notes: readonly QueryNote[];
  /** Where the words stand in a text. */
  marker: Marker | null;
  error: Error | null;
}

const nothing: SearchState = {
  query: null,
  total: null,
  indexed: null,
  notes: [],
  marker: null,
  error: null,
};

/** Results of searches, one query after another in one list: those of the last one stay until the next ones are here. */
export class SearchList implements ShownList {
  readonly #ask: () => Promise<Ask>;
  readonly #listeners = new Set<() => void>();
  #ids: readonly number[] = [];
  #state = nothing;
  #wanted: { text: string; order: Order } | null = null;
  #asked = 0;
  #leave: () => void = () => {};

  /** @param ask brings the code that searches, which comes when it is first needed */
  constructor(ask: () => Promise<Ask>) {
    this.#ask = ask;
  }

  readonly source: MessageSource = {
    counter: async () => ({ total: this.#ids.length, unread: 0 }),
    list: (offset, count) => this.#rows(offset, count),
    message: getMessage,
    around: async (anchor, span) => {
      const at = anchor ? this.#ids.indexOf(anchor.id) : -1;
      const place = at < 0 ? null : at;
      const { offset, count } = span(this.#ids.length, place);
      const rows = count > 0 ? await this.#rows(offset, count) : [];
      return { total: this.#ids.length, unread: 0, place, offset, rows };
    },
  };

  readonly ids = async (): Promise<readonly number[]> => this.#ids;
  readonly position = async ({ id }: MessageRecord): Promise<number> => this.#ids.indexOf(id);

  readonly range = async (from: MessageRecord, to: MessageRecord): Promise<readonly number[]> => {
    const places = [from, to].map(({ id }) => this.#ids.indexOf(id)).filter((place) => place >= 0);
    return places.length === 0 ? [] : this.#ids.slice(Math.min(...places), Math.max(...places) + 1);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly state = (): SearchState => this.#state;

  /** Searches. The answer comes by and by, and is told to who has subscribed. */
  search(text: string, order: Order): void {
    this.#wanted = { text, order };
    void this.#begin();
  }

  /** Asks again what was asked last: mail has come or gone, or more of it can be found. */
  again(): void {
    if (this.#wanted) void this.#begin();
  }

  /** Hears of no answer any more. */
  end(): void {
    this.#asked += 1;
    this.#wanted = null;
    this.#leave();
  }

  async #begin(): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#asked += 1;
    const asked = this.#asked;
    const mine = () => this.#asked === asked;
    try {
      const ask = await this.#ask();
      if (!mine()) return;
      this.#leave();
      const { notes, marker, leave } = ask(wanted.text, wanted.order, {
        results: ({ ids, total, indexed }) => {
          if (!mine()) return;
          this.#ids = ids;
          this.#tell({ query: wanted.text, total, indexed, notes, marker, error: null });
        },
        failure: (error) => mine() && this.#tell({ ...this.#state, query: wanted.text, error }),
      });
      this.#leave = leave;
    } catch (error) {
      // The code did not come: the bridge is out of reach, and nobody has searched here before.
      if (mine()) this.#tell({ ...nothing, query: wanted.text, error: error as Error });
    }
  }

  /** Records of results; what has been deleted meanwhile leaves the list. */
  async #rows(offset: number, count: number): Promise<MessageRecord[]> {
    for (;;) {
      const ids = this.#ids.slice(offset, offset + count);
      const records = await getMessages(ids);
      if (records.length === ids.length) return records;
      const here = new Set(records.map(({ id }) => id));
      const gone = new Set(ids.filter((id) => !here.has(id)));
      this.#ids = this.#ids.filter((id) => !gone.has(id));
    }
  }

  #tell(state: SearchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
