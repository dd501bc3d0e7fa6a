import type { FoundServer } from '@/lib/contract/discovery';
import type { DoctorRow } from '@/lib/contract/doctor';
import type { Security, ServerCapabilities } from '@/lib/contract/routes';

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
  /** SHA-256 of the one certificate that is believed for this account; absent: those that hold. */
  pin?: string | undefined;
  /** What the connection doctor has found out; absent: he was never asked. */
  card?: ServerCard | undefined;
  addedAt: number;
  /** Its place among the accounts, from 0 on; absent until somebody has moved one: behind those that have one. */
  order?: number;
  /** The last listing that was complete: what a cheap check compares with. */
  seen: { count: number; last: string } | null;
  /** When the last full listing was taken: at a regular interval one is taken even though cheap checks agree. */
  listedAt: number | null;
  checkedAt: number | null;
  /** One signs in at this provider's own page, and there is no password; absent: with one. */
  provider?: { id: string; name: string } | undefined;
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

/** What an account's servers are like, by the last examinations of each thing that worked. */
export interface ServerCard {
  /** Of the last examination, ms since 1970. */
  at: number;
  rows: DoctorRow[];
  /** The server for sending that was looked at. */
  outgoing: FoundServer | null;
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
