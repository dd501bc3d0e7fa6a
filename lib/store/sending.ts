import type { DeletionsAnswer } from '@/lib/contract/routes';
import { announce } from './changes';
import { asked, leaveEverything } from './deletions';
import { leaderTx } from './leadership';
import type { Policy } from './records/account';
import type { DeletionReason, KeptBecause, StoredProof } from './records/deletions';
import type { MessageRecord } from './schema';

/** What the leader writes down of deletions: what is sent, and what became of it. */

/** A message that is to leave the server, as the ledger has it, and why. */
export interface Leaving {
  entry: Pick<MessageRecord, 'uidl' | 'id' | 'sha256'>;
  reason: DeletionReason;
}

/** What a session is about to delete, and what that was decided by. */
export interface Sending {
  /** The policy that named them, or under which they were asked for. */
  policy: Policy;
  named: readonly Leaving[];
  /** Of what was read back and found to be what came, by UIDL. */
  proofs: ReadonlyMap<string, StoredProof>;
}

/**
 * Written before the session: from here on they may be gone, whatever becomes of its answer. What was decided is decided
 * once more, in the transaction that writes it down: it may be long ago, and a person may have taken it back, changed the
 * policy, or deleted the copy here.
 *
 * @returns what may be sent, with its proofs, by UIDL; null: another policy holds now, and nothing may
 */
export function noteSending(
  epoch: number,
  account: string,
  { policy, named, proofs }: Sending,
  now: number,
): Promise<Map<string, StoredProof> | null> {
  return leaderTx(epoch, ['accounts', 'deletions', 'messages'], async (t) => {
    const owner = await t.objectStore('accounts').get(account);
    if (!owner || !samePolicy(owner.policy ?? leaveEverything, policy)) return null;
    const deletions = t.objectStore('deletions');
    const sent = new Map<string, StoredProof>();
    for (const { entry, reason } of named) {
      const { uidl, id, sha256 } = entry;
      const before = await deletions.get([account, uidl]);
      const holds = isByPerson(reason)
        ? before?.state === 'wanted' && before.notBefore <= now
        : !before || before.state === 'wanted';
      if (!holds) continue;
      const next = before ?? asked(account, uidl, id, reason, now);
      const record = next.verified ? null : await t.objectStore('messages').get(id);
      const here = record?.sha256 === sha256 && record.headerOf === undefined;
      const proof = next.verified ?? (here ? proofs.get(uidl) : undefined);
      if (proof) {
        await deletions.put({ ...next, state: 'sent', sentAt: now, proof: null, kept: null });
        sent.set(uidl, proof);
      } else if (before || here) {
        // Without a copy here that is whole, the server's is the only good one.
        await deletions.put({ ...next, state: 'kept', kept: 'damaged', sentAt: null });
      }
    }
    if (sent.size < named.length) announce({ kind: 'deletions', account });
    return sent;
  });
}

function samePolicy(a: Policy, b: Policy): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isByPerson(reason: DeletionReason): boolean {
  return reason === 'trash' || reason === 'deleted' || reason === 'chosen';
}

/** After the session: what it did to each. Those that no answer names stay `sent`, and the next listing decides. */
export async function noteOutcomes(
  epoch: number,
  account: string,
  { results }: Pick<DeletionsAnswer, 'results'>,
): Promise<void> {
  await leaderTx(epoch, ['deletions'], async (t) => {
    const deletions = t.objectStore('deletions');
    for (const { uidl, outcome, proof } of results) {
      const before = await deletions.get([account, uidl]);
      if (before?.state !== 'sent') continue;
      if (outcome === 'sent')
        await deletions.put({ ...before, proof: proof ?? null, tries: before.tries + 1 });
      // Not at our word: the next listing says whether it is gone, and then there is nothing to tell of.
      else if (outcome === 'gone' || outcome === 'untried')
        await deletions.put({ ...before, state: 'wanted', sentAt: null });
      else await deletions.put({ ...before, state: 'kept', kept: outcome, sentAt: null });
    }
  });
  announce({ kind: 'deletions', account });
}

/** These stay on the server, and why. */
export async function noteKept(
  epoch: number,
  account: string,
  uidls: ReadonlyMap<string, KeptBecause>,
): Promise<void> {
  await leaderTx(epoch, ['deletions'], async (t) => {
    const deletions = t.objectStore('deletions');
    for (const [uidl, kept] of uidls) {
      const before = await deletions.get([account, uidl]);
      if (before) await deletions.put({ ...before, state: 'kept', kept, sentAt: null });
    }
  });
  announce({ kind: 'deletions', account });
}

/** Still listed although it was sent: it may be tried again. */
export async function noteStillListed(
  epoch: number,
  account: string,
  uidls: Iterable<string>,
): Promise<void> {
  await leaderTx(epoch, ['deletions'], async (t) => {
    const deletions = t.objectStore('deletions');
    for (const uidl of uidls) {
      const before = await deletions.get([account, uidl]);
      if (before?.state === 'sent') await deletions.put({ ...before, state: 'wanted', sentAt: null });
    }
  });
  announce({ kind: 'deletions', account });
}
