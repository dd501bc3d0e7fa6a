/**
 * The worker of a tab. Every tab starts one; the one that holds the Web Lock leads: it alone asks the bridge and writes
 * what arrives. The lock is the worker's, so that it goes to another tab's worker the moment this one dies.
 */
import { installMemoryBlob } from '@/lib/mail/memoryBlob';
import { onChange } from '@/lib/store/changes';
import { takeLead } from '@/lib/store/leadership';
import { listing, messages, settle } from './bridge';
import { openSyncChannel, type SyncMessage } from './channel';
import { Engine } from './engine';

/** Statuses change with every chunk that arrives; people see no more than this, ms. */
const statusEvery = 200;

installMemoryBlob();
void navigator.locks.request('postbag-leader', lead);

async function lead(): Promise<void> {
  const epoch = await takeLead();
  const channel = openSyncChannel();
  await new Promise<void>((resolve) => {
    let telling = false;
    const tell = () => {
      telling = false;
      const status = { online: navigator.onLine, accounts: engine.statuses };
      channel.postMessage({ kind: 'status', status } satisfies SyncMessage);
    };
    const tellSoon = () => {
      if (telling) return;
      telling = true;
      setTimeout(tell, statusEvery);
    };
    const engine = new Engine(epoch, { listing, messages, settle }, tellSoon, () => {
      leave();
      channel.close();
      resolve();
    });
    const leave = onChange(({ kind }) => {
      if (kind === 'accounts') void engine.refresh();
    });
    channel.onmessage = ({ data }: MessageEvent<SyncMessage>) => {
      if (data.kind === 'hello') tell();
      if (data.kind === 'check') engine.checkNow(data.account);
      if (data.kind === 'stop') engine.stop(data.account);
    };
    addEventListener('online', () => engine.checkNow());
    addEventListener('offline', tellSoon);
    void engine.refresh();
  });
}
