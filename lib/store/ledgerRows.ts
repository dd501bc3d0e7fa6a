import type { ArrivedMessage } from './batches';
import type { LedgerRecord, MessageRecord } from './schema';

type Columns = Pick<LedgerRecord, 'uidls' | 'sha256' | 'sizes' | 'listed' | 'fingerprints' | 'ids' | 'dates'>;

/** What the ledger keeps of a batch: `messages[i]` became `records[i]`. */
export function columnsOf(
  messages: readonly ArrivedMessage[],
  records: readonly Pick<MessageRecord, 'id' | 'date'>[],
): Columns {
  return {
    uidls: messages.map(({ uidl }) => uidl),
    sha256: messages.map(({ sha256 }) => sha256),
    sizes: messages.map(({ size }) => size),
    listed: messages.map(({ listed }) => listed ?? -1),
    fingerprints: messages.map(({ fingerprint }) => fingerprint ?? ''),
    ids: records.map(({ id }) => id),
    dates: records.map(({ date }) => date),
  };
}

/** A row without some of its messages. Whatever is an array in a row is a column of it: none may fall out of step. */
export function without(row: LedgerRecord, uidls: ReadonlySet<string>): LedgerRecord {
  const keep = row.uidls.map((uidl) => !uidls.has(uidl));
  const shorter = Object.entries(row).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.filter((_, index) => keep[index]) : value,
  ]);
  return Object.fromEntries(shorter) as LedgerRecord;
}
