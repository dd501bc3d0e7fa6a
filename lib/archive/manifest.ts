import { ArchiveProblem } from './errors';
import { maxManifestHead, maxManifestLine, maxManifestOctets } from './limits';
import { bad, count, digest, type Json, list, moment, object, parse, text } from './manifestFields';
import { type ManifestRule, type ManifestSearch, ruleOf, searchOf } from './manifestOrder';

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

const version = 1;

/** The lines of a manifest, to be written in this order: head, messages, foot. */
export const manifestText = {
  head: ({ createdAt, whole, accounts, folders, labels, searches, rules }: ManifestHead): string => {
    const places = { folders, labels, searches, rules };
    const head = JSON.stringify({ format: 'postbag-export', version, createdAt, whole, accounts, ...places });
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

/**
 * Reads a manifest and judges every word of it.
 *
 * @throws ArchiveProblem bad_manifest, newer_manifest, too_large
 */
export async function readManifest(file: ReadableStream<Uint8Array>): Promise<Manifest> {
  const manifest: Manifest = {
    createdAt: 0,
    whole: false,
    accounts: [],
    folders: [],
    labels: [],
    searches: [],
    rules: [],
    messages: new Map(),
    gone: [],
    damaged: 0,
  };
  let part: 'head' | 'messages' | 'gone' | 'end' = 'head';
  let totals: { count?: unknown; damaged?: unknown } | null = null;
  for await (const line of textLines(file)) {
    if (part === 'head') {
      if (!line.endsWith(',"messages":[')) throw bad('its head');
      Object.assign(manifest, headOf(parse(`${line.slice(0, -',"messages":['.length)}}`)));
      part = 'messages';
    } else if (part === 'messages' && line === '],"gone":[') {
      part = 'gone';
    } else if (part === 'gone' && line.startsWith('],')) {
      totals = parse(`{${line.slice(2)}`);
      part = 'end';
    } else if (part === 'messages' && line !== '') {
      const message = messageOf(parse(line.replace(/,$/, '')), manifest.accounts.length);
      if (manifest.messages.has(message.path)) throw bad('two messages of one path');
      manifest.messages.set(message.path, message);
    } else if (part === 'gone' && line !== '') {
      manifest.gone.push(goneOf(parse(line.replace(/,$/, '')), manifest.accounts.length));
    } else if (line !== '') {
      throw bad('a line that is out of place');
    }
  }
  if (!totals || totals.count !== manifest.messages.size) throw bad('it is not complete');
  return { ...manifest, damaged: count(totals.damaged, 'damaged') };
}

/** Lines without their ends. */
async function* textLines(file: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = file.getReader();
  let held = '';
  let first = true;
  let octets = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      octets += value?.length ?? 0;
      if (octets > maxManifestOctets) throw new ArchiveProblem('too_large', manifestName);
      let text: string;
      try {
        text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      } catch (error) {
        throw bad('it is no UTF-8', error);
      }
      const lines = (held + text).split('\n');
      held = lines.pop() ?? '';
      if (held.length > (first ? maxManifestHead : maxManifestLine)) throw bad('a line is too long');
      if (lines.length > 0) first = false;
      yield* lines;
      if (done) break;
    }
    if (held !== '') yield held;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function headOf(given: Json): ManifestHead {
  if (given.format !== 'postbag-export') throw bad('it is not of Postbag');
  if (typeof given.version === 'number' && given.version > version)
    throw new ArchiveProblem('newer_manifest', String(given.version));
  if (given.version !== version) throw bad('its version');
  if (!Array.isArray(given.accounts) || given.accounts.length > 1_000) throw bad('accounts');
  return {
    createdAt: count(given.createdAt, 'createdAt'),
    whole: given.whole === true,
    accounts: given.accounts.map((each: unknown) => accountOf(object(each, 'an account'))),
    folders: list(given.folders ?? [], 'folders').map((each) => folderOf(object(each, 'a folder'))),
    labels: list(given.labels ?? [], 'labels').map((each) => labelOf(object(each, 'a label'))),
    searches: list(given.searches ?? [], 'searches').map((each) => searchOf(object(each, 'a search'))),
    rules: list(given.rules ?? [], 'rules').map((each) => ruleOf(object(each, 'a rule'))),
  };
}

function folderOf(given: Json): ManifestFolder {
  return {
    key: text(given.key, 'key', 200),
    path: list(given.path, 'path').map((name) => text(name, 'a name', 200)),
    colour: given.colour === null ? null : Math.min(7, count(given.colour, 'colour')),
  };
}

function labelOf(given: Json): ManifestLabel {
  return {
    key: text(given.key, 'key', 200),
    name: text(given.name, 'a name', 200),
    colour: Math.min(7, count(given.colour, 'colour')),
  };
}

function snoozeOf(given: Json): ManifestMessage['snooze'] {
  return { until: moment(given.until, 'until'), from: text(given.from, 'from', 200) };
}

function accountOf(given: Json): ManifestAccount {
  const security = given.security;
  if (security !== 'tls' && security !== 'starttls' && security !== 'none') throw bad('security');
  const port = count(given.port, 'port');
  if (port > 65_535) throw bad('port');
  return {
    address: text(given.address, 'address', 320),
    name: text(given.name, 'name', 320),
    colour: Math.min(7, count(given.colour, 'colour')),
    username: text(given.username, 'username', 320),
    host: text(given.host, 'host', 255),
    port,
    security,
    local: given.local === true,
  };
}

function messageOf(given: Json, accounts: number): ManifestMessage {
  return {
    path: text(given.path, 'path', 1_000),
    account: accountIndex(given.account, accounts),
    folder: text(given.folder, 'folder', 200),
    unread: given.unread === true,
    starred: given.starred === true,
    pinned: given.pinned === true,
    quiet: given.quiet === true,
    labels: list(given.labels ?? [], 'labels').map((key) => text(key, 'a label', 200)),
    snooze: (given.snooze ?? null) === null ? null : snoozeOf(object(given.snooze, 'snooze')),
    movedAt: given.movedAt === null ? null : moment(given.movedAt, 'movedAt'),
    date: moment(given.date, 'date'),
    size: count(given.size, 'size'),
    sha256: digest(given.sha256),
    headerOf: given.headerOf === null ? null : count(given.headerOf, 'headerOf'),
    ledger: given.ledger === null ? null : ledgerOf(object(given.ledger, 'ledger')),
  };
}

function goneOf(given: Json, accounts: number): ManifestGone {
  return { account: accountIndex(given.account, accounts), ledger: ledgerOf(object(given.ledger, 'ledger')) };
}

function ledgerOf(given: Json): ManifestLedger {
  const uidl = text(given.uidl, 'uidl', 1_024);
  // RFC 1939 §7 has 70 characters from 0x21 to 0x7E; servers send others, but none that a line could not carry.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these three end or break a POP3 line
  if (!/^[^\r\n\u0000]+$/.test(uidl)) throw bad('uidl');
  const listed = given.listed;
  if (listed !== -1) count(listed, 'listed');
  return {
    uidl,
    sha256: digest(given.sha256),
    size: count(given.size, 'size'),
    listed: Number(listed),
    fingerprint: text(given.fingerprint, 'fingerprint', 200),
    date: moment(given.date, 'date'),
    storedAt: count(given.storedAt, 'storedAt'),
    settled: given.settled === true,
    gone: count(given.gone, 'gone'),
    removed: count(given.removed, 'removed'),
    headers: given.headers === true,
    ...(given.headers === true && given.freed === true && { freed: true as const }),
  };
}

function accountIndex(given: unknown, accounts: number): number {
  const index = count(given, 'account');
  if (index >= accounts) throw bad('account');
  return index;
}
