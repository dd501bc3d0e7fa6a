import { onChange } from '@/lib/store/changes';
import { tidy } from '@/lib/store/keeping';
import { endsLeadership } from './troubles';

/** Days pass slowly; first comes what people look at, ms. */
const [firstAfter, every] = [20_000, 3_600_000];
/** After somebody has chosen how long mail stays, ms. */
const soon = 1_000;

/**
 * Moves mail that has stayed its time, by and by. Runs in the leader.
 *
 * @param lost called when this worker must not go on
 * @returns the way out
 */
export function keepTidy(epoch: number, lost: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let running = false;
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };
  const run = async () => {
    running = true;
    try {
      await tidy(epoch, Date.now());
    } catch (error) {
      if (endsLeadership(error)) {
        ended = true;
        lost(error);
      }
      // No room for a mark: nothing was moved, and it is tried again.
    }
    running = false;
    if (!ended) later(every);
  };
  const stop = onChange(({ kind }) => {
    // It says so itself when it has moved something.
    if (kind === 'retention' && !running && !ended) later(soon);
  });
  later(firstAfter);
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
