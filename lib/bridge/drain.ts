import 'server-only';
import { endEveryLeftOpen } from './leftOpen';
import { endAllLifetimes, whenNoneLives } from './lifetime';
import { BridgeFailure } from './problem';

/** On globalThis: the signal is heard in one bundle of the process, and the routes are in others. */
const shared = globalThis as typeof globalThis & { postbagDraining?: boolean };

/** True on the way down: no further session is opened, no further message begun, nothing more deleted. */
export function isDraining(): boolean {
  return shared.postbagDraining === true;
}

/** @throws BridgeFailure `shutting_down` */
export function refuseWhileDraining(): void {
  if (isDraining()) throw new BridgeFailure('shutting_down');
}

/**
 * The way down. What runs may finish: the message in flight, the receipt for those before it, the QUIT of a deletion.
 * What is not over after `withinMs` is cut without QUIT, so that no conforming server forgets anything (RFC 1939 §6).
 */
export async function drain(withinMs: number): Promise<void> {
  shared.postbagDraining = true;
  endEveryLeftOpen();
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs);
  });
  await Promise.race([whenNoneLives(), bound]);
  clearTimeout(timer);
  endAllLifetimes();
}

/** For tests, which go on in the same process. */
export function endDraining(): void {
  shared.postbagDraining = false;
}
