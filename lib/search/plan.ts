import type { Filter, Query, Words } from '@/lib/mail/query';
import { anyField, bitOf } from './document';
import { isLoneSign, tokens } from './tokens';

/** One place of a phrase: this word, or every word that begins so, `offset` places behind the phrase's first. */
export interface Slot {
  term: string;
  prefix: boolean;
  offset: number;
}

/** A query whose words are those of the index. Leaves are numbered, so that what is found for them has a place. */
export type Plan =
  | { kind: 'all' | 'none' }
  | { kind: 'and' | 'or'; parts: readonly Plan[] }
  | { kind: 'not'; part: Plan }
  | WordLeaf
  | PhraseLeaf
  | FilterLeaf;

export interface WordLeaf {
  kind: 'word';
  leaf: number;
  slots: readonly [Slot];
  /** Bits of the fields that it may stand in. */
  fields: number;
}

export interface PhraseLeaf {
  kind: 'phrase';
  leaf: number;
  slots: readonly Slot[];
  fields: number;
}

export interface FilterLeaf {
  kind: 'filter';
  leaf: number;
  filter: Filter;
}

export type Leaf = WordLeaf | PhraseLeaf | FilterLeaf;

/** The places of a phrase. Empty where the text holds no word. */
export function slotsOf(text: string, prefix: boolean): Slot[] {
  const found: (Slot & { start: number; end: number })[] = [];
  tokens(text, (term, offset, start, end) => {
    found.push({ term, prefix: isLoneSign(term), offset, start, end });
  });
  // 東京 is a pair and its last character; mail has another character behind that one, or none.
  const slots = found.filter((slot, index) => {
    const before = found[index - 1];
    return !(slot.prefix && before && before.end === slot.end && before.start < slot.start);
  });
  const last = slots.at(-1);
  // From its first letter on: what begins with one is a few hundred KB of an index, and no results blink away meanwhile.
  if (prefix && last) last.prefix = true;
  return slots.map(({ term, prefix: goesOn, offset }) => ({
    term,
    prefix: goesOn,
    offset: offset - (slots[0]?.offset ?? 0),
  }));
}

/** Puts a query into the words of the index. */
export function planQuery(query: Query): { plan: Plan; leaves: Leaf[] } {
  const leaves: Leaf[] = [];
  return { plan: planPart(query, leaves), leaves };
}

function planPart(query: Query, leaves: Leaf[]): Plan {
  switch (query.kind) {
    case 'all':
    case 'none':
      return query;
    case 'and':
    case 'or':
      return { kind: query.kind, parts: query.parts.map((part) => planPart(part, leaves)) };
    case 'not':
      return { kind: 'not', part: planPart(query.part, leaves) };
    case 'words':
      return planWords(query, leaves);
    default: {
      const leaf: FilterLeaf = { kind: 'filter', leaf: leaves.length, filter: query };
      leaves.push(leaf);
      return leaf;
    }
  }
}

function planWords({ text, prefix, field }: Words, leaves: Leaf[]): Plan {
  const slots = slotsOf(text, prefix);
  const [first] = slots;
  if (!first) return { kind: 'all' };
  const fields = field === null ? anyField : bitOf[field];
  const leaf: WordLeaf | PhraseLeaf =
    slots.length === 1
      ? { kind: 'word', leaf: leaves.length, slots: [first], fields }
      : { kind: 'phrase', leaf: leaves.length, slots, fields };
  leaves.push(leaf);
  return leaf;
}
