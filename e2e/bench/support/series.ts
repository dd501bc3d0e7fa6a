import { type Client, type EngineClient, engineName } from './clients';
import { alternate, median, printTable, ratio, rounded } from './figures';
import type { Maildrop } from './maildrop';

export interface Series {
  /** Each peer's time over the engine's; a peer that failed is not in it. */
  ratios: Map<string, number>;
  /** The same without the time in which the engine's Node started. */
  started: Map<string, number>;
  /** Seconds, the engine's start included. */
  engineMedian: number;
}

/** Everybody in turn, for so many rounds. Prints the table. @throws whatever the engine throws; peers may fail. */
export async function series(
  title: string,
  maildrop: Maildrop,
  engine: EngineClient,
  peers: readonly Client[],
  runs: number,
): Promise<Series> {
  const clients = [engine, ...peers];
  const contestants = clients.map(({ name, run }) => ({ name, run: () => run(maildrop) }));
  const seconds = await alternate(contestants, runs, (name, cause) => {
    if (name === engineName) throw cause;
    console.error(`${name}, ${title}: ${cause instanceof Error ? cause.message : cause}`);
  });
  const ours = seconds.get(engineName) ?? [];
  const inside = engine.inside.slice(-runs);
  const ratios = new Map<string, number>();
  const started = new Map<string, number>();
  const rows = clients.map(({ name, note }) => {
    const taken = seconds.get(name);
    if (taken === undefined) return [name, 'failed', '', '', '', '', note];
    if (name !== engineName) {
      ratios.set(name, rounded(ratio(taken, ours)));
      started.set(name, rounded(ratio(taken, inside)));
    }
    const middle = median(taken);
    const spread = `${Math.min(...taken).toFixed(2)}-${Math.max(...taken).toFixed(2)} s`;
    const rate = `${(maildrop.octets / 1e6 / middle).toFixed(0)} MB/s`;
    const compared = [ratios, started].map((each) => each.get(name)?.toFixed(2) ?? '');
    return [name, `${middle.toFixed(2)} s`, spread, rate, ...compared, note];
  });
  printTable([title, 'median', 'range', 'rate', 'engine is', 'started', ''], rows);
  console.log();
  return { ratios, started, engineMedian: median(ours) };
}
