import type { Transaction } from './database';
import type { Folder, MessageRecord } from './schema';

type Grouped = Pick<MessageRecord, 'id' | 'folder' | 'thread' | 'top'>;

interface Group {
  thread: number;
  folder: Folder;
  gained: Set<number>;
}

/**
 * The messages of one conversation in one folder are a group, and the newest of them is marked as the one that stands for
 * it (`top`). This keeps the mark where it belongs while messages come and go.
 */
export class Groups {
  readonly #groups = new Map<string, Group>();
  /** Taken away as they were, and not (yet) added as they are. */
  readonly #away = new Map<number, string>();

  add({ id, folder, thread, top }: Grouped, sign: 1 | -1): void {
    if (thread === undefined) return;
    const key = `${thread} ${folder}`;
    if (sign < 0) {
      const before = this.#away.get(id);
      // Changed twice: it has left both.
      if (before !== undefined && before !== key) this.#group(before);
      this.#away.set(id, key);
      return;
    }
    // Marked as read, say: it is where it was, and so is the mark.
    const stays = this.#away.get(id) === key;
    if (stays) this.#away.delete(id);
    // It came with the mark: whoever put it knows that nobody else is in its group.
    if (!stays && top === undefined) this.#group(key).gained.add(id);
  }

  /** Moves the marks, now that all is put. @returns the messages that got one (1) or lost it (-1) */
  async settle(t: Transaction<'readwrite'>): Promise<{ record: MessageRecord; by: 1 | -1 }[]> {
    for (const key of this.#away.values()) this.#group(key);
    const moved = await Promise.all([...this.#groups.values()].map((group) => settle(t, group)));
    this.#groups.clear();
    this.#away.clear();
    return moved.flat();
  }

  #group(key: string): Group {
    const space = key.indexOf(' ');
    const found = this.#groups.get(key) ?? {
      thread: Number(key.slice(0, space)),
      folder: key.slice(space + 1) as Folder,
      gained: new Set<number>(),
    };
    this.#groups.set(key, found);
    return found;
  }
}

/**
 * The newest gets the mark. Whoever had it was the newest of those that were there before: behind the new ones the first
 * message is the only one that can bear it still.
 */
async function settle(
  t: Transaction<'readwrite'>,
  { thread, folder, gained }: Group,
): Promise<{ record: MessageRecord; by: 1 | -1 }[]> {
  const messages = t.objectStore('messages');
  const range = IDBKeyRange.bound([thread, folder], [thread, folder, []]);
  const moved: { record: MessageRecord; by: 1 | -1 }[] = [];
  let cursor = await messages.index('byThread').openCursor(range, 'prev');
  for (let newest = true; cursor; newest = false, cursor = await cursor.continue()) {
    const record = cursor.value;
    const { top, ...plain } = record;
    if (newest && top === undefined) {
      await messages.put({ ...record, top: folder });
      moved.push({ record, by: 1 });
    } else if (!newest && top !== undefined) {
      await messages.put(plain);
      moved.push({ record, by: -1 });
    }
    if (!gained.has(record.id)) break;
  }
  return moved;
}
