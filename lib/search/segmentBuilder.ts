import { type DocumentFacts, fields, fieldTokens, maxText, type SearchDocument } from './document';
import { newestFirst } from './order';
import { type BlockSink, rate, SegmentWriter } from './segmentWriter';
import type { Known } from './tokens';
import { Vocabulary } from './vocabulary';

/** Words mostly follow each other: a document's tokens are their numbers, and where one does not follow, its place before it. */
const jump = 0x8000_0000;
/** A token's place under its word: its field above its position, which is below four millions of words and eight a text. */
const fieldShift = 27;
const positionBits = 2 ** fieldShift - 1;
/** Words are written in portions of about so many tokens: eight octets each are held for a portion. */
const portion = 1_000_000;
const notNow = 0xffff_ffff;

/**
 * Takes documents in any order and makes a segment of them: newest first, words in order. What it holds meanwhile is a
 * number for each token, and each different word once.
 */
export class SegmentBuilder {
  readonly #vocabulary: Vocabulary;
  #documents: { facts: DocumentFacts; tokens: Uint32Array }[] = [];
  #tokens = 0;
  /** Of one document: where its fields end, and its tokens. */
  #scratch = new Uint32Array(4096);
  #length = 0;
  #next = 0;
  readonly #known: Known = {
    take: (text, start, end, position) => {
      const number = this.#vocabulary.find(text, start, end);
      if (number < 0) return false;
      this.#put(number, position);
      return true;
    },
    learn: (text, start, end, term) => this.#vocabulary.learn(text, start, end, term),
  };

  /** @param vocabulary may serve others as well; must not be cleared as long as documents are held */
  constructor(vocabulary = new Vocabulary()) {
    this.#vocabulary = vocabulary;
  }

  get documents(): number {
    return this.#documents.length;
  }

  /** Tokens held: four octets each. */
  get tokens(): number {
    return this.#tokens;
  }

  get ids(): number[] {
    return this.#documents.map(({ facts }) => facts.id);
  }

  add({ texts, ...facts }: SearchDocument): void {
    this.#length = fields.length;
    let room = maxText;
    const put = (term: string, position: number) => this.#put(this.#vocabulary.numberOf(term), position);
    for (const [field, name] of fields.entries()) {
      this.#next = 0;
      room = fieldTokens(texts[name], put, room, this.#known);
      this.#scratch[field] = this.#length;
    }
    this.#documents.push({ facts, tokens: this.#scratch.slice(0, this.#length) });
  }

  #put(number: number, position: number): void {
    if (this.#length + 2 > this.#scratch.length) this.#enlarge();
    if (position !== this.#next) {
      this.#scratch[this.#length] = jump + position;
      this.#length += 1;
    }
    this.#scratch[this.#length] = number;
    this.#length += 1;
    this.#next = position + 1;
    this.#tokens += 1;
  }

  /** Writes the segment and begins anew. Returns the facts by ordinal. */
  write(sink: BlockSink): DocumentFacts[] {
    this.#documents.sort((a, b) => newestFirst(a.facts, b.facts));
    const counts = this.#counts();
    // Without a comparison of one's own they are sorted by code units, as they have to be.
    const words = this.#vocabulary.words.filter((_, number) => counts[number] !== 0).sort();
    const numbers = words.map((word) => this.#vocabulary.numberOf(word));
    const writer = new SegmentWriter(sink);
    for (let from = 0, to = 0; from < words.length; from = to) {
      let tokens = 0;
      for (; to < words.length && tokens < portion; to += 1) tokens += counts[numbers[to] ?? 0] ?? 0;
      const lists = this.#invert(numbers.slice(from, to), counts, tokens);
      for (let word = from, at = 0; word < to; word += 1) {
        writer.term(words[word] ?? '');
        const end = at + (counts[numbers[word] ?? 0] ?? 0);
        writeWord(writer, lists, at, end);
        at = end;
      }
    }
    const facts = this.#documents.map((document) => document.facts);
    writer.end(facts);
    this.clear();
    return facts;
  }

  /** Begins anew. */
  clear(): void {
    this.#documents = [];
    this.#tokens = 0;
  }

  /** How many tokens each word has. */
  #counts(): Uint32Array {
    const counts = new Uint32Array(this.#vocabulary.words.length);
    for (const { tokens } of this.#documents) {
      for (let at = fields.length; at < tokens.length; at += 1) {
        const token = tokens[at] ?? 0;
        if (token < jump) counts[token] = (counts[token] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** The tokens of these words, each under its word: a counting sort, within a word by ordinal, field and position. */
  #invert(words: readonly number[], counts: Uint32Array, tokens: number): Lists {
    const next = new Uint32Array(counts.length).fill(notNow);
    let start = 0;
    for (const word of words) {
      next[word] = start;
      start += counts[word] ?? 0;
    }
    const lists = { ordinals: new Uint32Array(tokens), places: new Uint32Array(tokens) };
    for (const [ordinal, document] of this.#documents.entries())
      invertOne(document.tokens, ordinal, next, lists);
    return lists;
  }

  #enlarge(): void {
    const larger = new Uint32Array(2 * this.#scratch.length);
    larger.set(this.#scratch);
    this.#scratch = larger;
  }
}

interface Lists {
  ordinals: Uint32Array;
  places: Uint32Array;
}

/** Puts a document's tokens where `next` says, and moves that on. */
function invertOne(
  tokens: Uint32Array,
  ordinal: number,
  next: Uint32Array,
  { ordinals, places }: Lists,
): void {
  let at: number = fields.length;
  for (let field = 0; field < fields.length; field += 1) {
    const first = field * 2 ** fieldShift;
    let place = first;
    for (const end = tokens[field] ?? 0; at < end; at += 1) {
      const token = tokens[at] ?? 0;
      if (token >= jump) {
        place = first + token - jump;
        continue;
      }
      const slot = next[token] ?? notNow;
      if (slot !== notNow) {
        ordinals[slot] = ordinal;
        places[slot] = place;
        next[token] = slot + 1;
      }
      place += 1;
    }
  }
}

function writeWord(writer: SegmentWriter, { ordinals, places }: Lists, from: number, to: number): void {
  for (let at = from; at < to; ) {
    const ordinal = ordinals[at] ?? 0;
    let mask = 0;
    let end = at;
    for (; end < to && ordinals[end] === ordinal; end += 1) mask |= 1 << ((places[end] ?? 0) >>> fieldShift);
    const positions = writer.posting(ordinal, mask | rate(end - at));
    while (at < end) {
      const field = (places[at] ?? 0) >>> fieldShift;
      let last = at;
      while (last < end && (places[last] ?? 0) >>> fieldShift === field) last += 1;
      positions.number(last - at);
      let before = 0;
      for (; at < last; at += 1) {
        const position = (places[at] ?? 0) & positionBits;
        positions.number(position - before);
        before = position;
      }
    }
  }
}
