import type { Query, WordField, Words } from '@/lib/mail/query';
import { onChange } from '@/lib/store/changes';
import { readContacts } from '@/lib/store/contacts';
import type { ContactRecord } from '@/lib/store/records/contacts';
import { termsOf } from './tokens';

/** Somebody as the user has written them down: mail may bear another name, or none. */
export type Person = Pick<ContactRecord, 'name' | 'addresses'>;

/** Of all who are called so, so many addresses are looked for, of those first whom most mail is from. */
const mostAddresses = 16;
const personal: ReadonlySet<WordField | null> = new Set(['from', 'to', 'cc']);

/** Whether a query asks for mail of somebody, or to somebody. */
export function asksForPeople(query: Query): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.parts.some(asksForPeople);
  return query.kind === 'not'
    ? asksForPeople(query.part)
    : query.kind === 'words' && personal.has(query.field);
}

/** `from:ada` finds what bears that name, and what has an address of a contact who is called so. */
export function withPeople(query: Query, people: readonly Person[]): Query {
  switch (query.kind) {
    case 'and':
    case 'or':
      return { kind: query.kind, parts: query.parts.map((part) => withPeople(part, people)) };
    case 'not':
      return { kind: 'not', part: withPeople(query.part, people) };
    case 'words': {
      const parts = addressesOf(query, people).map(
        (text): Query => ({ kind: 'words', field: query.field, text, prefix: false }),
      );
      return parts.length > 0 ? { kind: 'or', parts: [query, ...parts] } : query;
    }
    default:
      return query;
  }
}

/** The addresses that a query finds mail by through the names of contacts; not of what it must not find. */
export function addressesFound(query: Query, people: readonly Person[]): string[] {
  if (query.kind === 'and' || query.kind === 'or')
    return query.parts.flatMap((part) => addressesFound(part, people));
  return query.kind === 'words' ? addressesOf(query, people) : [];
}

function addressesOf({ field, text, prefix }: Words, people: readonly Person[]): string[] {
  if (!personal.has(field)) return [];
  return people
    .filter(({ name }) => isCalled(name, text, prefix))
    .flatMap(({ addresses }) => addresses)
    .slice(0, mostAddresses);
}

function isCalled(name: string, text: string, prefix: boolean): boolean {
  const called = termsOf(name);
  const wanted = termsOf(text);
  return (
    wanted.length > 0 &&
    wanted.every((term, at) =>
      called.some((word) => word === term || (prefix && at === wanted.length - 1 && word.startsWith(term))),
    )
  );
}

/** Whom the user has written down, read when it is first wanted and again when it has changed. */
export class People {
  #people: Promise<readonly Person[]> | null = null;

  constructor() {
    onChange(({ kind }) => {
      if (kind === 'contacts') this.#people = null;
    });
  }

  all(): Promise<readonly Person[]> {
    this.#people ??= readContacts().then(
      (contacts) => contacts.filter(({ named }) => named),
      (error: unknown) => {
        this.#people = null;
        throw error;
      },
    );
    return this.#people;
  }
}
