import { navigate } from '@/components/shell/useRoute';
import { listAccounts } from '@/lib/store/accounts';
import { arrivedAfter, lastArrived } from '@/lib/store/arrived';
import { onChange } from '@/lib/store/changes';
import type { MessageRecord } from '@/lib/store/schema';
import { newsOf } from './news';

/** Rules and the junk filter look at mail within this after it has arrived, and more may be coming, ms. */
const settleFor = 5_000;
/** Held, shared, by every tab that somebody looks at. */
const lookedAt = 'postbag-looked-at';

/** What a notification says; the words are the caller's. */
export interface Words {
  title: string;
  body: string;
}

/** What the service worker says when a notification is pressed. */
export interface Pressed {
  kind: 'notification';
  message: number | null;
}

/**
 * Tells of new mail while nobody looks at any tab of Postbag. Every tab may run it: they show the same notification, under one tag.
 *
 * @param words for what has arrived; the newest comes last
 * @returns the way out
 */
export function notify(words: (news: readonly MessageRecord[]) => Words): () => void {
  let last: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: Awaited<ReturnType<typeof listAccounts>> = [];
  let ended = false;

  const look = async () => {
    const news: MessageRecord[] = [];
    for (;;) {
      const arrived = await arrivedAfter(last ?? 0);
      const newest = arrived.at(-1);
      if (!newest) break;
      last = newest.id;
      news.push(...newsOf(arrived, known, Date.now()));
    }
    known = await listAccounts();
    if (ended) return;
    const latest = news.at(-1);
    if (!latest || (await somebodyLooks())) return;
    const registration = await navigator.serviceWorker.getRegistration();
    const { title, body } = words(news);
    await registration?.showNotification(title, {
      body,
      tag: `postbag-${latest.id}`,
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
      data: { message: news.length === 1 ? latest.id : null },
    });
  };
  const stopListening = onChange((change) => {
    if (change.kind !== 'messages' || change.added === 0 || last === null) return;
    clearTimeout(timer);
    // What cannot be read or shown now is in the list all the same.
    timer = setTimeout(() => void look().catch(() => {}), settleFor);
  });
  const press = ({ data }: MessageEvent<Pressed>) => {
    if (data.kind === 'notification') navigate({ message: data.message });
  };
  navigator.serviceWorker.addEventListener('message', press);
  navigator.serviceWorker.startMessages();
  const stopHolding = holdWhileLookedAt();
  Promise.all([lastArrived(), listAccounts()]).then(
    ([id, accounts]) => {
      last = id;
      known = accounts;
    },
    () => {},
  );
  return () => {
    ended = true;
    clearTimeout(timer);
    stopListening();
    stopHolding();
    navigator.serviceWorker.removeEventListener('message', press);
  };
}

async function somebodyLooks(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lookedAt);
}

/** Holds the lock while this tab is seen and has the focus. */
function holdWhileLookedAt(): () => void {
  let release: (() => void) | null = null;
  const look = () => {
    const looked = document.visibilityState === 'visible' && document.hasFocus();
    if (looked && !release) {
      let done = () => {};
      const over = new Promise<void>((resolve) => {
        done = resolve;
      });
      release = done;
      void navigator.locks.request(lookedAt, { mode: 'shared' }, () => over);
    } else if (!looked && release) {
      release();
      release = null;
    }
  };
  look();
  addEventListener('focus', look);
  addEventListener('blur', look);
  document.addEventListener('visibilitychange', look);
  return () => {
    removeEventListener('focus', look);
    removeEventListener('blur', look);
    document.removeEventListener('visibilitychange', look);
    release?.();
  };
}
