/**
 * The worker of a tab. Every tab starts one; the one that holds the Web Lock leads: it alone asks the bridge and writes
 * what arrives. The lock is the worker's, so that it goes to another tab's worker the moment this one dies.
 *
 *   waits ── lock granted, or the leader fell silent ──► leads ── hidden for long and another is seen ──► waits
 *     ▲                                                    │  └── frozen, or the lock was taken away ──► waits
 *     └──────────────── a while after a failure ◄──────────┘
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { listAccounts } from '@/lib/store/accounts';
import { heedPeople } from '@/lib/store/attention';
import { onChange } from '@/lib/store/changes';
import { checkInterval } from '@/lib/store/checking';
import { LeadershipLost, StoreOutdated } from '@/lib/store/errors';
import { takeLead } from '@/lib/store/leadership';
import { listing, messages, remove, settle } from './bridge';
import { leadsWith } from './call';
import { lifeLock, openSyncChannel, type SyncMessage, type TabState, type WorkerSays } from './channel';
import { Engine } from './engine';
import { failedStatus } from './failedStatus';
import { LeadTaken, standForLead } from './lead';
import { plenty } from './manners';
import { keepRuling } from './ruler';
import { beatEvery, handsOver } from './succession';
import { keepTidy } from './tidier';
import { endsLeadership } from './troubles';
import { keepWaking } from './waker';

/** Statuses change with every chunk that arrives; people see no more than this, ms. */
const statusEvery = 200;
/** While mail is arriving, people see how far it is twice a second, ms. */
const progressEvery = 500;
/** A leader that failed (a full disk, a database that would not open) stands for the lead again after so long, ms. */
const standAgainAfter = 10_000;

installMemoryBlob();
heedPeople();
const channel = openSyncChannel();
/** Ends what this worker waits for or does when its tab is frozen. */
let awake = new AbortController();
let hiddenSince: number | null = Date.now();
let heardAt = Date.now();
let shortage = plenty;
let leading: { hear(message: SyncMessage): void; freeze(): void; shortage(): void } | null = null;

addEventListener('message', ({ data }: MessageEvent<TabState>) => {
  shortage = data.shortage;
  leading?.shortage();
  hiddenSince = data.visible ? null : (hiddenSince ?? Date.now());
  if (data.frozen && !awake.signal.aborted) {
    awake.abort();
    leading?.freeze();
  } else if (!data.frozen && awake.signal.aborted) {
    awake = new AbortController();
    heardAt = Date.now();
    void stand();
  }
});

channel.onmessage = ({ data }: MessageEvent<SyncMessage>) => {
  if (leading) leading.hear(data);
  else if (data.kind === 'beat' || data.kind === 'status') heardAt = Date.now();
  if (!leading && data.kind === 'beat' && data.hidden && hiddenSince === null) say({ kind: 'claim' });
};

// Held until the worker is gone, however it goes.
void navigator.locks.request(lifeLock(self.name), () => {
  sayHere('ready');
  return new Promise<never>(() => {});
});
void stand();

/** As long as the tab is awake: waits for the lead, leads, and after a failure waits for it again. */
async function stand(): Promise<void> {
  const { signal } = awake;
  const candidate = {
    get visible() {
      return hiddenSince === null;
    },
    get heardAt() {
      return heardAt;
    },
  };
  while (!signal.aborted) {
    try {
      heardAt = Date.now();
      await standForLead(candidate, signal, lead);
    } catch (error) {
      // A newer version of Postbag has the database now: this one must not touch it any more.
      if (error instanceof StoreOutdated || signal.aborted) return;
      if (error instanceof LeadTaken || error instanceof LeadershipLost) continue;
      const accounts = await listAccounts().catch(() => []);
      say({ kind: 'status', status: failedStatus(accounts, error, navigator.onLine, shortage) });
      await new Promise((resolve) => setTimeout(resolve, standAgainAfter));
    }
  }
}

function say(message: SyncMessage): void {
  channel.postMessage(message);
}

/** To this worker's own tab. */
function sayHere(message: WorkerSays): void {
  postMessage(message);
}

/** Leads until it hands over (resolves), or something takes the lead away (rejects with it). */
async function lead(taken: AbortSignal): Promise<void> {
  const beat = () => say({ kind: 'beat', hidden: hiddenSince !== null });
  beat();
  const heart = setInterval(beat, beatEvery);
  const over = new AbortController();
  const { signal } = over;
  try {
    const epoch = await takeLead();
    leadsWith(epoch);
    taken.throwIfAborted();
    sayHere({ lead: epoch });
    await new Promise<void>((resolve, reject) => {
      let telling = false;
      const tell = () => {
        telling = false;
        if (signal.aborted) return;
        say({
          kind: 'status',
          status: { online: navigator.onLine, shortage, accounts: engine.statuses, problem: null },
        });
      };
      const tellSoon = () => {
        if (telling) return;
        telling = true;
        const getting = engine.statuses.some(({ phase }) => phase === 'getting');
        setTimeout(tell, getting ? progressEvery : statusEvery);
      };
      const lose = (error: unknown) => {
        engine.end();
        reject(error);
      };
      const engine = new Engine(epoch, { listing, messages, remove, settle }, tellSoon, lose);
      engine.shortage = shortage;
      const refresh = () => engine.refresh().catch(lose);
      const readInterval = async () => {
        engine.interval = await checkInterval();
      };
      signal.addEventListener(
        'abort',
        onChange(({ kind }) => {
          if (kind === 'accounts') refresh();
          if (kind === 'checking') readInterval().catch(lose);
        }),
      );
      const rest = keepWaking((error) => {
        if (endsLeadership(error)) lose(error);
      });
      signal.addEventListener('abort', rest);
      signal.addEventListener('abort', keepRuling(epoch, lose));
      signal.addEventListener('abort', keepTidy(epoch, lose));
      taken.addEventListener('abort', () => lose(taken.reason), { signal });
      addEventListener('online', () => engine.online(), { signal });
      addEventListener('offline', tellSoon, { signal });
      leading = {
        hear(message) {
          if (message.kind === 'hello') tell();
          if (message.kind === 'check') engine.checkNow(message.account, message.whole);
          if (message.kind === 'listed') engine.listed(message.account, message.listing);
          if (message.kind === 'stop') engine.stop(message.account);
          if (message.kind === 'pause') engine.pause(message.account);
          if (message.kind === 'looked') engine.looked();
          if (message.kind === 'claim' && handsOver(hiddenSince, Date.now()))
            void engine.finish().then(resolve);
        },
        freeze() {
          engine.end();
          resolve();
        },
        shortage() {
          engine.shortage = shortage;
        },
      };
      readInterval().then(refresh, lose);
    });
  } finally {
    leading = null;
    sayHere({ lead: null });
    over.abort();
    clearInterval(heart);
  }
}
