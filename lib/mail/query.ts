import { fold } from './fold';
import { filterOf } from './queryValues';

/**
 * The language of searches. It is made for people who type: nothing is an error. What is not understood is searched for
 * as words, and the notes say so.
 *
 *   words                    all of them, anywhere; the one being typed counts as a beginning (`prefix`), so does `word*`
 *   "a phrase"               these words in this order
 *   a OR b, (a b) OR c       either; OR binds what stands next to it, as in Gmail: `a b OR c` is `a (b OR c)`
 *   NOT a, -a                without
 *   from:ada, subject:(a b)  in one field; `has:attachment`, `is:unread`, `before:2024-05-01`, `larger:5M`, …
 */
export type Query =
  | { kind: 'all' }
  /** Something was asked for that no index holds, such as emoji alone: nothing is found by it. */
  | { kind: 'none' }
  | { kind: 'and' | 'or'; parts: readonly Query[] }
  | { kind: 'not'; part: Query }
  | Words
  | Filter;

export type WordField = 'from' | 'to' | 'cc' | 'subject' | 'filename';

/** Words that must stand next to one another in one field; mostly it is one word. */
export interface Words {
  kind: 'words';
  /** Null: anywhere. */
  field: WordField | null;
  text: string;
  /** The last word may go on. */
  prefix: boolean;
}

/** What is asked of a message's record. Times in ms since 1970, sizes in octets. */
export type Filter =
  | { kind: 'attachment' }
  | { kind: 'unread'; value: boolean }
  | { kind: 'starred'; value: boolean }
  /** As typed, lower case; what it names is found out where folders and accounts are known. */
  | { kind: 'folder'; name: string }
  | { kind: 'account'; name: string }
  /** A mailing list's identifier, lower case. */
  | { kind: 'list'; name: string }
  /** At least `from`, and before `to`. */
  | { kind: 'date'; from: number | null; to: number | null }
  /** More than `above`, or less than `below`. */
  | { kind: 'size'; above: number | null; below: number | null };

/** Something that was taken for words, or left out, and why. */
export interface QueryNote {
  why:
    | 'unknownOperator'
    | 'unknownValue'
    | 'missingValue'
    | 'noWord'
    | 'openQuote'
    | 'openParenthesis'
    | 'tooLong';
  /** As it was typed. */
  text: string;
}

export interface ParsedQuery {
  query: Query;
  notes: readonly QueryNote[];
}

/** Operators and the values that they offer, in the order in which the interface offers them. */
export const operators = {
  from: [],
  to: [],
  cc: [],
  subject: [],
  has: ['attachment'],
  is: ['unread', 'read', 'starred', 'unstarred'],
  in: [],
  label: [],
  filename: [],
  before: [],
  after: [],
  older_than: ['1w', '1m', '1y'],
  newer_than: ['1w', '1m', '1y'],
  larger: ['1M', '5M', '10M'],
  smaller: [],
  account: [],
  list: [],
} as const satisfies Record<string, readonly string[]>;
export type Operator = keyof typeof operators;

export const isOperator = (name: string): name is Operator => Object.hasOwn(operators, name);

/** Of a longer query, what comes behind is left out; nesting deeper than this is read as if it were not nested. */
export const maxQueryLength = 2_000;
const maxDepth = 30;

/**
 * Reads a query.
 *
 * @param options.typing the query ends where somebody is typing: its last word may go on
 * @param options.now what `older_than:` counts from, ms since 1970; dates are days of the local calendar
 */
export function parseQuery(text: string, options: { typing?: boolean; now: number }): ParsedQuery {
  const notes: QueryNote[] = [];
  if (text.length > maxQueryLength) notes.push({ why: 'tooLong', text: text.slice(maxQueryLength) });
  const reader = new Reader(text.slice(0, maxQueryLength), options.typing ?? false, options.now, notes);
  const parts: Query[] = [];
  while (!reader.ended) parts.push(reader.sequence(null, 0));
  const query = both(parts);
  if (query.kind === 'none') notes.push({ why: 'noWord', text: reader.text.trim() });
  else for (const sign of reader.signs) notes.push({ why: 'noWord', text: sign });
  return { query, notes };
}

const stops = /[\s"()]/;

class Reader {
  /** What was asked for beside words and is none: emoji, not the punctuation of people who write sentences. */
  readonly signs = new Set<string>();
  #at = 0;

  constructor(
    readonly text: string,
    readonly typing: boolean,
    readonly now: number,
    readonly notes: QueryNote[],
  ) {}

  get ended(): boolean {
    this.#skip();
    return this.#at >= this.text.length;
  }

  /** Everything up to a closing parenthesis, or to the end. A parenthesis too many is passed over. */
  sequence(field: WordField | null, depth: number): Query {
    const parts: Query[] = [];
    let or = false;
    while (!this.ended) {
      if (this.text[this.#at] === ')') {
        this.#at += 1;
        return both(parts);
      }
      if (this.#word('OR') || this.#sign('|')) {
        or = true;
        continue;
      }
      if (this.#word('AND') || this.#sign('&')) continue;
      const part = this.#part(field, depth);
      const last = parts.at(-1);
      if (or && last) parts[parts.length - 1] = either(last, part);
      else parts.push(part);
      or = false;
    }
    if (depth > 0) this.notes.push({ why: 'openParenthesis', text: '(' });
    return both(parts);
  }

  #part(field: WordField | null, depth: number): Query {
    let negative = false;
    // A loop: a thousand signs in a row are not a thousand calls.
    while (this.#word('NOT') || this.#minus()) negative = !negative;
    const part = this.#positive(field, depth);
    // Without something that nothing is found by is not everything: nobody asked for that.
    return negative && part.kind !== 'all' && part.kind !== 'none' ? { kind: 'not', part } : part;
  }

  #positive(field: WordField | null, depth: number): Query {
    if (this.ended) return { kind: 'all' };
    const sign = this.text[this.#at];
    if (sign === '(') {
      this.#at += 1;
      return depth < maxDepth ? this.sequence(field, depth + 1) : { kind: 'all' };
    }
    if (sign === ')') return { kind: 'all' };
    if (sign === '"') return this.#words(field, this.#quoted(), false);
    const start = this.#at;
    const word = this.#bare();
    const colon = word.indexOf(':');
    if (colon < 0) return this.#plain(field, word);
    return this.#operator(word, colon, start, field, depth);
  }

  #operator(word: string, colon: number, start: number, field: WordField | null, depth: number): Query {
    const name = word.slice(0, colon).toLowerCase();
    if (!isOperator(name)) {
      // `12:30` and addresses of the web are words that somebody looks for.
      if (/^[a-z_]{2,}$/.test(name) && !word.startsWith('//', colon + 1))
        this.notes.push({ why: 'unknownOperator', text: word });
      return this.#plain(field, word);
    }
    let value = word.slice(colon + 1);
    const next = this.text[this.#at];
    if (value === '' && next === '(' && isWordField(name) && depth < maxDepth) {
      this.#at += 1;
      return this.sequence(name, depth + 1);
    }
    const quoted = value === '' && next === '"';
    if (quoted) value = this.#quoted();
    if (value.trim() === '') {
      // Somebody is about to type it.
      if (!(this.typing && this.#at >= this.text.length)) {
        this.notes.push({ why: 'missingValue', text: this.text.slice(start, this.#at) });
      }
      return { kind: 'all' };
    }
    if (isWordField(name)) return quoted ? this.#words(name, value, false) : this.#plain(name, value);
    const filter = filterOf(name, value.toLowerCase(), this.now);
    if (filter) return filter;
    this.notes.push({ why: 'unknownValue', text: this.text.slice(start, this.#at) });
    return this.#words(field, `${name} ${value}`, false);
  }

  #plain(field: WordField | null, word: string): Query {
    const goesOn = this.typing && this.#at >= this.text.length;
    // What it is to be without is about to be typed.
    if (goesOn && /(?:^|[\s(])-$/.test(this.text)) return { kind: 'all' };
    if (word.endsWith('*')) return this.#words(field, word.slice(0, -1), true);
    return this.#words(field, word, goesOn);
  }

  #words(field: WordField | null, text: string, prefix: boolean): Query {
    if (text.trim() === '') return { kind: 'all' };
    if (/[\p{L}\p{N}]/u.test(fold(text))) return { kind: 'words', field, text, prefix };
    if (/[^\p{P}\p{ASCII}\s]/u.test(text)) this.signs.add(text.trim());
    return { kind: 'none' };
  }

  #bare(): string {
    const start = this.#at;
    while (this.#at < this.text.length && !stops.test(this.text[this.#at] ?? '')) this.#at += 1;
    return this.text.slice(start, this.#at);
  }

  #quoted(): string {
    const end = this.text.indexOf('"', this.#at + 1);
    const inside = this.text.slice(this.#at + 1, end < 0 ? undefined : end);
    if (end < 0 && !this.typing) this.notes.push({ why: 'openQuote', text: `"${inside}` });
    this.#at = end < 0 ? this.text.length : end + 1;
    return inside;
  }

  /** A word of the language, in capitals: `or` in small letters is looked for. */
  #word(word: string): boolean {
    this.#skip();
    const end = this.#at + word.length;
    if (
      !this.text.startsWith(word, this.#at) ||
      (end < this.text.length && !stops.test(this.text[end] ?? ''))
    )
      return false;
    // What ends here may be the beginning of ORDER.
    if (this.typing && end === this.text.length) return false;
    this.#at = end;
    return true;
  }

  #sign(sign: string): boolean {
    this.#skip();
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  /** A minus before something; alone it is punctuation. */
  #minus(): boolean {
    this.#skip();
    const next = this.text[this.#at + 1] ?? ' ';
    if (this.text[this.#at] !== '-' || /[\s)]/.test(next)) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    while (this.#at < this.text.length && /\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }
}

/** All of them, but for what is nothing: that decides where there is nothing else. */
function both(parts: readonly Query[]): Query {
  const real = parts.filter(({ kind }) => kind !== 'all' && kind !== 'none');
  const [only] = real;
  if (!only) return parts.find(({ kind }) => kind === 'none') ?? { kind: 'all' };
  return real.length === 1 ? only : { kind: 'and', parts: real };
}

function either(left: Query, right: Query): Query {
  if (right.kind === 'all' || (right.kind === 'none' && left.kind !== 'all')) return left;
  if (left.kind === 'all' || left.kind === 'none') return right;
  return { kind: 'or', parts: left.kind === 'or' ? [...left.parts, right] : [left, right] };
}

const isWordField = (name: Operator): name is WordField =>
  name === 'from' || name === 'to' || name === 'cc' || name === 'subject' || name === 'filename';
