/** How long to rest between two runs, ms: at first, and at most. */
export interface Pause {
  first: number;
  most: number;
}

/**
 * Does `work` at the first call, and at the next ones not before it is over and a pause has passed: however many calls
 * come meanwhile, they are answered by one more run. Mail arrives in bursts of ten batches a second, and drawing each
 * would cost as much as storing it; the longer a burst lasts, the longer are the pauses.
 *
 * @param work never rejects
 */
export function paced(work: () => Promise<void>, { first, most }: Pause): () => void {
  let resting = false;
  let stale = false;
  const run = async () => {
    resting = true;
    let pause = first;
    do {
      stale = false;
      await work();
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(most, pause * 1.25);
    } while (stale);
    resting = false;
  };
  return () => {
    if (resting) stale = true;
    else void run();
  };
}

/** Each change at once. */
export const atOnce: Pause = { first: 0, most: 0 };

/** While mail is arriving, what people see follows it four times a second, and once a second when it goes on and on. */
export const arrivals: Pause = { first: 250, most: 1_000 };
