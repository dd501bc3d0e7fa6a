import { listCounter } from '@/lib/store/counters';
import { listIds, listMessages, listRange, positionOf, windowAround } from '@/lib/store/lists';
import { getMessage } from '@/lib/store/messages';
import type { MessageRecord, View } from '@/lib/store/schema';
import type { MessageSource } from './messageWindow';

/** A list of messages as rows, cursor and selection need it: a folder's, or the results of a search. */
export interface ShownList {
  /** A row stands for several messages: the mark of any may change it. */
  grouped?: boolean;
  source: MessageSource;
  /** Ids of all its messages, in its order. */
  ids(): Promise<readonly number[]>;
  /** All messages that these rows stand for: what is done to rows is done to them. */
  members(rows: readonly number[]): Promise<readonly number[]>;
  /** Where a message stands, or would stand; -1 where that cannot be said. */
  position(record: MessageRecord): Promise<number>;
  /** Ids of the messages between two of it, both included. */
  range(from: MessageRecord, to: MessageRecord): Promise<readonly number[]>;
  /** Calls `listener` when its messages are others for a reason of its own, not of the store's. Returns the way out. */
  subscribe(listener: () => void): () => void;
}

/** What rows say of conversations comes with the first list of them. */
const conversations = () => import('@/lib/store/conversations');

/** The messages of a folder, of all accounts or of one; `grouped`: a row for each conversation. */
export function folderList(folder: View, account: string | null, grouped = false): ShownList {
  const shown = { folder, account, grouped };
  const rows = async (records: MessageRecord[]) =>
    grouped ? (await conversations()).withConversations(records) : records;
  return {
    grouped,
    source: {
      counter: () => listCounter(shown),
      list: async (offset, count) => rows(await listMessages(shown, offset, count)),
      message: getMessage,
      around: async (anchor, span) => {
        const view = await windowAround(shown, anchor, span);
        return { ...view, rows: await rows(view.rows) };
      },
    },
    ids: () => listIds(shown),
    members: async (ids) => (grouped ? (await conversations()).membersOf(ids) : ids),
    position: (record) => positionOf(shown, record),
    range: (from, to) => listRange(shown, from, to),
    subscribe: () => () => {},
  };
}
