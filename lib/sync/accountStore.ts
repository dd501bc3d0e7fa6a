import type { DeletionsAnswer } from '@/lib/contract/routes';
import { type AccountNotes, getAccount, giveUpWhole, noteAccount } from '@/lib/store/accounts';
import { type ArrivedMessage, commitBatch, completeMessages } from '@/lib/store/batches';
import { noteKept, noteOutcomes, noteSending, noteStillListed, readDeletions } from '@/lib/store/deletions';
import { MessageDamaged } from '@/lib/store/errors';
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
import { getMessage } from '@/lib/store/messages';
import { verifyStored } from '@/lib/store/proof';
import { readSafety, type Safety } from '@/lib/store/safety';
import type { AccountRecord, DeletionRecord, KeptBecause, StoredProof } from '@/lib/store/schema';
import type { Commit } from './batcher';

/** What a round needs of the mailbox; every write carries the leader's epoch. */
export interface AccountStore {
  account(id: string): Promise<AccountRecord | undefined>;
  known(id: string): Promise<Known>;
  settled(id: string, uidls: ReadonlySet<string>): Promise<void>;
  commit(id: string, ...batch: Parameters<Commit>): Promise<void>;
  /** Messages in the place of their headers. */
  complete(id: string, ...batch: Parameters<Commit>): Promise<void>;
  giveUpWhole(id: string, uidls: readonly string[]): Promise<void>;
  /** Headers alone, in a pack. */
  commitHeaders(id: string, pack: ArrayBuffer, headers: ArrivedMessage[]): Promise<void>;
  note(id: string, change: AccountNotes): Promise<void>;
  ledger(id: string): Promise<Map<string, LedgerEntry>>;
  findings(id: string, findings: Findings): Promise<number>;
  rename(id: string, names: ReadonlyMap<string, NewName>): Promise<void>;
  deletions(id: string): Promise<DeletionRecord[]>;
  safety(): Promise<Safety>;
  /** Reads the bytes back and hashes them again. @throws MessageDamaged */
  verify(entry: LedgerEntry): Promise<StoredProof>;
  sending(deletions: readonly DeletionRecord[], now: number): Promise<void>;
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
    commit: (id, pack, messages) => commitBatch(epoch, id, pack, messages, Date.now()),
    complete: (id, pack, messages) => completeMessages(epoch, id, pack, messages, Date.now()),
    giveUpWhole: (id, uidls) => giveUpWhole(epoch, id, uidls),
    commitHeaders: (id, pack, headers) => commitBatch(epoch, id, pack, headers, Date.now()),
    note: (id, change) => noteAccount(epoch, id, change),
    ledger: readLedger,
    findings: (id, findings) => noteFindings(epoch, id, findings),
    rename: (id, names) => renameMessages(epoch, id, names),
    deletions: readDeletions,
    safety: readSafety,
    async verify(entry) {
      const record = await getMessage(entry.id);
      // The record is of the message that the ledger means, and whole.
      if (!record || record.sha256 !== entry.sha256 || record.headerOf !== undefined)
        throw new MessageDamaged('the message is not stored any more');
      return verifyStored(record);
    },
    sending: (deletions, now) => noteSending(epoch, deletions, now),
    outcomes: (id, answer) => noteOutcomes(epoch, id, answer),
    kept: (id, uidls) => noteKept(epoch, id, uidls),
    stillListed: (id, uidls) => noteStillListed(epoch, id, uidls),
  };
}
