import type { MessageRecord } from '@/lib/store/schema';
import type { Opened } from './useOpened';

/** So many messages are kept as they were opened: going back and forth parses and sanitises nothing twice. */
const most = 16;
/** Larger ones are opened anew: what is kept stays small on a phone. */
const largest = 512 * 1024;

const kept = new Map<string, Opened>();

type Where = Pick<MessageRecord, 'id' | 'pack' | 'offset' | 'size' | 'parsed'>;

/** Stands for the same bytes: marks do not count. */
const keyOf = ({ id, pack, offset, size, parsed }: Where) => `${id} ${pack} ${offset} ${size} ${parsed}`;

/** The message as it was opened before. */
export function keptOpened(record: Where): Opened | undefined {
  return kept.get(keyOf(record));
}

/** Keeps what was opened, or sanitised anew. Only what came out whole: failures are tried again. */
export function keepOpened(record: Where, opened: Opened): void {
  const key = keyOf(record);
  kept.delete(key);
  if (opened.state !== 'ready' || record.size > largest) return;
  kept.set(key, opened);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
}
