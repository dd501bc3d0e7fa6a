/**
 * Searches, and writes the index when its tab's sync worker leads. Both in one file; a tab starts one worker for each, so
 * that nobody who types waits for a segment that is being written.
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { openMessage } from '@/lib/mail/open';
import { heedPeople, macrotask, unattended } from '@/lib/store/attention';
import { onChange } from '@/lib/store/changes';
import { IndexMoved } from '@/lib/store/errors';
import { Indexer } from './indexer';
import { MailboxSearch, type SearchSession } from './mailbox';
import type { FromSearchWorker, SearchRequest, ToSearchWorker } from './messages';
import { Rest } from './rest';

/** The part of a dedicated worker's global scope that is used here (the DOM's types describe a page). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToSearchWorker>) => void) | null;
  postMessage(message: FromSearchWorker, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const say = (message: FromSearchWorker, transfer: Transferable[] = []) =>
  scope.postMessage(message, transfer);
installMemoryBlob();

/** The rest of the hits is looked for in portions: a newer question is heard between them. Conversations stand in records. */
const portions = { plain: 5_000, grouped: 500 };

/** Words of deleted mail wait for the clock. ms */
const longestRest = 60_000;

const mailbox = new MailboxSearch();
let newest = 0;
let busy = false;
const rest = new Rest();

scope.onmessage = ({ data }) => {
  if (data.kind === 'search') void answer(data);
  else if (data.kind === 'busy') {
    busy = data.busy;
    rest.wake();
  } else if (data.kind === 'index')
    void index(data.epoch, data.skip).catch((error: unknown) => say({ kind: 'ended', error: String(error) }));
};

async function answer({ id, query, order, first, grouped }: SearchRequest): Promise<void> {
  newest = id;
  try {
    const session = await mailbox.search(query, order, first, Date.now());
    if (newest !== id) return;
    const { hits, total, indexed } = session;
    const all = hits.length < first;
    const ids = hits.map((hit) => hit.id);
    const threads = grouped ? await session.threads(hits) : [];
    if (newest !== id) return;
    say({ kind: 'hits', id, ids, threads, total: all ? hits.length : total, indexed, all });
    if (!all) await answerRest(id, session, grouped);
  } catch (error) {
    if (newest !== id) return;
    if (error instanceof IndexMoved) say({ kind: 'moved', id });
    else say({ kind: 'failed', id, error: `${error instanceof Error ? error.name : ''}: ${String(error)}` });
  }
}

/** Hits are told when there are as many again as were told before: whoever hears of them looks at all of them each time. */
async function answerRest(id: number, session: SearchSession, grouped: boolean): Promise<void> {
  const portion = grouped ? portions.grouped : portions.plain;
  let told = session.hits.length;
  let ids: number[] = [];
  let threads: number[] = [];
  for (;;) {
    await macrotask();
    if (newest !== id) return;
    const hits = await session.more(portion);
    if (newest !== id) return;
    for (const hit of hits) ids.push(hit.id);
    if (grouped) threads = threads.concat(await session.threads(hits));
    if (newest !== id) return;
    const all = hits.length < portion;
    if (!all && ids.length < told) continue;
    say({ kind: 'more', id, ids, threads, all });
    if (all) return;
    told += ids.length;
    [ids, threads] = [[], []];
  }
}

/** Writes the index until the leader's epoch is over, the worker is ended, or something cannot be written. */
async function index(epoch: number, skip: readonly number[]): Promise<void> {
  heedPeople();
  const breathe = async () => {
    do await unattended();
    while (busy);
  };
  const indexer = await Indexer.claim(
    epoch,
    {
      open: openMessage,
      at: (message) => say({ kind: 'at', message }),
      busy: () => busy,
      breathe,
      now: Date.now,
    },
    new Set(skip),
  );
  onChange((change) => {
    if (change.kind === 'messages') indexer.messagesChanged();
    else if (change.kind === 'message') indexer.messageChanged();
    else if (change.kind === 'index' && change.rebuild) indexer.rebuild();
    else return;
    rest.wake();
  });
  for (;;) {
    rest.begin();
    const worked = await indexer.step();
    say({ kind: 'at', message: null });
    if (worked) await macrotask();
    else await rest.until(longestRest);
  }
}
