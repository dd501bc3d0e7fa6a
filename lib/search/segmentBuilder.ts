import { ByteWriter } from './bytes';
import { type DocumentFacts, fields, fieldTokens, maxText, type SearchDocument } from './document';
import { newestFirst } from './order';
import { type BlockSink, rate, SegmentWriter } from './segmentWriter';

/**
 * Takes documents in any order and makes a segment of them: newest first, words in order. What it holds meanwhile is a
 * number for each token, and each different word once.
 */
export class SegmentBuilder {
  readonly #numbers = new Map<string, number>();
  #documents: { facts: DocumentFacts; tokens: Uint32Array }[] = [];
  #tokens = 0;
  /** The tokens of one document: word, position, and where the fields begin. */
  #scratch = new Uint32Array(4096);

  get documents(): number {
    return this.#documents.length;
  }

  /** Tokens held: eight octets each. */
  get tokens(): number {
    return this.#tokens;
  }

  get ids(): number[] {
    return this.#documents.map(({ facts }) => facts.id);
  }

  add({ texts, ...facts }: SearchDocument): void {
    const numbers = this.#numbers;
    let count = fields.length;
    let room = maxText;
    const held: number[] = [];
    for (const field of fields) {
      room = fieldTokens(
        texts[field],
        (term, position) => {
          let number = numbers.get(term);
          if (number === undefined) {
            number = numbers.size;
            numbers.set(term, number);
          }
          if (count + 2 > this.#scratch.length) this.#enlarge();
          this.#scratch[count] = number;
          this.#scratch[count + 1] = position;
          count += 2;
        },
        room,
      );
      held.push(count);
    }
    this.#scratch.set(held);
    this.#documents.push({ facts, tokens: this.#scratch.slice(0, count) });
    this.#tokens += (count - fields.length) / 2;
  }

  /** Writes the segment and begins anew. Returns the facts by ordinal. */
  write(sink: BlockSink): DocumentFacts[] {
    const documents = this.#documents.sort((a, b) => newestFirst(a.facts, b.facts));
    const words = [...this.#numbers.keys()];
    const lists = this.#invert(documents, words.length);
    const writer = new SegmentWriter(sink);
    const order = words
      .map((_, index) => index)
      .sort((a, b) => ((words[a] ?? '') < (words[b] ?? '') ? -1 : 1));
    const positions = new ByteWriter();
    for (const number of order) {
      writer.term(words[number] ?? '');
      const [from, to] = [lists.starts[number] ?? 0, lists.starts[number + 1] ?? 0];
      writeWord(writer, lists, from, to, positions);
    }
    const facts = documents.map((document) => document.facts);
    writer.end(facts);
    this.clear();
    return facts;
  }

  /** Begins anew. */
  clear(): void {
    this.#documents = [];
    this.#numbers.clear();
    this.#tokens = 0;
  }

  /** Every token under its word: a counting sort, by word and within it by ordinal, field and position. */
  #invert(documents: readonly { tokens: Uint32Array }[], words: number): Lists {
    const starts = new Uint32Array(words + 1);
    for (const { tokens } of documents) {
      for (let at = fields.length; at < tokens.length; at += 2) {
        const word = (tokens[at] ?? 0) + 1;
        starts[word] = (starts[word] ?? 0) + 1;
      }
    }
    for (let word = 1; word <= words; word += 1) starts[word] = (starts[word] ?? 0) + (starts[word - 1] ?? 0);
    const next = starts.slice();
    const ordinals = new Uint32Array(this.#tokens);
    const places = new Uint32Array(this.#tokens);
    const where = new Uint8Array(this.#tokens);
    documents.forEach(({ tokens }, ordinal) => {
      let at = fields.length;
      fields.forEach((_, field) => {
        for (const end = tokens[field] ?? 0; at < end; at += 2) {
          const word = tokens[at] ?? 0;
          const slot = next[word] ?? 0;
          ordinals[slot] = ordinal;
          places[slot] = tokens[at + 1] ?? 0;
          where[slot] = field;
          next[word] = slot + 1;
        }
      });
    });
    return { starts, ordinals, places, where };
  }

  #enlarge(): void {
    const larger = new Uint32Array(2 * this.#scratch.length);
    larger.set(this.#scratch);
    this.#scratch = larger;
  }
}

interface Lists {
  starts: Uint32Array;
  ordinals: Uint32Array;
  places: Uint32Array;
  where: Uint8Array;
}

function writeWord(
  writer: SegmentWriter,
  lists: Lists,
  from: number,
  to: number,
  positions: ByteWriter,
): void {
  const { ordinals, places, where } = lists;
  let at = from;
  while (at < to) {
    const ordinal = ordinals[at] ?? 0;
    const first = at;
    let mask = 0;
    positions.clear();
    while (at < to && ordinals[at] === ordinal) {
      const field = where[at] ?? 0;
      let end = at;
      while (end < to && ordinals[end] === ordinal && where[end] === field) end += 1;
      positions.number(end - at);
      let before = 0;
      for (; at < end; at += 1) {
        positions.number((places[at] ?? 0) - before);
        before = places[at] ?? 0;
      }
      mask |= 1 << field;
    }
    writer.posting(ordinal, mask | rate(at - first), positions.view());
  }
}
