'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/IconButton';

interface Props {
  count: number;
  total: number;
  onAll: () => void;
  onClear: () => void;
}

/** In place of the list's heading while messages are chosen. */
export function SelectionHeading({ count, total, onAll, onClear }: Props) {
  const t = useTranslations('selection');
  return (
    <>
      <IconButton label={t('clear')} keys="Esc" onClick={onClear}>
        <X aria-hidden />
      </IconButton>
      {/* One above the other where what can be done stands beside them: neither would be read whole in one line. */}
      <div className="flex min-w-28 flex-1 items-center gap-2 sm:block">
        <p aria-live="polite" className="truncate font-semibold tabular-nums sm:text-sm sm:leading-4">
          {t('count', { count })}
        </p>
        {count < total && (
          <button
            type="button"
            onClick={onAll}
            className="focus-inside relative h-8 max-w-full truncate rounded-md px-2 font-semibold text-accent after:absolute hover:bg-soft max-sm:pointer-coarse:h-11 sm:h-6 sm:px-0 sm:text-xs sm:pointer-coarse:after:-inset-y-2.5 sm:pointer-coarse:after:inset-x-0"
          >
            {t('all', { total })}
          </button>
        )}
      </div>
    </>
  );
}
