/**
 * Hits by conversation: each conversation stands where its first hit stands, so that the order stays the one asked for.
 *
 * @param ids of the hits, the best or newest first
 * @param threads the key of the conversation of each (`SearchSession.threads`)
 * @returns the hits of each conversation, under the first of them
 */
export function groupHits(ids: readonly number[], threads: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  const firstOf = new Map<number, number>();
  for (const [at, id] of ids.entries()) {
    const thread = threads[at] ?? -id;
    const first = firstOf.get(thread) ?? id;
    firstOf.set(thread, first);
    const group = groups.get(first);
    if (group) group.push(id);
    else groups.set(first, [id]);
  }
  return groups;
}
