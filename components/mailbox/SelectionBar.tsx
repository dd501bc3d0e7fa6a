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
      <p aria-live="polite" className="truncate font-semibold tabular-nums">
        {t('count', { count })}
      </p>
      {count < total && (
        <button
          type="button"
          onClick={onAll}
          className="focus-inside h-8 truncate rounded-md px-2 font-semibold text-accent hover:bg-soft pointer-coarse:h-11"
        >
          {t('all', { total })}
        </button>
      )}
    </>
  );
}
