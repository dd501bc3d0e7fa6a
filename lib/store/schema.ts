import type { DBSchema } from 'idb';
import type { DeletionProof, Security, ServerCapabilities } from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';
import type { Receipt } from '@/lib/mail/authentication';
import type { Envelope } from '@/lib/mail/types';

/** The system's folders; the user's own will be further strings. A message is in exactly one. */
export const folders = ['inbox', 'archive', 'junk', 'trash'] as const;
export type Folder = (typeof folders)[number];

/** What a list can show: a folder, or the view of what bears a star (not in Junk and Trash). */
export type View = Folder | 'starred';

export interface AccountRecord {
  /** The bridge's id for the account (22 base64url characters); names the cookie's path. */
  id: string;
  address: string;
  /** Shown in the folder pane; the address until the user says otherwise. */
  name: string;
  /** One of the palette's account colours, 0-7. */
  colour: number;
  username: string;
  host: string;
  port: number;
  security: Security;
  keep: boolean;
  /** K, the browser's half of the split secret; null when signed out. */
  key: string | null;
  capabilities: ServerCapabilities;
  addedAt: number;
  /** The last listing that was complete: what a cheap check compares with. */
  seen: { count: number; last: string } | null;
  /** When the last full listing was taken: at a regular interval one is taken even though cheap checks agree. */
  listedAt: number | null;
  checkedAt: number | null;
  /** Mail from files, without a server: never checked, and nobody signs in. */
  local?: boolean;
  /** True: the server breaks under pipelining although it announces it, and is asked one command at a time. */
  sequential?: boolean;
  /** Large messages that wait for a connection that costs nothing; the next full listing names them. */
  deferred?: { messages: number; octets: number } | null;
  /** Listed, and no retrieval brings it: without a name, too large, or behind another message's name. */
  leftOut?: number;
  /** What happens to mail on the server; absent: it stays there. */
  policy?: Policy;
  /** UIDLs of messages of which only the header is here, and which somebody wants whole. */
  wholeWanted?: string[];
  /** Set while listings contradict what is known: nothing is deleted then, and nothing taken for gone. */
  quarantine?: Quarantine | null;
  /** The server has been seen to list what was retrieved and settled: one that has not may hide it (Gmail). */
  keepsRetrieved?: boolean;
  /** The person knows that the server deletes what was retrieved (EXPIRE 0), and wants it retrieved. */
  acceptsExpiry?: boolean;
  /** The server accepted deletions again and again, and did not delete. */
  ignoresDeletion?: boolean;
  /** Mail leaves the server soon after it was retrieved, without our doing. */
  removesItself?: boolean;
}

/** What may be deleted from the server, and when. Nothing is without proof, whatever the policy says. */
export interface Policy {
  /** What goes by itself: nothing, what is older than so many days, all but the newest, or what is verified here. */
  remove:
    | { kind: 'never' }
    | { kind: 'age'; days: number }
    | { kind: 'newest'; messages: number }
    | { kind: 'octets'; octets: number }
    | { kind: 'at-once' };
  /** What is moved to Trash, or deleted here, is deleted there. */
  withTrash: boolean;
  /** Larger messages come as headers alone, octets; null: all come whole. */
  maxOctets: number | null;
  /** Nothing is deleted; what would be is counted. */
  dryRun: boolean;
  /** Between wanting and deleting, ms: the time in which it can be undone. */
  delay: number;
  /** When it was chosen; it deletes nothing before this and the delay are over. ms since 1970 */
  since: number;
  /** The person has read that the only copy may be evicted, and wants it all the same. */
  accepted: boolean;
}

/** How a listing can contradict what is known; see lib/sync/judge.ts. */
export type Oddity = 'empty' | 'shorter' | 'changed' | 'reused' | 'inconsistent';

export interface Quarantine {
  oddity: Oddity;
  /** When the first odd listing came, and how many have come in a row. */
  since: number;
  times: number;
  /** Messages in the last listing, and how many were expected in it. */
  listed: number;
  expected: number;
}

/** Clear fields are those that indexes and counters need; everything a thief must not read is in `envelope`. */
export interface MessageRecord {
  /** Ascending in the order of arrival here. */
  id: number;
  account: string;
  uidl: string;
  folder: Folder;
  /** Sort date, ms since 1970: the Date header where it is sane, else when the message was stored. */
  date: number;
  size: number;
  sha256: string;
  /** As in the ledger; absent in records from before it was kept here. */
  fingerprint?: string;
  unread: boolean;
  /** Absent: no star. */
  starred?: boolean;
  /** Key of the index of starred messages; there is none in Junk and Trash. Kept by `placed`, nobody else. */
  star?: 1;
  /** When it came into its folder, ms since 1970; absent: when it arrived. */
  movedAt?: number;
  attachments: boolean;
  /** False: the parser gave up; the source is shown instead. */
  parsed: boolean;
  /** Where the raw bytes are. */
  pack: number;
  offset: number;
  envelope: Envelope;
  /** Its bytes were found changed or missing, ms since 1970: they are retrieved again if the server still has them. */
  damaged?: number;
  /** Octets of the whole message as LIST says, where only its header is here: never taken for whole, never deleted. */
  headerOf?: number;
  /** With `headerOf`: when a listing that could be believed lacked it, ms since 1970. Its header is all that is left. */
  wholeGone?: number;
}

/** Up to 4 MiB of raw messages, back to back; a larger message has a pack of its own. */
export interface PackRecord {
  id: number;
  account: string;
  bytes: ArrayBuffer;
}

/**
 * One ledger row holds one committed batch of one account: rows are few, so that loading what is known of 100,000
 * messages stays cheap. `uidls[i]`, `sha256[i]` and `sizes[i]` belong together. Rows outlive the messages.
 */
export interface LedgerRecord {
  id: number;
  account: string;
  storedAt: number;
  /** The session that brought them ended in QUIT. Otherwise Gmail, which shows 250 messages at a time, stands still. */
  settled: boolean;
  uidls: string[];
  sha256: string[];
  sizes: number[];
  /** Octets as LIST said when they were retrieved; -1 where that is not known. */
  listed: number[];
  /** What recognises each under a new UIDL (lib/sync/fingerprint.ts); empty where it has nothing to go by. */
  fingerprints: string[];
  /** Keys of their records, and their dates. */
  ids: number[];
  dates: number[];
  /** When a listing that could be believed lacked them, ms since 1970; 0: on the server. Absent: none is gone. */
  gone?: number[];
  /** When each was removed from this device for good, ms since 1970; 0 or absent: it was not. */
  removed?: number[];
  /** Their headers alone are here: no more was retrieved, or the rest was freed (then the columns are the whole's). */
  headers?: true;
  /** With `headers`: they were whole here, and the rest was freed. */
  freed?: true;
  /** They came whole at `storedAt` because somebody asked for it, after their headers. */
  completed?: true;
}

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

/** An image of somebody's server, as it came. */
export interface KeptImage {
  /** As it was asked for (`pictureAddress`). */
  address: string;
  bytes: ArrayBuffer;
}

/** The images that were loaded for a message: it is read with them offline, too, and they go with it. */
export interface RemoteImagesRecord {
  /** Key of the message's record. */
  message: number;
  account: string;
  images: KeptImage[];
}

/** What the messages that were opened last show of the server that received them (lib/mail/authentication.ts). */
export interface ReceiversRecord {
  account: string;
  receipts: (Receipt & { message: number })[];
}

/** What a person chose for the mail of an address (`ada@x.example`) or of a domain (`@x.example`). */
export interface SenderRecord {
  who: string;
  /** Images are loaded without asking. */
  images: boolean;
  /** Mail keeps its own colours in the dark theme. */
  original: boolean;
}

/** Stored counters: counting by index costs a quarter of a second in a mailbox of 100,000. */
export interface CounterRecord {
  account: string;
  folder: View;
  total: number;
  unread: number;
}

/**
 * The leader's epoch; the next free ids (those of removed mail are not given to other mail); how many messages are not
 * on their server, and how many of them in no verified export either; the minutes between two checks; where the
 * background check of stored mail goes on (0: at the beginning), and when it was last at the end.
 */
export type MetaRecord =
  | {
      key:
        | 'epoch'
        | 'nextMessage'
        | 'nextPack'
        | 'nextLedger'
        | 'onlyHere'
        | 'uncopied'
        | 'checkEvery'
        | 'checkedUpTo'
        | 'checkedAt';
      value: number;
    }
  | { key: RetentionKey; value: number }
  | { key: OfflineKey; value: number }
  | DamagedList
  | VerifiedExport;

/** Keys of messages that were found damaged, and how many; those that were mended since are among them. */
export interface DamagedList {
  key: 'damaged';
  value: number;
  ids: number[];
}

/** How long mail stays, days; 0: for good. See lib/store/retention.ts. */
export type RetentionKey = 'keepTrash' | 'keepJunk';

/** How long bodies of a folder's mail are kept here while the server has them, days; 0: for good. See lib/store/offline.ts. */
export type OfflineKey = `offline-${Folder}`;

/** The last export of everything that was reopened and found whole. `value`: when it was made, ms since 1970. */
export interface VerifiedExport {
  key: 'verifiedExport';
  value: number;
  verifiedAt: number;
  /** All messages up to this key are in it, but for those that were damaged and those whose bytes came later. */
  upTo: number;
  /** SHA-256 of its manifest, which names the SHA-256 of every message. */
  digest: string;
  messages: number;
  octets: number;
}

/** What the bridge did on one request, in the order of time: the newest few of each account are kept. */
export interface SessionRecord {
  /** Given when it is stored. */
  id?: number;
  account: string;
  /** ms since 1970, when the request was sent. */
  at: number;
  purpose: 'sign-in' | 'listing' | 'messages' | 'deletions';
  /** Why it failed; null: it did not. */
  code: string | null;
  entries: LogEntry[];
}

/** A pack in which octets lie that belong to no message any more. */
export interface DeadRecord {
  pack: number;
  account: string;
  octets: number;
}

/** How far the index of searches has come. One row. */
export interface SearchStateRecord {
  key: 'state';
  /** Of the blocks: an index in another format is built anew. */
  format: number;
  /** Of the leader whose worker writes the index. */
  epoch: number;
  /** Every message up to this id is in a segment, with its head at least, or is gone. */
  through: number;
  nextSegment: number;
}

/** A part of the index: its documents never change, they only die. What a thief must not read stands in its blocks. */
export interface SearchSegmentRecord {
  id: number;
  /** Bodies and attachments are in it; false: what the records say, until the bodies' turn comes. */
  whole: boolean;
  documents: number;
  octets: number;
  /** One bit a document: it is deleted, or stands in another segment by now. */
  dead: Uint8Array<ArrayBuffer>;
  deadCount: number;
  /** When the first of a whole segment died, ms since 1970; null: none has. */
  deadSince: number | null;
}

export interface PostbagSchema extends DBSchema {
  sessions: { key: number; value: SessionRecord; indexes: { byAccount: string } };
  accounts: { key: string; value: AccountRecord };
  messages: {
    key: number;
    value: MessageRecord;
    indexes: {
      byFolder: [Folder, number, number];
      byAccount: string;
      byAccountFolder: [string, Folder, number, number];
      byStar: [1, number, number];
      byPack: number;
    };
  };
  packs: { key: number; value: PackRecord; indexes: { byAccount: string } };
  dead: { key: number; value: DeadRecord; indexes: { byAccount: string } };
  ledger: { key: number; value: LedgerRecord; indexes: { byAccount: string } };
  deletions: { key: [string, string]; value: DeletionRecord; indexes: { byAccount: string } };
  journal: { key: number; value: JournalRecord; indexes: { byAccount: [string, number] } };
  remoteImages: { key: number; value: RemoteImagesRecord; indexes: { byAccount: string } };
  senders: { key: string; value: SenderRecord };
  receivers: { key: string; value: ReceiversRecord };
  counters: { key: [string, View]; value: CounterRecord };
  meta: { key: string; value: MetaRecord };
  searchState: { key: string; value: SearchStateRecord };
  searchSegments: { key: number; value: SearchSegmentRecord };
  /** By segment, kind and number. All words of all mail: with the vault these octets are sealed, whole. */
  searchBlocks: { key: [number, number, number]; value: ArrayBuffer };
}
