import { tx } from './database';

/** So many are offered again. */
const most = 8;
/** Whoever searches for a letter meant to type on; whoever searches for a page pasted it. */
const [shortest, longest] = [2, 200];

/** What was searched for last, newest first. It stands with the mail: it tells as much as that. */
export async function recentSearches(): Promise<readonly string[]> {
  const row = await tx(['meta'], 'readonly', (t) => t.objectStore('meta').get('recentSearches'));
  return row?.key === 'recentSearches' ? row.texts : [];
}

/** Remembers a search. One that goes on from the last (`ada`, `ada lovelace`) takes its place. */
export async function noteSearch(text: string): Promise<void> {
  const asked = text.trim();
  if (asked.length < shortest || asked.length > longest) return;
  await tx(['meta'], 'readwrite', async (t) => {
    const row = await t.objectStore('meta').get('recentSearches');
    const [last, ...before] = row?.key === 'recentSearches' ? row.texts : [];
    const kept = last === undefined || asked.startsWith(last) ? before : [last, ...before];
    const texts = [asked, ...kept.filter((other) => other !== asked)].slice(0, most);
    await t.objectStore('meta').put({ key: 'recentSearches', value: texts.length, texts });
  });
}

export async function forgetSearches(): Promise<void> {
  await tx(['meta'], 'readwrite', (t) => t.objectStore('meta').delete('recentSearches'));
}
