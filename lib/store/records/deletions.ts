import type { DeletionProof } from '@/lib/contract/routes';

/** Why a message is to be deleted from the server. The first three a person asked for, the others a policy. */
export type DeletionReason = 'trash' | 'deleted' | 'chosen' | 'age' | 'newest' | 'octets' | 'at-once';

/** What proves that the server's message is the stored one: SHA-256 of the forms of lib/contract/messageForm.ts. */
export interface StoredProof {
  header: string;
  content: string;
  octets: number;
  /** Of the body alone. */
  body: number;
}

/** Why a message that was to be deleted stays on the server, until somebody asks again. */
export type KeptBecause =
  | 'mismatch'
  | 'not_unique'
  | 'unproved'
  | 'refused'
  | 'damaged'
  | 'headers'
  | 'nameless'
  | 'ignored';

/** The ledger's next states of a message that is to leave the server: wanted, sent, and then gone, or kept. */
export interface DeletionRecord {
  account: string;
  uidl: string;
  /** Key of the message's record. */
  id: number;
  state: 'wanted' | 'sent' | 'kept';
  reason: DeletionReason;
  wantedAt: number;
  /** Not before this: until then it can be taken back. */
  notBefore: number;
  /** Sessions in which the server accepted its deletion, although it was listed afterwards. */
  tries: number;
  /** Written before the session, because its answer may be lost. */
  sentAt: number | null;
  /** What proved it; null as long as no answer has come. */
  proof: DeletionProof | null;
  kept: KeptBecause | null;
  /** Who chose it had read that the only copy may be evicted, and wanted it all the same. */
  accepted?: true;
  /** Verified when it was asked for, where the bytes leave this device at once; else verified before the session. */
  verified: StoredProof | null;
  /** What it was, where its record leaves this device at once. */
  envelope?: JournalRecord['envelope'];
}

/** A message that has left the server at our word, and what proved that this was right. */
export interface JournalRecord {
  id?: number;
  account: string;
  uidl: string;
  /** Key of the message's record. */
  message: number;
  sha256: string;
  size: number;
  reason: DeletionReason;
  sentAt: number;
  proof: DeletionProof | null;
  /** When the listing that lacks it was taken, and how many messages it had. */
  confirmedAt: number;
  listed: number;
  envelope: { subject: string; from: string };
}
