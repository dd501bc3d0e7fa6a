import type { Known } from './tokens';

/** Doubled whenever half of them are taken. */
const firstSlots = 1 << 12;
/** So many words, or ways to write them, and it is better to begin anew: some 30 MB. */
const mostWords = 300_000;

/**
 * Gives each different word a number, in the order in which they are met. Words are recognised as they are written, by
 * their code units in the text: of one that was met before no string is made, and nothing is folded again. It serves one
 * segment after another, as long as nobody clears it.
 */
export class Vocabulary implements Pick<Known, 'learn'> {
  readonly #numbers = new Map<string, number>();
  #words: string[] = [];
  /** By what is written: one more than the place in the three lists below; 0: free. */
  #slots = new Int32Array(firstSlots);
  #hashes: number[] = [];
  /** Where the code units begin; at the end, where the next ones will. */
  #starts: number[] = [0];
  #terms: number[] = [];
  #units = new Uint16Array(8 * firstSlots);

  /** The words, by number. */
  get words(): readonly string[] {
    return this.#words;
  }

  get full(): boolean {
    return Math.max(this.#words.length, this.#terms.length) >= mostWords;
  }

  /** Numbers that were given mean nothing from now on. */
  clear(): void {
    this.#numbers.clear();
    this.#words = [];
    this.#slots = new Int32Array(firstSlots);
    this.#hashes = [];
    this.#starts = [0];
    this.#terms = [];
    this.#units = new Uint16Array(8 * firstSlots);
  }

  numberOf(term: string): number {
    let number = this.#numbers.get(term);
    if (number === undefined) {
      number = this.#words.length;
      this.#numbers.set(term, number);
      this.#words.push(term);
    }
    return number;
  }

  /** The number of the word that is written there; -1 where that was not learned. */
  find(text: string, start: number, end: number): number {
    const slot = this.#slot(text, start, end, hashOf(text, start, end));
    return this.#terms[(this.#slots[slot] ?? 0) - 1] ?? -1;
  }

  learn(text: string, start: number, end: number, term: string): void {
    const hash = hashOf(text, start, end);
    const slot = this.#slot(text, start, end, hash);
    if (this.#slots[slot] !== 0) return;
    const at = this.#starts.at(-1) ?? 0;
    const length = end - start;
    if (at + length > this.#units.length) this.#units = enlarged(this.#units, at + length);
    for (let unit = 0; unit < length; unit += 1) this.#units[at + unit] = text.charCodeAt(start + unit);
    this.#starts.push(at + length);
    this.#hashes.push(hash);
    this.#terms.push(this.numberOf(term));
    this.#slots[slot] = this.#terms.length;
    if (2 * this.#terms.length > this.#slots.length) this.#spread();
  }

  /** Where it stands among the slots, or would. */
  #slot(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hash & last;
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (this.#hashes[entry - 1] === hash && this.#is(entry - 1, text, start, end)) break;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #is(place: number, text: string, start: number, end: number): boolean {
    const units = this.#units;
    const from = this.#starts[place] ?? 0;
    const length = end - start;
    if ((this.#starts[place + 1] ?? 0) - from !== length) return false;
    for (let unit = 0; unit < length; unit += 1) {
      if (units[from + unit] !== text.charCodeAt(start + unit)) return false;
    }
    return true;
  }

  #spread(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const last = slots.length - 1;
    for (const [place, hash] of this.#hashes.entries()) {
      let slot = hash & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over code units, its higher bits brought down to where slots are counted. */
function hashOf(text: string, start: number, end: number): number {
  let hash = -2_128_831_035;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash ^ (hash >>> 15);
}

function enlarged(units: Uint16Array<ArrayBuffer>, least: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(Math.max(2 * units.length, least));
  larger.set(units);
  return larger;
}
