import type { DeletionsAnswer } from '@/lib/contract/routes';
import { type AccountNotes, getAccount, giveUpWhole, noteAccount } from '@/lib/store/accounts';
import { type ArrivedMessage, commitBatch, completeMessages } from '@/lib/store/batches';
import { readDeletions } from '@/lib/store/deletions';
import {
  type Findings,
  type Known,
  knownMessages,
  type LedgerEntry,
  type NewName,
  noteFindings,
  readLedger,
  renameMessages,
  settleMessages,
} from '@/lib/store/ledger';
import { getMessages } from '@/lib/store/messages';
import { verifyAll } from '@/lib/store/proof';
import type { AccountRecord } from '@/lib/store/records/account';
import type { DeletionRecord, KeptBecause, StoredProof } from '@/lib/store/records/deletions';
import { readSafety, type Safety } from '@/lib/store/safety';
import { noteKept, noteOutcomes, noteSending, noteStillListed, type Sending } from '@/lib/store/sending';
import type { Commit } from './batcher';

/** What a round needs of the mailbox; every write carries the leader's epoch. */
export interface AccountStore {
  account(id: string): Promise<AccountRecord | undefined>;
  known(id: string): Promise<Known>;
  settled(id: string, uidls: ReadonlySet<string>): Promise<void>;
  /** Resolves with the UIDLs of what is on the disk. */
  commit(id: string, ...batch: Parameters<Commit>): ReturnType<Commit>;
  /** Messages in the place of their headers. */
  complete(id: string, ...batch: Parameters<Commit>): ReturnType<Commit>;
  giveUpWhole(id: string, uidls: readonly string[]): Promise<void>;
  /** Headers alone, in a pack. */
  commitHeaders(id: string, pack: ArrayBuffer, headers: ArrivedMessage[]): Promise<void>;
  note(id: string, change: AccountNotes): Promise<void>;
  ledger(id: string): Promise<Map<string, LedgerEntry>>;
  findings(id: string, findings: Findings): Promise<number>;
  rename(id: string, names: ReadonlyMap<string, NewName>): Promise<void>;
  deletions(id: string): Promise<DeletionRecord[]>;
  safety(): Promise<Safety>;
  /** Reads the bytes back and hashes them again. Of those that are not what came the proof is missing. By UIDL. */
  verify(entries: readonly LedgerEntry[]): Promise<Map<string, StoredProof>>;
  /** Whether it is here whole, by all that is known; what was removed here for good is asked for by nobody. */
  holds(entry: LedgerEntry): Promise<boolean>;
  /** Writes down what is sent now. Resolves with what may be, and its proofs, by UIDL; null: the policy is another. */
  sending(id: string, sending: Sending, now: number): Promise<Map<string, StoredProof> | null>;
  outcomes(id: string, answer: Pick<DeletionsAnswer, 'results'>): Promise<void>;
  kept(id: string, uidls: ReadonlyMap<string, KeptBecause>): Promise<void>;
  stillListed(id: string, uidls: Iterable<string>): Promise<void>;
}

/** The leader's own. */
export function leaderStore(epoch: number): AccountStore {
  return {
    account: getAccount,
    known: knownMessages,
    settled: (id, uidls) => settleMessages(epoch, id, uidls),
    commit: async (id, pack, messages) => {
      await commitBatch(epoch, id, pack, messages, Date.now());
      return messages.map(({ uidl }) => uidl);
    },
    complete: (id, pack, messages) => completeMessages(epoch, id, pack, messages, Date.now()),
    giveUpWhole: (id, uidls) => giveUpWhole(epoch, id, uidls),
    commitHeaders: (id, pack, headers) => commitBatch(epoch, id, pack, headers, Date.now()),
    note: (id, change) => noteAccount(epoch, id, change),
    ledger: readLedger,
    findings: (id, findings) => noteFindings(epoch, id, findings),
    rename: (id, names) => renameMessages(epoch, id, names),
    deletions: readDeletions,
    safety: readSafety,
    verify,
    holds,
    sending: (id, sending, now) => noteSending(epoch, id, sending, now),
    outcomes: (id, answer) => noteOutcomes(epoch, id, answer),
    kept: (id, uidls) => noteKept(epoch, id, uidls),
    stillListed: (id, uidls) => noteStillListed(epoch, id, uidls),
  };
}

async function holds({ id, sha256, removed }: LedgerEntry): Promise<boolean> {
  if (removed > 0) return true;
  const [record] = await getMessages([id]);
  return record?.sha256 === sha256 && record.headerOf === undefined && record.damaged === undefined;
}

/** Records are read anew for what failed: a pack may have been compacted between its record and itself. */
async function verify(entries: readonly LedgerEntry[]): Promise<Map<string, StoredProof>> {
  const proofs = new Map<string, StoredProof>();
  for (let tries = 0; tries < 2 && proofs.size < entries.length; tries += 1) {
    const rest = entries.filter(({ uidl }) => !proofs.has(uidl));
    const meant = new Map(rest.map(({ id, sha256 }) => [id, sha256]));
    const records = await getMessages([...meant.keys()]);
    // A record has to be of the message that the ledger means, and whole.
    const found = await verifyAll(
      records.filter(({ id, sha256, headerOf }) => sha256 === meant.get(id) && headerOf === undefined),
    );
    for (const { uidl, id } of rest) {
      const proof = found.get(id);
      if (proof) proofs.set(uidl, proof);
    }
  }
  return proofs;
}
