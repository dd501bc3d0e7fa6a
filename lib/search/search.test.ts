import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { documentCase, marksCase, queryCase } from '@/e2e/support/searchCases';
import { type Marks, scan } from '@/e2e/support/searchScan';
import { type Filter, parseQuery, type Query } from '@/lib/mail/query';
import type { SearchDocument } from './document';
import { mergeSegments } from './merge';
import { Search } from './search';
import { SegmentBuilder } from './segmentBuilder';
import { type BlockSource, openSegment } from './segmentReader';
import type { Outside, SegmentView } from './segmentSearch';
import { SegmentWriter } from './segmentWriter';

/** Blocks in memory. */
class Blocks implements BlockSource {
  readonly #blocks = new Map<string, Uint8Array>();
  readonly sink = (kind: number, number: number, bytes: ArrayBuffer): void => {
    this.#blocks.set(`${kind} ${number}`, new Uint8Array(bytes));
  };
  async blocks(kind: number, first: number, last: number): Promise<Uint8Array[]> {
    return Array.from({ length: last - first + 1 }, (_, at) => {
      const found = this.#blocks.get(`${kind} ${first + at}`);
      if (!found) throw new Error(`there is no block ${kind} ${first + at}`);
      return found;
    });
  }
}

async function segment(documents: readonly SearchDocument[]): Promise<SegmentView> {
  const builder = new SegmentBuilder();
  for (const document of documents) builder.add(document);
  const blocks = new Blocks();
  builder.write(blocks.sink);
  return { source: blocks, index: await openSegment(blocks), dead: new Uint8Array(documents.length) };
}

async function merged(views: readonly SegmentView[]): Promise<SegmentView> {
  const blocks = new Blocks();
  const facts = await mergeSegments(views, new SegmentWriter(blocks.sink), () => null);
  return { source: blocks, index: await openSegment(blocks), dead: new Uint8Array(facts.length) };
}

function kill(views: readonly SegmentView[], id: number): void {
  for (const { index, dead } of views) {
    const ordinal = index.facts.ids.indexOf(id);
    if (ordinal >= 0) dead[ordinal >> 3] = (dead[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
  }
}

const ordinary: Marks = { unread: false, starred: false, folder: 'inbox', labels: [] };
const passes = (filter: Filter, marks: Marks): boolean =>
  (filter.kind === 'unread' && marks.unread === filter.value) ||
  (filter.kind === 'starred' && marks.starred === filter.value) ||
  (filter.kind === 'folder' && (marks.folder === filter.name || marks.labels.includes(filter.name)));

/** Folders and stars are known as sets (one of them inverted), what is unread is asked for. */
function outside(marks: ReadonlyMap<number, Marks>): Outside {
  return {
    async members(filter) {
      if (filter.kind === 'account') return { accounts: new Set([filter.name]) };
      if (filter.kind === 'unread') return null;
      const inverted = filter.kind === 'folder' && filter.name === 'inbox';
      const ids = [...marks].filter(([, of]) => passes(filter, of) !== inverted).map(([id]) => id);
      return { ids: new Set(ids), inverted };
    },
    async matching(filter, ids) {
      return new Set(ids.filter((id) => passes(filter, marks.get(id) ?? ordinary)));
    },
  };
}

async function found(query: Query, views: readonly SegmentView[], marks = new Map<number, Marks>()) {
  const search = await Search.open(query, views, outside(marks));
  const total = search.total;
  const ids: number[] = [];
  for (let page = await search.next(7); page.length > 0; page = await search.next(7)) {
    ids.push(...page.map(({ id }) => id));
  }
  if (total !== null) expect(total).toBe(ids.length);
  return ids;
}

let ids = 0;
const mail = (body: string, change: Partial<SearchDocument> = {}): SearchDocument => {
  ids += 1;
  const texts = { from: [], to: [], cc: [], subject: [], filename: [], body: [body] };
  return { id: ids, account: 'one', date: ids, size: 10, attachments: false, texts, ...change };
};
const ask = async (text: string, documents: readonly SearchDocument[], typing = false) => {
  const views = [await segment(documents)];
  const hits = await found(parseQuery(text, { typing, now: 0 }).query, views);
  return documents.filter(({ id }) => hits.includes(id)).map(({ texts }) => texts.body.join('|'));
};

describe('a search', () => {
  it.each([
    ['istanbul', 'Yarın İstanbul’a gidiyoruz'],
    ['isik', 'ışık'],
    ['grosse', 'Die Größe'],
    ['京都', '東京都に住む'],
    ['京', '東京都に住む'],
    ['に', '東京都に住む'],
    ['都に', '東京都に住む'],
    ['ελλαδα', 'στην Ελλάδα'],
    ['שלום', 'שָׁלוֹם'],
    ['محمد', 'مُحَمَّد'],
    ['서울', '서울에서'],
    ['ครับ', 'สวัสดีครับ'],
    ['ada@lindgren.example', 'write to Ada@Lindgren.example.'],
  ])('for %s finds %s', async (query, text) => {
    expect(await ask(query, [mail(text), mail('nothing of the kind')])).toEqual([text]);
  });

  it.each(['🎉', '-🎉', 'subject:🎉', '.'])('for %s finds nothing', async (query) => {
    expect(await ask(query, [mail('done 🎉.'), mail('done.')], true)).toEqual([]);
  });

  it('finds phrases in one text alone, in order', async () => {
    const split = mail('', {
      texts: {
        from: [],
        to: ['fish', 'chips'],
        cc: [],
        subject: ['fish'],
        filename: [],
        body: ['and chips'],
      },
    });
    const documents = [mail('fish chips'), mail('chips fish'), mail('fish and chips'), split];
    expect(await ask('"fish chips"', documents)).toEqual(['fish chips']);
    expect(await ask('"東京都に"', [mail('東京都に'), mail('東京に京都')])).toEqual(['東京都に']);
  });

  it('takes the word that is being typed for a beginning from its first letter on: nothing blinks away', async () => {
    const documents = [mail('fishing boats'), mail('f'), mail('few')];
    expect(await ask('fis', documents, true)).toEqual(['fishing boats']);
    expect(await ask('f', documents, true)).toEqual(['fishing boats', 'f', 'few']);
    expect(await ask('f ', documents, true)).toEqual(['f']);
    expect(await ask('fishing b', documents, true)).toEqual(['fishing boats']);
    expect(await ask('fishing-b', documents, true)).toEqual(['fishing boats']);
    expect(await ask('fishing x', documents, true)).toEqual([]);
    expect(await ask('fis ', documents, true)).toEqual([]);
    expect(await ask('fish*', documents)).toEqual(['fishing boats']);
  });

  it('finds common words in the block where they begin and in all that follow', async () => {
    const documents = Array.from({ length: 30_000 }, (_, at) =>
      mail(at % 3 === 0 ? 'common rare' : 'common'),
    );
    const views = [await segment(documents)];
    expect(views[0]?.index.firstTerms.filter((term) => term === 'common').length).toBeGreaterThan(1);
    const query = parseQuery('common', { now: 0 }).query;
    expect(await found(query, views)).toHaveLength(30_000);
    expect(await found(parseQuery('"common rare"', { now: 0 }).query, views)).toHaveLength(10_000);
    expect(await found(parseQuery('comm*', { now: 0 }).query, [await merged(views)])).toHaveLength(30_000);
  });

  it('by relevance puts rare words, subjects and new mail first', async () => {
    const texts = { from: [], to: [], cc: [], filename: [] };
    const documents = [
      mail('common common'),
      mail('', { texts: { ...texts, subject: ['common'], body: [] } }),
      mail('common rare'),
      ...Array.from({ length: 20 }, () => mail('common and others')),
    ];
    const search = await Search.open(
      parseQuery('common OR rare', { now: 0 }).query,
      [await segment(documents)],
      outside(new Map()),
    );
    const order = (await search.byRelevance(Date.now())).map(({ id }) => id);
    expect(order.slice(0, 2)).toEqual([documents[2]?.id, documents[1]?.id]);
    expect(order).toHaveLength(documents.length);
  });

  it('says that a block is damaged instead of finding less', async () => {
    const view = await segment([mail('fish'), mail('fish chips')]);
    const cut: BlockSource = {
      blocks: async (kind, first, last) =>
        (await view.source.blocks(kind, first, last)).map((block) => block.subarray(0, block.length - 1)),
    };
    await expect(found(parseQuery('fish', { now: 0 }).query, [{ ...view, source: cut }])).rejects.toThrow(
      'cut short',
    );
  });
});

test('finds what reading everything finds, also after deletes and merges', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(documentCase, marksCase), { maxLength: 40 }),
      fc.array(queryCase, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(39), { maxLength: 6 }),
      fc.integer({ min: 1, max: 12 }),
      async (cases, queries, deleted, perSegment) => {
        const documents = cases.map(([document], at) => ({ ...document, id: at + 1 }));
        const marks = new Map(cases.map(([, of], at) => [at + 1, of]));
        let views: SegmentView[] = [];
        for (let at = 0; at < documents.length; at += perSegment) {
          views.push(await segment(documents.slice(at, at + perSegment)));
        }
        const check = async (living: readonly SearchDocument[]) => {
          for (const query of queries) {
            const expected = scan(query, living, (id) => marks.get(id) ?? ordinary);
            expect(await found(query, views, marks)).toEqual(expected);
          }
        };
        await check(documents);
        for (const at of deleted) kill(views, at + 1);
        const living = documents.filter(({ id }) => !deleted.includes(id - 1));
        await check(living);
        views = [await merged(views.slice(0, 3)), ...views.slice(3)];
        await check(living);
        views = [await merged(views)];
        await check(living);
      },
    ),
    { numRuns: 40 },
  );
});
