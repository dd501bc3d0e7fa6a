/** Runs in a worker of Chromium: builds indexes of the same mail in turn, and asks them. */
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import FlexSearch from 'flexsearch';
import MiniSearch from 'minisearch';
import { parseQuery } from '@/lib/mail/query';
import type { SearchDocument } from '@/lib/search/document';
import { documentOf } from '@/lib/search/extract';
import { Indexer } from '@/lib/search/indexer';
import { MailboxSearch } from '@/lib/search/mailbox';
import { tx } from '@/lib/store/database';
import { takeLead } from '@/lib/store/leadership';
import { emptyIndex } from '@/lib/store/searchIndex';
import { messageOf, openedOf, packed, recordOf, wordOf } from './mail';

interface Ask {
  step: 'store' | 'empty' | 'own' | 'fts5' | 'minisearch' | 'flexsearch' | 'ask';
  messages: number;
  queries: number;
}

/** What is measured after the step, as it is in use. */
let held: unknown = null;

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

/** Records and packs as the sync leaves them; a pack names its messages, whose texts are made when they are read. */
async function store({ messages }: Ask): Promise<unknown> {
  await takeLead();
  for (let from = 0; from < messages; from += packed) {
    const pack = new Uint32Array(2 * packed);
    await tx(['messages', 'packs', 'counters'], 'readwrite', async (t) => {
      for (let number = from; number < Math.min(messages, from + packed); number += 1) {
        pack[2 * (number - from)] = number;
        void t.objectStore('messages').put({ ...recordOf(number, number + 1), pack: from / packed + 1 });
      }
      await t.objectStore('packs').put({ id: from / packed + 1, account: 'one', bytes: pack.buffer });
    });
  }
  await tx(['counters'], 'readwrite', (t) =>
    t.objectStore('counters').put({ account: 'one', folder: 'inbox', total: messages, unread: 0 }),
  );
  return {};
}

async function own(): Promise<unknown> {
  const epoch = await epochNow();
  const took = await seconds(async () => {
    const indexer = await Indexer.claim(epoch, {
      open: async (raw) => openedOf(messageOf(new DataView(raw.buffer).getUint32(0, true))),
      ...{ at() {}, busy: () => false, breathe: async () => {}, now: Date.now },
    });
    while (await indexer.step());
  });
  const octets = await tx(['searchSegments'], 'readonly', async (t) =>
    (await t.objectStore('searchSegments').getAll()).reduce((sum, segment) => sum + segment.octets, 0),
  );
  return { seconds: took, mb: octets / 1e6 };
}

/** What both are given: the same texts. The own index reads records and packs from the store as well. */
function textsOf(number: number): SearchDocument['texts'] {
  const made = messageOf(number);
  return documentOf(recordOf(number, number + 1, made), openedOf(made)).texts;
}

async function fts5({ messages }: Ask): Promise<unknown> {
  const sqlite = await sqlite3InitModule();
  const pool = await sqlite.installOpfsSAHPoolVfs({ clearOnInit: true, initialCapacity: 6 });
  const database = new pool.OpfsSAHPoolDb('/bench.db');
  database.exec('PRAGMA page_size=8192; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL;');
  // As most would set it up: words without accents, positions for phrases, columns for fields; texts stay in the mail.
  database.exec(
    "CREATE VIRTUAL TABLE mail USING fts5(sender, subject, body, content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
  );
  const took = await seconds(async () => {
    const insert = database.prepare('INSERT INTO mail(rowid, sender, subject, body) VALUES (?,?,?,?)');
    for (let from = 0; from < messages; from += 5_000) {
      database.exec('BEGIN');
      for (let number = from; number < Math.min(messages, from + 5_000); number += 1) {
        const texts = textsOf(number);
        insert
          .bind([number + 1, texts.from.join(' '), texts.subject.join(' '), texts.body.join(' ')])
          .stepReset();
      }
      database.exec('COMMIT');
    }
    insert.finalize();
  });
  const pages =
    Number(database.selectValue('PRAGMA page_count')) * Number(database.selectValue('PRAGMA page_size'));
  database.close();
  return { seconds: took, mb: pages / 1e6 };
}

/** In memory, and asked for what they know: neither finds phrases, and FlexSearch whole words alone, as it is set up. */
async function minisearch({ messages, queries }: Ask): Promise<unknown> {
  const index = new MiniSearch({ fields: ['sender', 'subject', 'body'] });
  const took = await seconds(async () => {
    for (let number = 0; number < messages; number += 1) {
      const { from, subject, body } = messageOf(number);
      index.add({ id: number, sender: from, subject, body });
    }
  });
  held = index;
  const { phrase: _, ...asked } = typed(messages, queries);
  // It gives all that it has found, the best first, and has no way to stop at fifty.
  const times = await timesOf(
    asked,
    (text, kind) => index.search(text, { combineWith: 'AND', prefix: kind === 'prefix' }).length,
  );
  return { seconds: took, mb: JSON.stringify(index).length / 1e6, ...times };
}

async function flexsearch({ messages, queries }: Ask): Promise<unknown> {
  const index = new FlexSearch.Index({ tokenize: 'strict' });
  const took = await seconds(async () => {
    for (let number = 0; number < messages; number += 1) {
      const { from, subject, body } = messageOf(number);
      index.add(number, `${from} ${subject} ${body}`);
    }
  });
  held = index;
  const { one_word, two_words } = typed(messages, queries);
  const times = await timesOf({ one_word, two_words }, (text) => index.search(text, { limit: 50 }).length);
  return { seconds: took, ...times };
}

/** What people type: words of all ranks, of the languages of the mail; phrases are out of messages. */
function typed(messages: number, queries: number): Record<string, string[]> {
  const made: Record<string, string[]> = { one_word: [], two_words: [], prefix: [], phrase: [] };
  for (let at = 0; at < queries; at += 1) {
    const { language, subject, body } = messageOf((at * 7_907) % messages);
    const rank = Math.floor(30_000 ** ((at + 0.5) / queries)) - 1;
    const spaced = body.split(/[ 。]/);
    made.one_word?.push(wordOf(language, rank));
    made.two_words?.push(`${spaced[1]} ${spaced[4]}`);
    made.prefix?.push(wordOf(language, rank).slice(0, 2 + (at % 3)));
    made.phrase?.push(`"${subject.split(' ').slice(0, 3).join(' ').slice(0, 40)}"`);
  }
  return made;
}

async function ask({ messages, queries }: Ask): Promise<unknown> {
  const began = performance.now();
  const search = new MailboxSearch();
  await search.search(parseQuery('subject:x', { typing: false, now: 0 }).query, 'newest', 50, Date.now());
  const open_ms = performance.now() - began;
  const figures = await timesOf(typed(messages, queries), async (text, kind) => {
    const { query } = parseQuery(text, { typing: kind === 'prefix', now: 0 });
    return (await search.search(query, 'newest', 50, Date.now())).hits.length;
  });
  held = search;
  return { open_ms, ...figures, ...(await conversations(search)) };
}

/** How long each of the texts takes. `search` gives how many were found. */
async function timesOf(
  asked: Readonly<Record<string, string[] | undefined>>,
  search: (text: string, kind: string) => number | Promise<number>,
): Promise<Record<string, number | null>> {
  const figures: Record<string, number | null> = {};
  for (const [kind, texts = []] of Object.entries(asked)) {
    const times: number[] = [];
    let hits = 0;
    for (const text of texts) {
      const start = performance.now();
      const found = await search(text, kind);
      times.push(performance.now() - start);
      hits += found;
    }
    times.sort((a, b) => a - b);
    figures[`p50_${kind}_ms`] = times[Math.floor(times.length / 2)] ?? null;
    figures[`p95_${kind}_ms`] = times[Math.floor(0.95 * times.length)] ?? null;
    figures[`hits_${kind}`] = hits / texts.length;
  }
  return figures;
}

/** By conversation: the most common word, its first hits with the conversations of them, and the conversations of all. */
async function conversations(search: MailboxSearch): Promise<Record<string, number>> {
  const { query } = parseQuery(wordOf('english', 0), { now: 0 });
  const began = performance.now();
  const session = await search.search(query, 'newest', 50, Date.now());
  await session.threads(session.hits);
  const first = performance.now() - began;
  let [hits, longest] = [session.hits.length, 0];
  for (let some = session.hits; some.length > 0; hits += some.length) {
    const start = performance.now();
    some = await session.more(500);
    await session.threads(some);
    longest = Math.max(longest, performance.now() - start);
  }
  return {
    grouped_first_ms: first,
    grouped_portion_ms: longest,
    grouped_all_ms: performance.now() - began,
    grouped_hits: hits,
  };
}

/** As after a change of the index's format. */
async function empty(): Promise<unknown> {
  await emptyIndex(await epochNow(), 1);
  return {};
}

const epochNow = () =>
  tx(['meta'], 'readonly', async (t) => (await t.objectStore('meta').get('epoch'))?.value ?? 0);

const steps = { store, empty, own, fts5, minisearch, flexsearch, ask };
addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  held = null;
  steps[data.step](data).then(
    (figures) => postMessage({ figures, holds: held !== null }),
    (error: unknown) =>
      postMessage({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }),
  );
});
