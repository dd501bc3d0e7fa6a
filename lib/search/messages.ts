import type { Query } from '@/lib/mail/query';
import type { Indexed, Order } from './mailbox';

/** What a tab asks of its search worker. A newer search ends the one before. */
export interface SearchRequest {
  kind: 'search';
  id: number;
  query: Query;
  order: Order;
  /** So many hits come first, and at once. */
  first: number;
  /** Their conversations are wanted, too. */
  grouped: boolean;
}

export type ToSearchWorker =
  | SearchRequest
  /** This tab's sync worker leads: write the index. `skip`: messages that an earlier worker hung on. */
  | { kind: 'index'; epoch: number; skip: readonly number[] }
  /** Where the worker is that reads PDF documents, for the junk filter: only the page knows addresses. Comes first. */
  | { kind: 'pdf'; url: string }
  /** Mail arrives: only what is cheap is done. */
  | { kind: 'busy'; busy: boolean };

/** Hits of search `id`. */
export interface Portion {
  id: number;
  ids: number[];
  /** The conversation of each (`SearchSession.threads`), where they are wanted; else empty. */
  threads: number[];
  /** There are no more. */
  all: boolean;
}

export type FromSearchWorker =
  /** The first hits. `total` null: not known before all are looked at. */
  | ({ kind: 'hits'; total: number | null; indexed: Indexed } & Portion)
  | ({ kind: 'more' } & Portion)
  /** The index changed under the search: ask again. */
  | { kind: 'moved'; id: number }
  | { kind: 'failed'; id: number; error: string }
  /** The message that is being parsed; null: none. */
  | { kind: 'at'; message: number | null }
  /** The index is not written any more by this worker. */
  | { kind: 'ended'; error: string };
