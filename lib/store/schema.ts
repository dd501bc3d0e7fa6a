import type { DBSchema } from 'idb';
import type { LogEntry } from '@/lib/contract/sessionLog';
import type { Envelope } from '@/lib/mail/types';
import type { AccountRecord } from './records/account';
import type { ContactRecord } from './records/contacts';
import type { DeletionRecord, JournalRecord } from './records/deletions';
import type { JunkStores, JunkSwitch } from './records/junk';
import type { KeepingRecord, TidiedRecord } from './records/keeping';
import type { FolderRecord, LabelId, LabelKey, LabelRecord, OwnFolder, Snooze } from './records/places';
import type { ReceiversRecord, RemoteImagesRecord, SenderRecord } from './records/reading';
import type { RuleRecord } from './records/rules';
import type { SearchSegmentRecord, SearchStateRecord } from './records/search';

/** The system's folders. In `snoozed` is what comes back to another folder at its time. */
export const folders = ['inbox', 'archive', 'snoozed', 'junk', 'trash'] as const;
export type SystemFolder = (typeof folders)[number];
/** A message is in exactly one. */
export type Folder = SystemFolder | OwnFolder;

/** What a list can show: a folder, or the view of what bears a star or a label (not in Junk and Trash). */
export type View = Folder | 'starred' | LabelId;
/** What is counted: lists, what is pinned (not in Junk and Trash), and what is in the inbox and asks for no notice. */
export type CountedView = View | 'pinned' | 'quiet';

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
  /** Stands above the list of its folder. Absent: it does not. */
  pinned?: true;
  /** Key of the index of pinned messages: the folder; none in Junk and Trash. Kept by `placed`. */
  pin?: Folder;
  /** In the order of their numbers; absent: none. */
  labels?: LabelId[];
  /** Keys of the index of labels. Kept by `placed`. */
  labelled?: LabelKey[];
  /** In the folder `snoozed`, and there alone. */
  snooze?: Snooze;
  /** It is not counted on the app's icon and in the tab's title while it is unread in the inbox. */
  quiet?: true;
  /** It has just arrived, and no rule has seen it yet. */
  unruled?: 1;
  /** It was in Junk when contacts were gathered: it makes none before it comes out. */
  unmet?: true;
  /** Key of the index of those that contacts are to count, 1, and to count no longer, 2. Kept by `placed`. */
  meet?: 1 | 2;
  /** When it came into its folder, ms since 1970; absent: when it arrived. */
  movedAt?: number;
  attachments: boolean;
  /** False: the parser gave up; the source is shown instead. */
  parsed: boolean;
  /** Where the raw bytes are. */
  pack: number;
  offset: number;
  envelope: Envelope;
  /** Key of its conversation (see threads.ts); absent as long as it waits for being put together. */
  thread?: number;
  /** Under these other messages of its conversation find it. */
  threadKeys?: number[];
  /** Its folder, where it is the newest of its conversation there, and stands for it in lists. Kept by `Tally`. */
  top?: Folder;
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

/** Stored counters: counting by index costs a quarter of a second in a mailbox of 100,000. */
export interface CounterRecord {
  account: string;
  folder: CountedView;
  total: number;
  unread: number;
  /** Conversations that have a message in it; absent: none. */
  threads?: number;
}

/**
 * The leader's epoch; the next free ids (those of removed mail are not given to other mail); how many messages are not
 * on their server, and how many of them in no verified export either; the minutes between two checks; where the
 * background check of stored mail goes on (0: at the beginning), and when it was last at the end; up to which key mail
 * may lack its conversation.
 */
export type MetaRecord =
  | {
      key:
        | 'epoch'
        | 'nextMessage'
        | 'nextPack'
        | 'nextLedger'
        | 'nextPlace'
        | 'gathered'
        | 'listsBefore'
        | 'onlyHere'
        | 'uncopied'
        | 'checkEvery'
        | 'checkedUpTo'
        | 'checkedAt'
        | 'threadless';
      value: number;
    }
  | { key: RetentionKey; value: number }
  | { key: OfflineKey; value: number }
  | { key: JunkSwitch; value: number }
  | { key: 'recentSearches'; value: number; texts: string[] }
  | { key: 'savedSearches'; value: number; searches: { id: number; name: string; text: string }[] }
  | DamagedList
  | VerifiedExport;

/** Keys of messages that were found damaged, and how many; those that were mended since are among them. */
export interface DamagedList {
  key: 'damaged';
  value: number;
  ids: number[];
}

/** How long mail stays, days, and how much of it; 0: for good, all. See lib/store/retention.ts. */
export type RetentionKey = 'keepTrash' | 'keepJunk' | 'newestTrash' | 'newestJunk';

/** How long bodies of a folder's mail are kept here while the server has them, days; 0: for good. See lib/store/offline.ts. */
export type OfflineKey = `offline-${SystemFolder}`;

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

export interface PostbagSchema extends DBSchema, JunkStores {
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
      byPin: [Folder, number, number];
      byLabel: LabelKey;
      bySnooze: number;
      byUnruled: 1;
      byMeet: 1 | 2;
      byThread: [number, Folder, number, number];
      byThreadKey: number;
      byTop: [Folder, number, number];
      byAccountTop: [string, Folder, number, number];
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
  folders: { key: OwnFolder; value: FolderRecord };
  labels: { key: LabelId; value: LabelRecord };
  rules: { key: number; value: RuleRecord };
  keeping: { key: KeepingRecord['place']; value: KeepingRecord };
  tidied: { key: number; value: TidiedRecord };
  contacts: { key: number; value: ContactRecord; indexes: { byAddress: string } };
  counters: { key: [string, CountedView]; value: CounterRecord };
  meta: { key: string; value: MetaRecord };
  searchState: { key: string; value: SearchStateRecord };
  searchSegments: { key: number; value: SearchSegmentRecord };
  /** By segment, kind and number. All words of all mail: with the vault these octets are sealed, whole. */
  searchBlocks: { key: [number, number, number]; value: ArrayBuffer };
}
