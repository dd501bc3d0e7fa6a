import { BridgeProblem } from '@/lib/sync/call';
import type { TroubleCode } from '@/lib/sync/status';

/** A browser's six connections to the bridge are needed for mail: images take two at the most. */
const atATime = 2;
/** Honest newsletters have some dozens. */
const maxImages = 200;

export interface LoadedImages {
  images: { address: string; bytes: ArrayBuffer }[];
  failed: number;
  /** Why none could come: the bridge's doing, not an image's. */
  trouble: TroubleCode | null;
}

/** After one of these the next image would fail in the same way. */
const forAll: readonly string[] = ['signed_out', 'unreachable_bridge', 'too_soon', 'forbidden'];

/**
 * Loads images, two at a time; one that fails does not keep the others away.
 *
 * @param load fetches one; rejects with what the bridge said
 * @throws the signal's reason
 */
export async function loadImages(
  addresses: readonly string[],
  load: (address: string) => Promise<ArrayBuffer>,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<LoadedImages> {
  const waiting = addresses.slice(0, maxImages);
  const result: LoadedImages = { images: [], failed: addresses.length - waiting.length, trouble: null };
  let done = 0;
  const work = async () => {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      try {
        result.images.push({ address, bytes: await load(address) });
      } catch (error) {
        signal.throwIfAborted();
        result.failed += 1;
        const code = error instanceof BridgeProblem ? error.problem.code : 'internal';
        if (forAll.includes(code)) {
          result.trouble = code;
          result.failed += waiting.splice(0).length;
        }
      }
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return result;
}
