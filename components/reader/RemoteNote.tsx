'use client';

import { ChevronDown, ShieldCheck } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { iconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { knownCode } from '@/components/ui/problems';
import { others, type Remote } from './remoteCount';
import type { RemoteImages } from './useRemoteImages';

const RemoteMenu = lazyPopup(() => import('./RemoteMenu').then(({ RemoteMenu }) => RemoteMenu));

/** More than anybody reads. */
const mostPlaces = 100;

/** Says what was not loaded, and from where; loads the images when somebody wants them. All else is never loaded. */
export function RemoteNote({ remote, images }: { remote: Remote; images: RemoteImages }) {
  const t = useTranslations();
  const { loading, sender, always } = images;
  const words = useWords(remote);
  const can = remote.addresses.length > 0;
  if (words === null && always === null) return null;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-paper px-3 py-2 text-sm text-ink-2">
      <ShieldCheck aria-hidden className="size-4.5 shrink-0 max-sm:self-start max-sm:mt-0.5" />
      <div className="min-w-40 flex-1 text-shy" aria-live="polite">
        <p>{words ?? (always && t('remote.always', { who: always.who }))}</p>
        {words !== null && remote.hosts.length > 1 && (
          <details>
            <summary className="focus-inside w-fit cursor-pointer rounded-md text-accent pointer-coarse:py-2">
              {t('remote.places')}
            </summary>
            <ul className="mt-1 list-disc ps-5 [overflow-wrap:anywhere]">
              {remote.hosts.slice(0, mostPlaces).map((host) => (
                <li key={host} dir="ltr" className="text-start">
                  {host}
                </li>
              ))}
            </ul>
          </details>
        )}
        {loading.state === 'failed' && (
          <p className="text-bad">
            {t('remote.failed', { count: loading.count })}
            {loading.trouble && ` ${t(`problems.${knownCode(loading.trouble)}.title`)}.`}
          </p>
        )}
      </div>
      {can && (
        <div className="flex items-center gap-0.5">
          <Button className="h-8 max-sm:h-11" busy={loading.state === 'loading'} onClick={images.load}>
            {loading.state === 'loading'
              ? t('remote.loading', { done: loading.done, total: loading.total })
              : t('remote.load')}
          </Button>
          {sender && always === null && (
            <RemoteMenu
              sender={sender}
              onAlways={images.loadAlways}
              trigger={
                <button
                  type="button"
                  aria-label={t('remote.more')}
                  data-hint={t('remote.more')}
                  className={iconButton}
                >
                  <ChevronDown aria-hidden />
                </button>
              }
            />
          )}
        </div>
      )}
      {always && (
        <Button kind="quiet" className="h-8 max-sm:h-11" onClick={images.stopAlways}>
          {t('remote.stop')}
        </Button>
      )}
    </div>
  );
}

/** What was not loaded; null when all is there. */
function useWords({ images, trackers, others, hosts }: Remote): string | null {
  const t = useTranslations('remote');
  const format = useFormatter();
  const [host] = hosts;
  const counts = { images, trackers, ...others };
  const parts = kinds.filter((kind) => counts[kind] > 0);
  if (parts.length === 0 || host === undefined) return null;
  const count = parts.reduce((sum, kind) => sum + counts[kind], 0);
  const what = format.list(parts.map((kind) => t(kind, { count: counts[kind] })));
  const more = hosts.length - 1;
  return more === 0
    ? t('fromOne', { what, host, count })
    : t('fromMany', { what, host, others: more, count });
}

const kinds = ['images', 'trackers', ...others] as const;
