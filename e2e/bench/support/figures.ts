/** What all benchmarks share: medians of alternating runs, a table for people, one line of JSON for machines. */

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  if (low === undefined || high === undefined) throw new RangeError('A median needs at least one value.');
  return (low + high) / 2;
}

export interface Contestant {
  name: string;
  /** One whole run; resolves to its seconds. */
  run(): Promise<number>;
}

/**
 * Runs the contestants in turn, `runs` times each, after one run each that does not count. Only figures of one such
 * series may be compared: a shared machine drifts, and alternating lets it drift for all. One that fails is out of the
 * series, unless `onFailure` throws, as it does when it is not given.
 */
export async function alternate(
  contestants: readonly Contestant[],
  runs: number,
  onFailure: (name: string, cause: unknown) => void = (_, cause) => {
    throw cause;
  },
): Promise<Map<string, number[]>> {
  const seconds = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const { name, run: once } of contestants) {
      try {
        const taken = seconds.has(name) ? await once() : 0;
        if (run > 0) seconds.get(name)?.push(taken);
      } catch (error) {
        onFailure(name, error);
        seconds.delete(name);
      }
    }
  }
  return seconds;
}

/**
 * How often `others` goes into a contestant of the same series: the median of the ratios of each round, so that what
 * slows a whole round down counts for both.
 */
export function ratio(others: readonly number[], ours: readonly number[]): number {
  return median(others.map((seconds, round) => seconds / (ours[round] ?? Number.NaN)));
}

/** Prints rows as a table, columns padded, the first to the left and the others to the right. */
export function printTable(heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}

/** Three digits after the point are more than a benchmark knows. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
