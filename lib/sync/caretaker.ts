import { listIdOf } from '@/lib/mail/listId';
import { headersOf } from '@/lib/rules/headers';
import { unattended } from '@/lib/store/attention';
import { onChange } from '@/lib/store/changes';
import { gatherContacts } from '@/lib/store/contacts';
import { checkStored } from '@/lib/store/damage';
import { findOldLists } from '@/lib/store/oldLists';
import { countOnlyHere } from '@/lib/store/safety';
import { putOldTogether } from '@/lib/store/threads';
import { endsLeadership } from './troubles';

/** After a tab was opened, people and the first check come first, ms. */
const firstAfter = 5_000;
/** Between two steps: 100,000 messages are read in about an hour of rest, ms. */
const between = 2_000;
/** When everything was read, or something went wrong, it looks again after so long, ms. */
const restFor = 15 * 60_000;

/**
 * Looks after what is stored, in the leader, while nothing else is to be done: puts conversations together that nobody
 * has yet, gathers contacts, counts what stands here alone, and reads messages back to find damage.
 */
export class Caretaker {
  readonly #epoch: number;
  readonly #idle: () => boolean;
  readonly #lost: (error: unknown) => void;
  readonly #deaf: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #ended = false;
  /** Something has come, gone or been copied since the last count. */
  #uncounted = true;

  /**
   * @param idle whether nothing else is being done, and the device is short of nothing
   * @param lost called when this worker must not go on
   */
  constructor(epoch: number, idle: () => boolean, lost: (error: unknown) => void) {
    this.#epoch = epoch;
    this.#idle = idle;
    this.#lost = lost;
    this.#deaf = onChange(({ kind }) => {
      if (kind !== 'messages' && kind !== 'deletions' && kind !== 'safety' && kind !== 'accounts') return;
      const rested = !this.#uncounted;
      this.#uncounted = true;
      if (rested) this.#in(between);
    });
    this.#in(firstAfter);
  }

  end(): void {
    this.#ended = true;
    this.#deaf();
    if (this.#timer) clearTimeout(this.#timer);
  }

  #in(ms: number): void {
    if (this.#ended) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#step(), ms);
  }

  async #step(): Promise<void> {
    if (!this.#idle()) return this.#in(between);
    // It holds the store for tenths of a second, which whoever opens a message would wait for.
    await unattended();
    if (this.#ended) return;
    let [more, lists] = [false, false];
    try {
      // People see this, and it is done once: no rest in between.
      if ((await putOldTogether(this.#epoch)) || (await gatherContacts(this.#epoch))) return this.#in(0);
      if (this.#uncounted) {
        this.#uncounted = false;
        await countOnlyHere(this.#epoch);
      }
      // Whole packs are read for it: it takes its turn between two rests.
      lists = await findOldLists(this.#epoch, (head) => listIdOf(headersOf(head)));
      more = await checkStored(this.#epoch, Date.now());
    } catch (error) {
      if (endsLeadership(error)) {
        this.end();
        return this.#lost(error);
      }
      // No room for a mark, a store that would not open: nothing is changed, and it is tried again.
    }
    this.#in(more || lists || this.#uncounted ? between : restFor);
  }
}
