import type { Folder } from '../schema';
import type { LabelId } from './places';

/** How long mail stays in a folder, or with a label. What bears a star or is pinned always stays. */
export interface KeepingRecord {
  place: Exclude<Folder, 'trash' | 'junk' | 'snoozed'> | LabelId;
  /** So many days by the message's date; null: for good. */
  days: number | null;
  /** The newest so many; null: all. */
  messages: number | null;
  /** Where the others go. */
  to: 'archive' | 'trash';
  /** They are asked to leave their server, too, which the gate for deletions decides. */
  server: boolean;
}

/** What was moved at one time because of how long mail stays, or deleted here for good out of Trash and Junk. */
export interface TidiedRecord {
  /** Given when it is stored. */
  id?: number;
  at: number;
  place: KeepingRecord['place'] | 'trash' | 'junk';
  to: KeepingRecord['to'] | 'gone';
  server: boolean;
  messages: number;
  octets: number;
  /** Of some of them, the newest first. */
  subjects: string[];
  /** Where they were, and since when; absent: it was moved by a version that did not remember it. */
  were?: { id: number; folder?: Folder; movedAt?: number | undefined }[];
}
