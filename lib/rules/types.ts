/** How a header, or the body, is compared with what a rule wants. Case and accents make no difference, as in searches. */
export type How = 'contains' | 'containsNot' | 'is' | 'begins' | 'ends' | 'exists';

export type Condition =
  /** Any header by its name; several of one name: one of them. */
  | { kind: 'header'; header: string; how: How; value: string }
  /** Of the text within the first 64 KiB of the message. */
  | { kind: 'body'; how: 'contains' | 'containsNot'; value: string }
  | { kind: 'size'; how: 'larger' | 'smaller'; octets: number }
  | { kind: 'attachment'; value: boolean }
  | { kind: 'account'; account: string }
  /** The identifier in List-Id (RFC 2919), with or without what is around it there. */
  | { kind: 'list'; value: string };

export type RuleAction =
  /** `archive`, `trash` and `junk` are folders, too. */
  | { kind: 'move'; folder: string }
  | { kind: 'label'; label: string }
  | { kind: 'star' }
  | { kind: 'read' }
  /** Nobody is told of it, and it is not counted on the app's icon and in the tab's title. */
  | { kind: 'quiet' }
  /** It is asked to leave its server, which the gate for deletions decides: never before its copy here was proved. */
  | { kind: 'server' };

export interface Rule {
  name: string;
  on: boolean;
  match: 'all' | 'any';
  conditions: Condition[];
  actions: RuleAction[];
  /** Rules behind this one are not asked when it fits. */
  stop: boolean;
}

/** What rules look at. */
export interface RuleMessage {
  account: string;
  /** Octets. */
  size: number;
  attachments: boolean;
  /** Unfolded, encoded words decoded, with all addresses of fields that hold them; empty where no rule asks for them. */
  headers: readonly { name: string; value: string; addresses?: readonly string[] }[];
  /** Null where no rule asks for it, or it is not here. */
  body: string | null;
}

/** What all rules together want of a message. */
export interface Outcome {
  /** The first that was named; null: it stays. */
  folder: string | null;
  labels: string[];
  star: boolean;
  read: boolean;
  quiet: boolean;
  server: boolean;
}
