import type { Filter, Query } from '@/lib/mail/query';
import { type Field, fields, fieldTokens, type SearchDocument } from '@/lib/search/document';
import { newestFirst } from '@/lib/search/order';
import { slotsOf } from '@/lib/search/plan';

/** What may change about a message while it is here. */
export interface Marks {
  unread: boolean;
  starred: boolean;
  /** A folder of one's own by its name. */
  folder: string;
  /** By their names. */
  labels: readonly string[];
}

/**
 * The same search without an index: every document is read from its first word to its last. Slow and plain, so that it
 * can be seen to be right.
 */
export function scan(
  query: Query,
  documents: readonly SearchDocument[],
  marks: (id: number) => Marks,
): number[] {
  return documents
    .filter((document) => matches(query, document, marks(document.id)))
    .sort(newestFirst)
    .map(({ id }) => id);
}

function matches(query: Query, document: SearchDocument, marks: Marks): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'and':
      return query.parts.every((part) => matches(part, document, marks));
    case 'or':
      return query.parts.some((part) => matches(part, document, marks));
    case 'not':
      return !matches(query.part, document, marks);
    case 'words': {
      const slots = slotsOf(query.text, query.prefix);
      const searched = query.field === null ? fields : [query.field];
      return slots.length === 0 || searched.some((field) => holds(document, field, slots));
    }
    default:
      return passes(query, document, marks);
  }
}

function holds(document: SearchDocument, field: Field, slots: ReturnType<typeof slotsOf>): boolean {
  const at = new Map<number, string>();
  fieldTokens(document.texts[field], (term, position) => at.set(position, term));
  return [...at.keys()].some((start) =>
    slots.every(({ term, prefix, offset }) => {
      const found = at.get(start + offset);
      return found !== undefined && (prefix ? found.startsWith(term) : found === term);
    }),
  );
}

function passes(filter: Filter, document: SearchDocument, marks: Marks): boolean {
  switch (filter.kind) {
    case 'attachment':
      return document.attachments;
    case 'unread':
      return marks.unread === filter.value;
    case 'starred':
      return marks.starred === filter.value;
    // `in:` and `label:` mean either.
    case 'folder':
      return marks.folder === filter.name || marks.labels.includes(filter.name);
    case 'account':
      return document.account === filter.name;
    case 'list':
      return false;
    case 'date':
      return (
        (filter.from === null || document.date >= filter.from) &&
        (filter.to === null || document.date < filter.to)
      );
    case 'size':
      return (
        (filter.above === null || document.size > filter.above) &&
        (filter.below === null || document.size < filter.below)
      );
  }
}
