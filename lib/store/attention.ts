/*
 * Whoever does something in a tab goes first. What works through all mail for later, in whichever tab's worker that is,
 * takes a processor and the store from them, and rests meanwhile.
 */

/** After the last press, ms: people who go through their mail look at each message for a few seconds. */
const lasts = 4_000;
/** Who never stops pressing keeps it from its work for so long at a time, ms. */
const longest = 10_000;
/** Told so often at most, ms. */
const apart = 1_000;

let channel: BroadcastChannel | null = null;
let told = Number.NEGATIVE_INFINITY;
let until = 0;

function open(): BroadcastChannel {
  channel ??= new BroadcastChannel('postbag-attention');
  return channel;
}

/** Somebody has done something in this tab. */
export function attend(): void {
  const now = performance.now();
  if (now - told < apart) return;
  told = now;
  open().postMessage(null);
}

/** A worker's first call: from then on it hears of what people do. */
export function heedPeople(): void {
  open().onmessage = () => {
    until = performance.now() + lasts;
  };
}

/** Somebody is doing something in some tab. */
export const isAttended = (): boolean => performance.now() < until;

let turns: MessagePort | null = null;
const waiting: (() => void)[] = [];

/** Lets messages in. A timeout of nothing takes four milliseconds after a few. */
export function macrotask(): Promise<void> {
  if (!turns) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => waiting.shift()?.();
    turns = port2;
  }
  const port = turns;
  return new Promise((resolve) => {
    waiting.push(resolve);
    port.postMessage(null);
  });
}

/** Lets messages in, and rests as long as somebody does something. */
export async function unattended(): Promise<void> {
  await macrotask();
  const latest = performance.now() + longest;
  for (;;) {
    const rest = Math.min(until, latest) - performance.now();
    if (rest <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}
