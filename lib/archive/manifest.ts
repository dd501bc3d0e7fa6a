import type { ManifestRule, ManifestSearch } from './manifestOrder';

/**
 * What an export says of itself: `manifest.json`, the last entry of the zip. It is one JSON object, and each message
 * stands on a line of its own, so that two million of them can be written and read line by line:
 *
 *   {"format":"postbag-export","version":1,"createdAt":…,"whole":true,"accounts":[…],"folders":[…],"labels":[…],"messages":[
 *   {"path":…,"account":0,…},
 *   …
 *   ],"gone":[
 *   {"account":0,"uidl":…},
 *   …
 *   ],"damaged":0,"count":2,"octets":1234}
 */
export const manifestName = 'manifest.json';

/** An account without anything that opens it. */
export interface ManifestAccount {
  address: string;
  name: string;
  colour: number;
  username: string;
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  /** Mail that belongs to no server. */
  local: boolean;
}

/** The row of the ledger: what the server's maildrop has, or had, under a UIDL. Times in ms since 1970. */
export interface ManifestLedger {
  uidl: string;
  sha256: string;
  size: number;
  /** Octets by LIST; -1: not known. */
  listed: number;
  fingerprint: string;
  /** Of the message. */
  date: number;
  storedAt: number;
  settled: boolean;
  /** When it left the server; 0: it is there. */
  gone: number;
  /** When it was removed from the device for good; 0: it was not. */
  removed: number;
  /** Only the header is there. */
  headers: boolean;
  /** With `headers`: it was whole, and the rest was freed; hash, size and fingerprint are the whole's. */
  freed?: true;
}

/** A folder of the user's own: its names from the top. `folder` of a message is its key. */
export interface ManifestFolder {
  key: string;
  path: string[];
  colour: number | null;
}

export interface ManifestLabel {
  key: string;
  name: string;
  colour: number;
}

export interface ManifestMessage {
  path: string;
  /** Index among the accounts. */
  account: number;
  folder: string;
  unread: boolean;
  starred: boolean;
  pinned: boolean;
  quiet: boolean;
  /** Keys of labels. */
  labels: string[];
  /** In the folder `snoozed`: until when, ms since 1970, and the folder that it comes back to. */
  snooze: { until: number; from: string } | null;
  /** When it came into its folder; null: at its arrival. */
  movedAt: number | null;
  date: number;
  size: number;
  sha256: string;
  /** Octets of the whole message where this is its header alone. */
  headerOf: number | null;
  /** Somebody made it of another one that is here, too. */
  copy?: true;
  /** Null: it never was on a server. */
  ledger: ManifestLedger | null;
}

/** A message that is not stored any more, and that a server's maildrop must not hand over again. */
export interface ManifestGone {
  account: number;
  ledger: ManifestLedger;
}

export interface ManifestHead {
  /** ms since 1970 */
  createdAt: number;
  /** All mail of all accounts is in it. */
  whole: boolean;
  accounts: ManifestAccount[];
  /** Parents before what stands in them. Exports of earlier versions have neither. */
  folders: ManifestFolder[];
  labels: ManifestLabel[];
  /** Searches that are kept, and rules. Exports of earlier versions have neither. */
  searches: ManifestSearch[];
  rules: ManifestRule[];
}

export interface Manifest extends ManifestHead {
  messages: Map<string, ManifestMessage>;
  gone: ManifestGone[];
  /** Messages that could not be exported, because their bytes are damaged. */
  damaged: number;
}

/** Of the form. Newer ones are not read. */
export const manifestVersion = 1;

/** The lines of a manifest, to be written in this order: head, messages, foot. */
export const manifestText = {
  head: ({ createdAt, whole, accounts, folders, labels, searches, rules }: ManifestHead): string => {
    const places = { folders, labels, searches, rules };
    const head = JSON.stringify({
      format: 'postbag-export',
      version: manifestVersion,
      createdAt,
      whole,
      accounts,
      ...places,
    });
    return `${head.slice(0, -1)},"messages":[\n`;
  },
  message: (message: ManifestMessage, first: boolean): string =>
    `${first ? '' : ',\n'}${JSON.stringify(message)}`,
  foot: (
    gone: readonly ManifestGone[],
    totals: { damaged: number; count: number; octets: number },
  ): string => {
    const lines = gone.map((each) => JSON.stringify(each)).join(',\n');
    return `\n],"gone":[\n${lines}\n],${JSON.stringify(totals).slice(1)}\n`;
  },
};
