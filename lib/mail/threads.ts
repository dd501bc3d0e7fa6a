import type { Envelope } from './types';

/**
 * Which messages are one conversation: those that name each other in References or In-Reply-To, or name a common third
 * one that may be missing, as Jamie Zawinski's algorithm and RFC 5256 (REFERENCES) link them. Only what belongs together
 * is computed, no tree: conversations are read by date, and a set cannot have cycles. A reply that names nothing falls
 * back on its subject.
 *
 * Everything here works on a few messages and on those that were found under their keys, so that one more message never
 * costs a look at all others.
 */
export interface Threadable {
  id: number;
  /** Key of its conversation; absent: it has none yet. */
  thread?: number;
  /** ms since 1970 */
  date: number;
  envelope: Pick<Envelope, 'from' | 'to' | 'cc' | 'subject' | 'messageId' | 'inReplyTo' | 'references'>;
}

/** Of a long chain: its root, and so many of its newest links. What is between is held together by its own links. */
const newestReferences = 20;
/** A reply without References answers mail of so many days before it at most; later the subject is another matter. */
const fallbackDays = 90;
const day = 86_400_000;

/** What a message says of its conversation. */
export interface Naming {
  /** Its own id without brackets; null: it has none. */
  own: string | null;
  /** The ids it answers, oldest first, each once, never its own. */
  references: string[];
  /** Its base subject (RFC 5256 §2.1), lower case; may be empty. */
  subject: string;
  /** A reply by its subject that names nothing it answers. */
  orphan: boolean;
}

export function namingOf({
  subject,
  messageId,
  inReplyTo,
  references,
}: Omit<Threadable['envelope'], 'from' | 'to' | 'cc'>): Naming {
  const own = idsIn(messageId)[0] ?? null;
  const chain = references.flatMap(idsIn);
  // RFC 5256: In-Reply-To counts where References are missing, and only its first id.
  const named = [...new Set(chain.length > 0 ? chain : idsIn(inReplyTo).slice(0, 1))].filter(
    (id) => id !== own,
  );
  const kept =
    named.length > newestReferences + 1 ? [...named.slice(0, 1), ...named.slice(-newestReferences)] : named;
  const { base, reply } = baseSubject(subject);
  return { own, references: kept, subject: base, orphan: reply && named.length === 0 && base !== '' };
}

/** Ids in a header. Old programs write words around theirs; ids without brackets are taken where they look like one. */
function idsIn(text: string): string[] {
  const bracketed = text.match(/<[^<>\s]+>/g);
  if (bracketed) return bracketed.map((id) => id.slice(1, -1));
  const bare = text.trim();
  return /^[^\s<>@]+@[^\s<>@]+$/.test(bare) ? [bare] : [];
}

const replyMark =
  /^(?:re|aw|antw|sv|vs|odp|ynt|rif|res|回复|答复|回覆|返信)\s*(?:[[(]\d{1,3}[\])])?\s*[:：]\s*/iu;
const forwardMark = /^(?:fwd?|wg|tr|rv|enc|vl|转发|轉寄)\s*(?:[[(]\d{1,3}[\])])?\s*[:：]\s*/iu;
/** A list's tag. */
const blob = /^\[[^[\]]{1,60}\]\s*/;

/**
 * What a subject is without what replying, forwarding and lists put around it (RFC 5256 §2.1, and the marks of other
 * languages).
 *
 * @returns `reply`: it bore a mark of replies
 */
export function baseSubject(subject: string): { base: string; reply: boolean } {
  let rest = subject.replace(/\s+/g, ' ').trim();
  let reply = false;
  for (;;) {
    const trailer = rest.replace(/\s*\(fwd\)$/i, '');
    const wrapped = /^\[fwd:\s*(.*)\]$/i.exec(trailer)?.[1];
    const tag = blob.exec(trailer);
    const mark = replyMark.exec(trailer) ?? forwardMark.exec(trailer);
    let next = wrapped ?? trailer;
    if (mark) {
      reply ||= replyMark.test(trailer);
      next = trailer.slice(mark[0].length);
    } else if (tag && wrapped === undefined && tag[0].length < trailer.length) {
      next = trailer.slice(tag[0].length);
    }
    if (next === rest) return { base: rest.toLowerCase(), reply };
    rest = next;
  }
}

/** Keys are numbers, so that a message's cost little in an index. */
export interface ThreadKeys {
  /** Under these it is found. */
  stored: number[];
  /** What is found under these belongs to its conversation. */
  certain: number[];
  /** And under these, where `belongs` says so. */
  likely: number[];
}

/** @param account conversations are of one account: keys of two never meet */
export function threadKeys(account: string, { own, references, subject, orphan }: Naming): ThreadKeys {
  const key = (kind: string, name: string) => hash(`${account}\n${kind}\n${name}`);
  const stored: number[] = [];
  const certain: number[] = [];
  const likely: number[] = [];
  if (own !== null) {
    stored.push(key('own', own));
    certain.push(key('named', own));
    // Bad programs give all their mail one id (RFC 5256: such are told apart); a true copy is one conversation.
    likely.push(key('own', own));
  }
  for (const id of references) {
    stored.push(key('named', id));
    certain.push(key('own', id), key('named', id));
  }
  if (subject !== '') {
    stored.push(key('subject', subject));
    if (orphan) stored.push(key('orphan', subject));
    likely.push(key(orphan ? 'subject' : 'orphan', subject));
  }
  return { stored, certain, likely };
}

/**
 * Whether two messages that share an id of their own, or a subject, are one conversation: copies of one message; or an
 * orphaned reply and what it may answer, when they share a correspondent beside the reader and are not too far apart.
 *
 * @param own the reader's addresses, lower case
 */
export function belongs(a: Threadable, b: Threadable, own: ReadonlySet<string>): boolean {
  const [one, other] = [namingOf(a.envelope), namingOf(b.envelope)];
  if (one.subject !== other.subject) return false;
  const sender = ({ envelope }: Threadable) => envelope.from[0]?.address.toLowerCase() ?? '';
  if (one.own !== null && one.own === other.own && sender(a) === sender(b)) return true;
  if (one.subject === '' || !(one.orphan || other.orphan)) return false;
  if (Math.abs(a.date - b.date) > fallbackDays * day) return false;
  const there = correspondents(b);
  return [...correspondents(a)].some((address) => !own.has(address) && there.has(address));
}

function correspondents({ envelope: { from, to, cc } }: Threadable): Set<string> {
  const addresses = [...from, ...to, ...cc].map(({ address }) => address.toLowerCase());
  return new Set(addresses.filter((address) => address !== ''));
}

/** Messages that are one conversation, and the conversations that they make one of. */
export interface Joined {
  messages: number[];
  threads: number[];
}

/**
 * Puts new messages together, with each other and with what is there already.
 *
 * @param messages new ones, with their keys
 * @param found messages that have a conversation already, under the keys that the new ones look for
 * @param own the reader's addresses, lower case
 */
export function join(
  messages: readonly (Threadable & { keys: ThreadKeys })[],
  found: ReadonlyMap<number, readonly Threadable[]>,
  own: ReadonlySet<string>,
): Joined[] {
  const holders = new Map<number, Threadable[]>();
  for (const message of messages) {
    for (const key of message.keys.stored) {
      const held = holders.get(key);
      if (held) held.push(message);
      else holders.set(key, [message]);
    }
  }
  const sets = new Sets();
  const node = ({ id, thread }: Threadable) => (thread === undefined ? `m${id}` : `t${thread}`);
  for (const message of messages) {
    sets.add(node(message));
    for (const key of message.keys.certain) {
      const others = [holders.get(key)?.[0], found.get(key)?.[0]];
      for (const other of others) if (other) sets.unite(node(message), node(other));
    }
    for (const key of message.keys.likely) {
      const others = [...(holders.get(key) ?? []).slice(0, candidates), ...(found.get(key) ?? [])];
      for (const other of others)
        if (other !== message && belongs(message, other, own)) sets.unite(node(message), node(other));
    }
  }
  return sets.all().map((nodes) => ({
    messages: nodes.filter((name) => name[0] === 'm').map((name) => Number(name.slice(1))),
    threads: nodes.filter((name) => name[0] === 't').map((name) => Number(name.slice(1))),
  }));
}

/** So many messages of one subject are looked at, however many there are. */
export const candidates = 20;

/** Disjoint sets. */
class Sets {
  readonly #parents = new Map<string, string>();

  add(name: string): void {
    if (!this.#parents.has(name)) this.#parents.set(name, name);
  }

  unite(one: string, other: string): void {
    this.add(one);
    this.add(other);
    const [a, b] = [this.#root(one), this.#root(other)];
    if (a !== b) this.#parents.set(a, b);
  }

  all(): string[][] {
    const sets = new Map<string, string[]>();
    for (const name of this.#parents.keys()) {
      const root = this.#root(name);
      const set = sets.get(root);
      if (set) set.push(name);
      else sets.set(root, [name]);
    }
    return [...sets.values()];
  }

  #root(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; ) {
      root = next;
      next = this.#parents.get(root);
    }
    // Long ways are cut short, so that a chain of thousands stays quick.
    for (let at = name; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }
}

/** 53 bits of a text (cyrb53, public domain): a number that IndexedDB keeps exactly. */
function hash(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
