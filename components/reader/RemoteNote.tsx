import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Remote } from './remoteCount';

/** Says what was not loaded, and from where. */
export function RemoteNote({ remote: { images, trackers, hosts } }: { remote: Remote }) {
  const t = useTranslations('remote');
  const [host] = hosts;
  const count = images + trackers;
  if (count === 0 || host === undefined) return null;
  const what =
    trackers === 0
      ? t('images', { images })
      : images === 0
        ? t('trackers', { trackers })
        : t('both', { images, trackers });
  const others = hosts.length - 1;
  return (
    <p className="mt-4 flex items-start gap-2.5 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
      <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0" />
      <span className="min-w-0 text-shy">
        {others === 0 ? t('fromOne', { what, host, count }) : t('fromMany', { what, host, others, count })}
      </span>
    </p>
  );
}
