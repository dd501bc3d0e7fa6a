/** A mailbox in the sense of RFC 5322 §3.4: what stands in From, To, Cc. Either part may be empty in bad mail. */
export interface Mailbox {
  name: string;
  address: string;
}

/** What the list shows and search will want: everything here is private and will be encrypted with the vault. */
export interface Envelope {
  from: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  replyTo: Mailbox[];
  subject: string;
  /** The first words of the body, white space folded, at most 200 characters; empty when there are none. */
  preview: string;
  messageId: string;
  inReplyTo: string;
  references: string[];
  /** Of the mailing list that it came by (RFC 2919), lower case; absent: by none, or nobody has looked yet. */
  list?: string;
  /** What that list calls itself; absent: nothing, or it came before this was kept. */
  listName?: string;
}

/** What parsing the head of a message yields. */
export interface Summary {
  envelope: Envelope;
  /** The Date header in ms since 1970, or null when it is missing or nonsense. */
  date: number | null;
  attachments: boolean;
  /** False when the parser gave up: the raw bytes are kept and shown as source. */
  parsed: boolean;
}

export interface Attachment {
  /** As the sender wrote it; empty when there was none. Clean it with `fileName` before it touches a disk. */
  name: string;
  /** Declared media type, lower case. */
  type: string;
  size: number;
  /** Without angle brackets; empty when there is none. */
  contentId: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** In which letters a text is declared to be, where it is. */
  charset?: string;
}

/** A message that stands in the body of another. HTML is as it came; its files stand with those of the whole. */
export interface Letter {
  from: Mailbox[];
  to: Mailbox[];
  /** ms since 1970, or null when it is missing or nonsense. */
  date: number | null;
  subject: string;
  html: string | null;
  text: string | null;
  letters: Letter[];
}

/** What came with characters that turn the letters behind them round, as it came; where it is shown, they are left out. */
export interface Turned {
  subject?: string;
  /** Name and address. */
  sender?: string;
  body?: true;
}

/** A whole message, ready to be shown. HTML is as it came: hostile, not sanitised. */
export interface OpenedMessage {
  headers: { name: string; value: string }[];
  html: string | null;
  text: string | null;
  attachments: Attachment[];
  /** The messages inside of it (RFC 2046 §5.1.5, §5.2.1) that are no files, where they were asked for by themselves. */
  letters?: Letter[];
  /** What of it came with characters that turn letters round. */
  turned?: Turned;
  /** Its parts could not be told apart: `text` is the body as it stands. */
  broken?: true;
}
