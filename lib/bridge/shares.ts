import 'server-only';

/** How much one of those who share may have. */
export interface Share {
  /** A kind, a space and a name: `site 192.0.2.1`. Kinds of different things that are shared have different names. */
  who: string;
  most: number;
  /** So much he may have whatever the others' shares say: a few who take all they can get shut nobody out. */
  always?: number;
}

/**
 * What is scarce and shared: octets, room, places without a line in front. A taker belongs to several at once (his account,
 * his site, everybody), and takes of all of them or of none. In memory here; what several bridges share can stand behind
 * the same two operations, and runs the same tests (e2e/support/sharesSuite.ts).
 */
export interface Shares {
  /** Takes so much of each share at once. False: one of them has not so much left, and nothing was taken. */
  take(shares: readonly Share[], amount: number): Promise<boolean>;
  /** Gives so much back of what was taken with the same shares. */
  giveBack(shares: readonly Share[], amount: number): Promise<void>;
}

/** In this process. */
export class MemoryShares implements Shares {
  readonly #taken = new Map<string, number>();

  async take(shares: readonly Share[], amount: number): Promise<boolean> {
    const sum = (who: string) => (this.#taken.get(who) ?? 0) + amount;
    const owed = shares.some(({ who, always = 0 }) => sum(who) <= always);
    if (!owed && shares.some(({ who, most }) => sum(who) > most)) return false;
    this.#add(shares, amount);
    return true;
  }

  async giveBack(shares: readonly Share[], amount: number): Promise<void> {
    this.#add(shares, -amount);
  }

  #add(shares: readonly Share[], amount: number): void {
    for (const { who } of shares) {
      const sum = (this.#taken.get(who) ?? 0) + amount;
      if (sum > 0) this.#taken.set(who, sum);
      else this.#taken.delete(who);
    }
  }
}

/**
 * Takes one of each share. The answer gives it back, once; calling it again does nothing. Null: there is none.
 */
export async function takeOne(shares: Shares, of: readonly Share[]): Promise<(() => void) | null> {
  if (!(await shares.take(of, 1))) return null;
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    void shares.giveBack(of, 1);
  };
}
