import { type Transaction, tx } from './database';
import { isCopy } from './fromFile';
import type { MessageRecord } from './schema';
import { rangeOf } from './threads';

/** What a row says of the conversation that its message stands for. */
export interface Conversation {
  /** Messages in it, but for those in Junk and Trash (they count in lists of those). */
  count: number;
  /** Names of who wrote them, the last first, each once. */
  people: string[];
}

/** A row of a list: a message, or a conversation in the words of its newest message. */
export type ListRow = MessageRecord & { conversation?: Conversation };

/** Of a long conversation so many messages are looked at for a row. */
const looked = 50;
/** A reader shows so many of the newest messages of one conversation. */
export const shownAtMost = 200;
const mostPeople = 5;

const isOut = ({ folder }: Pick<MessageRecord, 'folder'>) => folder === 'junk' || folder === 'trash';

/**
 * Rows for the messages that stand for their conversations: unread, starred or with an attachment where one of the
 * conversation's messages in the same folder is.
 */
export function withConversations(tops: readonly MessageRecord[]): Promise<ListRow[]> {
  return tx(['messages'], 'readonly', (t) => Promise.all(tops.map((top) => rowFor(t, top))));
}

async function rowFor(t: Transaction<'readonly'>, top: MessageRecord): Promise<ListRow> {
  const { thread } = top;
  if (thread === undefined) return top;
  const index = t.objectStore('messages').index('byThread');
  const count = await index.count(rangeOf(thread));
  if (count < 2) return top;
  const records = await index.getAll(rangeOf(thread), looked);
  const counted = onceEach(records.filter((record) => record.folder === top.folder || !isOut(record)));
  const here = records.filter(({ folder }) => folder === top.folder);
  const left = records.length < count ? count - records.length : 0;
  if (counted.length + left < 2) return top;
  return {
    ...top,
    unread: top.unread || here.some(({ unread }) => unread),
    starred: top.starred === true || here.some(({ starred }) => starred),
    attachments: top.attachments || here.some(({ attachments }) => attachments),
    conversation: { count: counted.length + left, people: peopleOf([...counted, top]) },
  };
}

/** Without copies that somebody made of messages that are among them, or of `beside`, and the other way round. */
function onceEach(records: readonly MessageRecord[], beside?: MessageRecord): MessageRecord[] {
  const told = new Set(records.filter((record) => !isCopy(record)).map(({ sha256 }) => sha256));
  return records.filter((record) => {
    const { sha256 } = record;
    if (sha256 === beside?.sha256 && (isCopy(record) || isCopy(beside))) return false;
    if (!isCopy(record)) return true;
    return !told.has(sha256) && told.add(sha256);
  });
}

function peopleOf(records: readonly MessageRecord[]): string[] {
  const newest = [...records].sort((a, b) => b.date - a.date);
  const names = newest.map(({ envelope: { from } }) => from[0]?.name || from[0]?.address || '');
  return [...new Set(names.filter((name) => name !== ''))].slice(0, mostPeople);
}

/**
 * The other messages of a message's conversation, newest first, from whatever folder; those in Junk and Trash only where
 * it is there itself.
 */
export async function othersOf(message: MessageRecord): Promise<MessageRecord[]> {
  const { id, thread, folder } = message;
  if (thread === undefined) return [];
  const records = await tx(['messages'], 'readonly', (t) =>
    t.objectStore('messages').index('byThread').getAll(rangeOf(thread)),
  );
  const others = records.filter((record) => record.id !== id && (record.folder === folder || !isOut(record)));
  return onceEach(others, message)
    .sort((a, b) => b.date - a.date || b.id - a.id)
    .slice(0, shownAtMost);
}

/** All messages that rows stand for: those of the same conversation in the same folder. */
export async function membersOf(ids: readonly number[]): Promise<number[]> {
  const members = await tx(['messages'], 'readonly', (t) => {
    const messages = t.objectStore('messages');
    return Promise.all(
      ids.map(async (id) => {
        const record = await messages.get(id);
        if (record?.thread === undefined) return [id];
        return messages.index('byThread').getAllKeys(rangeOf(record.thread, record.folder));
      }),
    );
  });
  return [...new Set(members.flat())];
}
