import { asked, leaveEverything } from '@/lib/store/deletions';
import type { AccountRecord } from '@/lib/store/records/account';
import type { KeptBecause } from '@/lib/store/records/deletions';
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
/** A server that has accepted a deletion so often and lists the message still is not asked again. */
const mostTries = 3;

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

  /** What is to be deleted now. */
  async due(record: AccountRecord, now: number): Promise<NamedMessage[]> {
    const policy = record.policy ?? leaveEverything;
    const deletions = await this.store.deletions(this.id);
    const idle = policy.remove.kind === 'never' && !deletions.some(({ state }) => state === 'wanted');
    if (idle) return [];
    const [ledger, safety] = [await this.store.ledger(this.id), await this.store.safety()];
    return dueDeletions({ policy, ledger, deletions, safety, now });
  }

  /**
   * @returns whether a session ended in which something may have been deleted: a listing has to be taken
   * @throws BridgeProblem, and whatever the store throws
   */
  async run(
    due: readonly NamedMessage[],
    suspects: ReadonlySet<string>,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<boolean> {
    let sent = false;
    let rest = due.filter(({ entry }) => !suspects.has(entry.uidl));
    for (let session = 0; session < sessionsInRound && rest.length > 0; session += 1) {
      signal.throwIfAborted();
      const batch = rest.slice(0, perSession);
      const untried = await this.#session(batch, credentials, signal);
      sent ||= untried.size < batch.length;
      // A listing that contradicted itself, or one message that was another's: the others may be asked for again.
      rest = rest.filter(({ entry }, index) => index >= perSession || untried.has(entry.uidl));
      if (untried.size === batch.length) break;
    }
    return sent;
  }

  /** One session. @returns UIDLs that are still to be tried */
  async #session(
    batch: readonly NamedMessage[],
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<Set<string>> {
    const now = Date.now();
    const before = new Map((await this.store.deletions(this.id)).map((each) => [each.uidl, each]));
    const records = batch.map(
      ({ entry, reason }) => before.get(entry.uidl) ?? asked(this.id, entry.uidl, entry.id, reason, now),
    );
    const stored = batch.map(({ entry }) => entry).filter(({ uidl }) => !before.get(uidl)?.verified);
    const proofs = await this.store.verify(stored);
    for (const { uidl, verified } of records) if (verified) proofs.set(uidl, verified);
    const damaged = new Map<string, KeptBecause>();
    for (const { uidl } of records) if (!proofs.has(uidl)) damaged.set(uidl, 'damaged');
    const sending = records.filter(({ uidl }) => proofs.has(uidl));
    // Those that are damaged are written down as well, and then kept.
    await this.store.sending(records, now);
    if (damaged.size > 0) await this.store.kept(this.id, damaged);
    if (sending.length === 0) return new Set();
    const wanted = [...proofs].map(([uidl, proof]) => ({ uidl, ...proof }));
    try {
      const answer = await this.bridge.remove(credentials, { wanted, ...this.pipelining.wish }, signal);
      await this.store.outcomes(this.id, answer);
      const untried = answer.results.filter(({ outcome }) => outcome === 'untried');
      return new Set(untried.map(({ uidl }) => uidl));
    } catch (error) {
      // The bridge says so itself: the session ended before QUIT, and nothing was deleted. Without its word nobody knows.
      if (troubleOf(error).code !== 'unreachable_bridge' && !signal.aborted)
        await this.store.stillListed(this.id, proofs.keys());
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
