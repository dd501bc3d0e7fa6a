/**
 * Does `work` at the first call, and at the next ones not before it is over and `pause` ms have passed: however many calls
 * come meanwhile, they are answered by one more run. Mail arrives in bursts of ten batches a second, and drawing each
 * would cost as much as storing it.
 *
 * @param work never rejects
 */
export function paced(work: () => Promise<void>, pause: number): () => void {
  let resting = false;
  let stale = false;
  const run = async () => {
    resting = true;
    do {
      stale = false;
      await work();
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    } while (stale);
    resting = false;
  };
  return () => {
    if (resting) stale = true;
    else void run();
  };
}

/** While mail is arriving, what people see follows it four times a second. */
export const arrivals = 250;
