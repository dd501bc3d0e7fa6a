import { leaveEverything } from '@/lib/store/deletions';
import type { AccountRecord, Policy } from '@/lib/store/records/account';
import type { AccountStore } from './accountStore';
import type { Credentials } from './bridge';
import type { BridgeCalls } from './engine';
import type { Judgement } from './judge';
import type { Pipelining } from './pipelining';
import { dueDeletions, type NamedMessage } from './policy';
import { troubleOf } from './troubles';

/** So many are verified and proved in one session: their proofs have to fit into its time. */
const perSession = 200;
/** A round deletes for no longer than so many sessions; the next one goes on. */
const sessionsInRound = 20;
/**
 * A session goes out so soon after it was written down, or not at all, ms: what slept in between may have lost the lead,
 * and the next leader may have heard otherwise.
 */
const sendWithin = 5_000;
/** A server that has accepted a deletion so often and lists the message still is not asked again. */
const mostTries = 3;

/** What is to be deleted, and the policy that it was decided by. */
export interface Due {
  policy: Policy;
  named: NamedMessage[];
}

/**
 * Deletes from an account's server, in sessions of its own: read back and hashed again, written down as sent, proved by
 * the bridge, and believed only when a later listing lacks the message.
 */
export class Remover {
  constructor(
    private readonly id: string,
    private readonly store: AccountStore,
    private readonly bridge: BridgeCalls,
    private readonly pipelining: Pipelining,
  ) {}

  /** What is to be deleted now, and the policy that says so. */
  async due({ policy = leaveEverything }: AccountRecord, now: number): Promise<Due> {
    const deletions = await this.store.deletions(this.id);
    const idle = policy.remove.kind === 'never' && !deletions.some(({ state }) => state === 'wanted');
    if (idle) return { policy, named: [] };
    const [ledger, safety] = [await this.store.ledger(this.id), await this.store.safety()];
    return { policy, named: dueDeletions({ policy, ledger, deletions, safety, now }) };
  }

  /**
   * @returns whether a session ended in which something may have been deleted: a listing has to be taken
   * @throws BridgeProblem, and whatever the store throws
   */
  async run(
    { policy, named }: Due,
    suspects: ReadonlySet<string>,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<boolean> {
    let sent = false;
    let rest = named.filter(({ entry }) => !suspects.has(entry.uidl));
    for (let session = 0; session < sessionsInRound && rest.length > 0; session += 1) {
      signal.throwIfAborted();
      const batch = rest.slice(0, perSession);
      const tried = await this.#session({ policy, named: batch }, credentials, signal);
      // Another policy holds since this one was read, or it took too long: the next round looks anew.
      if (tried === null) break;
      const { untried, asked } = tried;
      sent ||= untried.size < asked;
      // A listing that contradicted itself, or one message that was another's: the others may be asked for again.
      rest = rest.filter(({ entry }, index) => index >= perSession || untried.has(entry.uidl));
      if (asked > 0 && untried.size === asked) break;
    }
    return sent;
  }

  /** One session. @returns how many it was asked for, and UIDLs that are still to be tried; null: none */
  async #session(
    { policy, named }: Due,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<{ asked: number; untried: ReadonlySet<string> } | null> {
    const before = new Map((await this.store.deletions(this.id)).map((each) => [each.uidl, each]));
    const stored = named.map(({ entry }) => entry).filter(({ uidl }) => !before.get(uidl)?.verified);
    const proofs = await this.store.verify(stored);
    const now = Date.now();
    const sending = await this.store.sending(this.id, { policy, named, proofs }, now);
    if (sending === null || Date.now() - now > sendWithin) return null;
    if (sending.size === 0) return { asked: 0, untried: new Set() };
    const wanted = [...sending].map(([uidl, proof]) => ({ uidl, ...proof }));
    try {
      const answer = await this.bridge.remove(credentials, { wanted, ...this.pipelining.wish }, signal);
      await this.store.outcomes(this.id, answer);
      const untried = answer.results.filter(({ outcome }) => outcome === 'untried');
      return { asked: sending.size, untried: new Set(untried.map(({ uidl }) => uidl)) };
    } catch (error) {
      // The bridge says so itself: the session ended before QUIT, and nothing was deleted. Without its word nobody knows.
      if (troubleOf(error).code !== 'unreachable_bridge' && !signal.aborted)
        await this.store.stillListed(this.id, sending.keys());
      throw error;
    }
  }

  /**
   * What a listing that may be believed says of deletions that were sent and are still listed: another try, or, after
   * several, that the server ignores them.
   *
   * @returns whether the server ignores deletions; null when the listing says nothing about it
   */
  async stillThere(judgement: Judgement, listed: ReadonlySet<string>): Promise<boolean | null> {
    const sent = (await this.store.deletions(this.id)).filter(({ state }) => state === 'sent');
    const there = sent.filter(({ uidl }) => listed.has(uidl));
    const ignored = there.filter(({ tries }) => tries >= mostTries);
    if (ignored.length > 0)
      await this.store.kept(this.id, new Map(ignored.map(({ uidl }) => [uidl, 'ignored'])));
    const again = there.filter(({ tries }) => tries < mostTries).map(({ uidl }) => uidl);
    if (again.length > 0) await this.store.stillListed(this.id, again);
    if (ignored.length > 0) return true;
    return sent.some(({ uidl }) => judgement.absent.has(uidl)) ? false : null;
  }
}
