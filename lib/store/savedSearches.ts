import { unturned } from '@/lib/mail/letters';
import { maxQueryLength } from '@/lib/mail/query';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { maxName, PlaceRefused } from './placeChanges';
import { same } from './places';

/** A search that somebody keeps, and calls by a name: it stands among the folders. */
export interface SavedSearch {
  id: number;
  name: string;
  /** As it was typed. */
  text: string;
}

/** The folder pane shows all of them. */
export const maxSaved = 100;

const collator = new Intl.Collator(undefined, { numeric: true });

/** By name. */
export function savedSearches(): Promise<readonly SavedSearch[]> {
  return tx(['meta'], 'readonly', savedIn);
}

async function savedIn(t: Transaction<IDBTransactionMode>): Promise<readonly SavedSearch[]> {
  const row = await t.objectStore('meta').get('savedSearches');
  return row?.key === 'savedSearches' ? row.searches : [];
}

/** Keeps a search. @throws PlaceRefused */
export function saveSearch(given: Omit<SavedSearch, 'id'>): Promise<SavedSearch> {
  return change((all) => {
    // What stands behind that is not searched for.
    const text = given.text.slice(0, maxQueryLength);
    const saved = { name: given.name, text, id: Math.max(0, ...all.map(({ id }) => id)) + 1 };
    return [saved, [...all, saved]];
  });
}

/** @returns the search as it was before. @throws PlaceRefused */
export function renameSearch(id: number, name: string): Promise<SavedSearch> {
  return change((all) => {
    const before = all.find((each) => each.id === id);
    if (!before) throw new PlaceRefused('gone');
    return [before, all.map((each) => (each.id === id ? { ...each, name } : each))];
  });
}

/** Keeps it no longer; no mail is touched. @returns the search, so that it can be put back by `restoreSearch` */
export function removeSearch(id: number): Promise<SavedSearch | null> {
  return change((all) => [all.find((each) => each.id === id) ?? null, all.filter((each) => each.id !== id)]);
}

export function restoreSearch(search: SavedSearch): Promise<null> {
  return change((all) => [null, [...all.filter(({ id }) => id !== search.id), search]]);
}

/** Reads and writes all of them in one transaction: two tabs do not lose what the other one keeps. */
async function change<Result>(
  work: (all: readonly SavedSearch[]) => readonly [Result, readonly SavedSearch[]],
): Promise<Result> {
  const result = await tx(['meta'], 'readwrite', async (t) => {
    const [found, next] = work(await savedIn(t));
    const searches = next
      .map((each) => ({ ...each, name: unturned(each.name).trim() }))
      .sort((a, b) => collator.compare(a.name, b.name));
    check(searches);
    await t.objectStore('meta').put({ key: 'savedSearches', value: searches.length, searches });
    return found;
  });
  announce({ kind: 'places' });
  return result;
}

function check(searches: readonly SavedSearch[]): void {
  if (searches.length > maxSaved) throw new PlaceRefused('many');
  for (const [at, { name }] of searches.entries()) {
    if (name === '') throw new PlaceRefused('empty');
    if (name.length > maxName) throw new PlaceRefused('long');
    if (searches.some((other, index) => index !== at && same(other.name, name)))
      throw new PlaceRefused('taken');
  }
}
