'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { afterPaint } from '@/components/shell/AfterPaint';
import { registrableDomain } from '@/lib/mail/domain';
import type { AccountRecord } from '@/lib/store/records/account';
import { keepImages } from '@/lib/store/remoteImages';
import type { MessageRecord } from '@/lib/store/schema';
import { chooseForSender, senderChoices } from '@/lib/store/senders';
import { image } from '@/lib/sync/bridge';
import type { TroubleCode } from '@/lib/sync/status';
import { loadImages } from './loadImages';
import type { Remote } from './remoteCount';

/** What goes on with the remote images of the open message. */
export type Loading =
  | { state: 'idle' }
  | { state: 'loading'; done: number; total: number }
  | { state: 'failed'; count: number; trouble: TroubleCode | null };

export interface RemoteImages {
  loading: Loading;
  /** Who always has its images loaded; null: it is asked for each message. */
  always: { who: string; by: 'address' | 'domain' } | null;
  /** Whom "always" can be chosen for. */
  sender: { address: string; domain: string | null } | null;
  load: () => void;
  loadAlways: (by: 'address' | 'domain') => void;
  stopAlways: () => void;
}

/**
 * Loads the images of a message at the person's word: now, or because it was chosen for the sender before.
 *
 * @param remote null as long as the message is not there, or not looked at
 * @param trusted false where the sender's name may be somebody else's: then no choice of before counts
 * @param refresh shows the message anew, with what has come
 */
export function useRemoteImages(
  record: MessageRecord,
  account: AccountRecord | undefined,
  remote: Remote | null,
  trusted: boolean,
  refresh: () => Promise<void>,
): RemoteImages {
  const [loading, setLoading] = useState<Loading>({ state: 'idle' });
  const [always, setAlways] = useState<'address' | 'domain' | null>(null);
  const current = useRef(always);
  current.current = always;
  const sender = senderOf(record);
  const address = sender?.address ?? null;
  const domain = sender?.domain ?? null;
  const { id } = record;

  const ready = remote !== null;
  // Once for each message that has come: what failed is asked for again by hand alone.
  const asked = useRef<number | null>(null);
  // Another message, or none: what was under way for the one before ends.
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    // Nothing is drawn once more where nothing was to be taken back.
    if (loading.state !== 'idle') setLoading({ state: 'idle' });
    if (always !== null) setAlways(null);
    asked.current = null;
    return () => running.current?.abort(new DOMException('the message was closed', 'AbortError'));
  }, [id, ready]);

  const load = useCallback(async () => {
    if (!remote || remote.addresses.length === 0) return;
    running.current?.abort(new DOMException('asked for again', 'AbortError'));
    const control = new AbortController();
    running.current = control;
    const { signal } = control;
    const total = remote.addresses.length;
    const key = account?.key ?? null;
    if (!account || key === null) {
      setLoading({ state: 'failed', count: total, trouble: 'signed_out' });
      return;
    }
    setLoading({ state: 'loading', done: 0, total });
    const fetchOne = (asked: string) => image({ id: account.id, key }, { address: asked }, signal);
    try {
      const { images, failed, trouble } = await loadImages(remote.addresses, fetchOne, signal, (done) =>
        setLoading({ state: 'loading', done, total }),
      );
      await keepImages(id, images);
      signal.throwIfAborted();
      await refresh();
      setLoading(failed > 0 ? { state: 'failed', count: failed, trouble } : { state: 'idle' });
    } catch (error) {
      if (signal.aborted) return;
      const full = error instanceof Error && error.name === 'StorageFull';
      setLoading({ state: 'failed', count: total, trouble: full ? 'storage_full' : 'internal' });
    }
  }, [account, id, remote, refresh]);

  const wanting = remote !== null && remote.addresses.length > 0;
  useEffect(() => {
    if (!ready || address === null) return;
    let alive = true;
    const ask = () =>
      void senderChoices(address, domain).then(
        ({ images }) => {
          if (!alive) return;
          // What React is told twice it draws twice, with the next press.
          if (images !== current.current) setAlways(images);
          if (images === null || !trusted || !wanting || asked.current === id) return;
          asked.current = id;
          void load();
        },
        // The store does not answer: then nothing is loaded without being asked for.
        () => {},
      );
    const stop = afterPaint(ask);
    return () => {
      alive = false;
      stop();
    };
  }, [ready, wanting, address, domain, id, trusted, load]);

  const choose = (by: 'address' | 'domain', images: boolean) => {
    if (address === null) return;
    const who = by === 'domain' && domain !== null ? { domain } : { address };
    void chooseForSender(who, { images }).then(
      () => setAlways(images ? by : null),
      () => {},
    );
  };
  return {
    loading,
    sender,
    always: always === null ? null : { by: always, who: (always === 'domain' ? domain : address) ?? '' },
    load: () => void load(),
    loadAlways: (by) => {
      asked.current = id;
      choose(by, true);
      void load();
    },
    stopAlways: () => {
      if (always !== null) choose(always, false);
    },
  };
}

/** The one sender that a choice can be remembered for: several, or none, are nobody. */
function senderOf({ envelope: { from } }: MessageRecord): RemoteImages['sender'] {
  const [sender, ...others] = from;
  const address = sender?.address.trim().toLowerCase() ?? '';
  if (others.length > 0 || !/^[^@\s]+@[^@\s]+$/.test(address)) return null;
  return { address, domain: registrableDomain(address.slice(address.lastIndexOf('@') + 1)) };
}
