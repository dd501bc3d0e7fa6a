/**
 * The worker of a tab. Every tab starts one; the one that holds the Web Lock leads: it alone asks the bridge and writes
 * what arrives. The lock is the worker's, so that it goes to another tab's worker the moment this one dies.
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { listAccounts } from '@/lib/store/accounts';
import { onChange } from '@/lib/store/changes';
import { StoreOutdated } from '@/lib/store/errors';
import { takeLead } from '@/lib/store/leadership';
import { listing, messages, settle } from './bridge';
import { openSyncChannel, type SyncMessage } from './channel';
import { Engine } from './engine';
import { failedStatus } from './failedStatus';

/** Statuses change with every chunk that arrives; people see no more than this, ms. */
const statusEvery = 200;
/** A leader that failed (a full disk, a database that would not open) stands for the lead again after so long, ms. */
const standAgainAfter = 10_000;

installMemoryBlob();
const channel = openSyncChannel();
void standForLead();

/** As long as the tab lives: waits for the lead, leads, and after a failure waits for it again. */
async function standForLead(): Promise<void> {
  for (;;) {
    try {
      await navigator.locks.request('postbag-leader', lead);
    } catch (error) {
      // A newer version of Postbag has the database now: this one must not touch it any more.
      if (error instanceof StoreOutdated) return;
      const accounts = await listAccounts().catch(() => []);
      say({ kind: 'status', status: failedStatus(accounts, error, navigator.onLine) });
    }
    await new Promise((resolve) => setTimeout(resolve, standAgainAfter));
  }
}

function say(message: SyncMessage): void {
  channel.postMessage(message);
}

/** Leads until something takes the lead away: rejects with it. */
async function lead(): Promise<void> {
  const epoch = await takeLead();
  const over = new AbortController();
  await new Promise<void>((_, reject) => {
    let telling = false;
    const tell = () => {
      telling = false;
      if (!over.signal.aborted) {
        say({ kind: 'status', status: { online: navigator.onLine, accounts: engine.statuses } });
      }
    };
    const tellSoon = () => {
      if (telling) return;
      telling = true;
      setTimeout(tell, statusEvery);
    };
    const lose = (error: unknown) => {
      leave();
      over.abort();
      engine.end();
      reject(error);
    };
    const engine = new Engine(epoch, { listing, messages, settle }, tellSoon, lose);
    const refresh = () => engine.refresh().catch(lose);
    const leave = onChange(({ kind }) => {
      if (kind === 'accounts') refresh();
    });
    const { signal } = over;
    const hear = ({ data }: MessageEvent<SyncMessage>) => {
      if (data.kind === 'hello') tell();
      if (data.kind === 'check') engine.checkNow(data.account);
      if (data.kind === 'stop') engine.stop(data.account);
    };
    channel.onmessage = (event) => {
      if (!signal.aborted) hear(event);
    };
    addEventListener('online', () => engine.online(), { signal });
    addEventListener('offline', tellSoon, { signal });
    refresh();
  });
}
