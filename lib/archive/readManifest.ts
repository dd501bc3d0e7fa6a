import { ArchiveProblem } from './errors';
import { maxManifestHead, maxManifestLine, maxManifestOctets } from './limits';
import {
  type Manifest,
  type ManifestAccount,
  type ManifestFolder,
  type ManifestGone,
  type ManifestHead,
  type ManifestLabel,
  type ManifestLedger,
  type ManifestMessage,
  manifestName,
  manifestVersion,
} from './manifest';
import { bad, count, digest, type Json, list, moment, object, parse, text } from './manifestFields';
import { ruleOf, searchOf } from './manifestOrder';

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
  if (typeof given.version === 'number' && given.version > manifestVersion)
    throw new ArchiveProblem('newer_manifest', String(given.version));
  if (given.version !== manifestVersion) throw bad('its version');
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
    ...(given.copy === true && { copy: true as const }),
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
