/** What a person has said of a message, by moving it or by keeping it. */
export type Lesson = 'junk' | 'good';

/** A message that teaches the filter, or is to. What it taught can be taken back octet for octet. */
export interface LessonRecord {
  /** Key of the message's record. */
  message: number;
  account: string;
  /** What it is to teach; null: nothing any more. */
  want: Lesson | null;
  /** What it has taught, and with which tokens (hashes, ascending). */
  learned: Lesson | null;
  tokens: Uint32Array<ArrayBuffer>;
  /** Key of the index of those whose turn is to come: `want` is not `learned`. */
  pending?: 1;
}

/** One row `state`: how far the filter has come. */
export interface JunkStateRecord {
  key: 'state';
  /** Every message up to this id was judged, or was here before the filter. */
  through: number;
}

/** One row for each account: its key is the account's. */
export interface JunkAccountRecord {
  key: string;
  /** So many messages of each kind have taught. */
  junk: number;
  good: number;
  /** What the account's server says of junk, on the newest messages. */
  receipts: JunkReceipt[];
}

/** What stood above all that came with a message; see lib/mail/serverVerdict.ts. */
export interface JunkReceipt {
  message: number;
  /** The sender's domain. */
  domain: string;
  /** Names of headers. */
  headers: string[];
}

/** Why a message was taken for junk, or for what may be. */
export type JunkReason = 'words' | 'server' | 'blocked';

/** A token as people read it: where it stands and what it is (lib/junk/features.ts), and how much it says, 0 to 1. */
export interface Clue {
  kind: string;
  text: string;
  /** 1: in junk alone. */
  spamminess: number;
}

/** What the filter thought of a message when it came. None stands here for what it took for ordinary mail. */
export interface JunkVerdictRecord {
  message: number;
  account: string;
  /** It was moved to Junk, or left where it was. */
  verdict: 'junk' | 'unsure';
  reason: JunkReason;
  /** 0 to 1; of `words`. */
  score: number;
  /** The strongest that spoke for junk, and against it. */
  against: Clue[];
  inFavour: Clue[];
}

/** Whose mail is never junk, or always: an address (`ada@x.example`) or a domain (`@x.example`). */
export interface JunkSenderRecord {
  who: string;
  verdict: 'allowed' | 'blocked';
}

/** Whether the filter acts; whether the word of the account's server counts. Absent: yes. */
export type JunkSwitch = 'junkFilter' | 'junkServer';

export interface JunkStores {
  junkState: { key: string; value: JunkStateRecord | JunkAccountRecord };
  junkLessons: {
    key: number;
    value: LessonRecord;
    indexes: { byPending: 1; byAccount: string };
  };
  /** Counts of tokens by account and block (lib/store/junk/counts.ts). Tokens are hashes: no word stands here. */
  junkBlocks: { key: [string, number]; value: ArrayBuffer };
  junkVerdicts: { key: number; value: JunkVerdictRecord; indexes: { byAccount: string } };
  junkSenders: { key: string; value: JunkSenderRecord };
}
