import type { DBSchema } from 'idb';
import type { Security, ServerCapabilities } from '@/lib/contract/routes';
import type { Envelope } from '@/lib/mail/types';

/** The system's folders; the user's own will be further strings. */
export type Folder = 'inbox';

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
  /** True: the server breaks under pipelining although it announces it, and is asked one command at a time. */
  sequential?: boolean;
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
  unread: boolean;
  attachments: boolean;
  /** False: the parser gave up; the source is shown instead. */
  parsed: boolean;
  /** Where the raw bytes are. */
  pack: number;
  offset: number;
  envelope: Envelope;
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
}

/** Stored counters: counting by index costs a quarter of a second in a mailbox of 100,000. */
export interface CounterRecord {
  account: string;
  folder: Folder;
  total: number;
  unread: number;
}

/** The leader's epoch, and the next free ids: those of removed mail are not given to other mail. */
export interface MetaRecord {
  key: 'epoch' | 'nextMessage' | 'nextPack' | 'nextLedger';
  value: number;
}

export interface PostbagSchema extends DBSchema {
  accounts: { key: string; value: AccountRecord };
  messages: {
    key: number;
    value: MessageRecord;
    indexes: { byFolder: [Folder, number, number]; byAccount: string };
  };
  packs: { key: number; value: PackRecord; indexes: { byAccount: string } };
  ledger: { key: number; value: LedgerRecord; indexes: { byAccount: string } };
  counters: { key: [string, Folder]; value: CounterRecord };
  meta: { key: string; value: MetaRecord };
}
