import type { Envelope } from './types';

/** What the overview counts of a message. */
export interface Counted {
  id: number;
  folder: string;
  date: number;
  size: number;
  unread: boolean;
  envelope: Pick<Envelope, 'from' | 'subject' | 'list' | 'listName'>;
}

export interface SenderSum {
  /** What its mail has in common: see `senderKey`. */
  key: string;
  /** The mailing list; null: it is a single sender. */
  list: string | null;
  /** Of the newest message, lower case; empty: no sender. */
  address: string;
  /** Key of the newest message, and its folder. */
  newest: { id: number; folder: string };
  /** The newest name that came with it. */
  name: string;
  /** Of a mailing list alone: what it calls itself, and who writes to it, as far as that tells whether several do. */
  lists?: { name: string; addresses: readonly string[]; names: readonly string[] };
  messages: number;
  octets: number;
  unread: number;
  /** Dates of the newest message, and of the newest that was read; ms since 1970, null: none was. */
  last: number;
  lastRead: number | null;
}

/** More names of one address are several people: newsletters change theirs, too. */
const mostNames = 2;

/** What a sender is called: a list that several people write to by its own name, not by whoever wrote last. */
export function senderName({ key, list, lists, name, address }: SenderSum): string {
  if (list !== null && lists && (lists.addresses.length > 1 || lists.names.length > mostNames))
    return lists.name || list;
  return name || address || key;
}

export interface Overview {
  messages: number;
  octets: number;
  /** By month of the local calendar, `2026-01`. */
  months: Map<string, { messages: number; octets: number }>;
  folders: Map<string, { messages: number; octets: number }>;
  senders: Map<string, SenderSum>;
  /** The largest messages, the largest first. */
  largest: Counted[];
}

export const emptyOverview = (): Overview => ({
  ...{ messages: 0, octets: 0, months: new Map(), folders: new Map(), senders: new Map(), largest: [] },
});

const largestShown = 20;

/** Adds a message to what was counted. */
export function count(overview: Overview, message: Counted): void {
  const { folder, date, size } = message;
  overview.messages += 1;
  overview.octets += size;
  sum(overview.months, monthOf(date), size);
  sum(overview.folders, folder, size);
  addSender(overview.senders, message);
  const smallest = overview.largest.at(-1);
  if (overview.largest.length < largestShown || (smallest && size > smallest.size)) {
    overview.largest = [...overview.largest, message]
      .sort((a, b) => b.size - a.size || b.id - a.id)
      .slice(0, largestShown);
  }
}

function sum(sums: Map<string, { messages: number; octets: number }>, key: string, size: number): void {
  const { messages, octets } = sums.get(key) ?? { messages: 0, octets: 0 };
  sums.set(key, { messages: messages + 1, octets: octets + size });
}

/** A mailing list, which sends under many names; else the sender's address. Empty: neither. */
export const senderKey = ({ from, list }: Pick<Envelope, 'from' | 'list'>): string =>
  list ?? from[0]?.address.trim().toLowerCase() ?? '';

function addSender(
  senders: Map<string, SenderSum>,
  { id, folder, date, size, unread, envelope }: Counted,
): void {
  const [from] = envelope.from;
  const key = senderKey(envelope);
  const before: Omit<SenderSum, 'key' | 'list'> = senders.get(key) ?? {
    ...{ address: '', name: '', newest: { id, folder }, messages: 0, octets: 0, unread: 0 },
    ...{ last: Number.NEGATIVE_INFINITY, lastRead: null },
  };
  const isNewest = date >= before.last;
  const address = from?.address.trim().toLowerCase() ?? '';
  senders.set(key, {
    key,
    list: envelope.list ?? null,
    address: isNewest ? address : before.address,
    newest: isNewest ? { id, folder } : before.newest,
    name: isNewest ? from?.name || before.name : before.name || from?.name || '',
    ...(envelope.list !== undefined && {
      lists: {
        name: (isNewest && envelope.listName) || before.lists?.name || envelope.listName || '',
        addresses: withOne(before.lists?.addresses, address, 2),
        names: withOne(before.lists?.names, from?.name.toLowerCase() ?? '', mostNames + 1),
      },
    }),
    messages: before.messages + 1,
    octets: before.octets + size,
    unread: before.unread + (unread ? 1 : 0),
    last: Math.max(before.last, date),
    lastRead: unread ? before.lastRead : Math.max(before.lastRead ?? Number.NEGATIVE_INFINITY, date),
  });
}

/** No more of them than anybody asks for. */
const withOne = (known: readonly string[] = [], one: string, most: number): readonly string[] =>
  one === '' || known.length >= most || known.includes(one) ? known : [...known, one];

export function monthOf(date: number): string {
  const day = new Date(date);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`;
}

/**
 * The months from the first to the last with mail, those without it among them; at most `most`: of longer times, the last.
 */
export function monthsBetween(months: Iterable<string>, most: number): string[] {
  const sorted = [...months].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: string[] = [];
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  for (let at = Math.max(number(first), number(last) - most + 1); at <= number(last); at += 1)
    found.push(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`);
  return found;
}
