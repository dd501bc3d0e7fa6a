'use client';

import { Mail, Star, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Action, movesFor } from '@/components/actions/actions';
import { MoveButtons } from '@/components/actions/MoveButtons';
import { IconButton } from '@/components/ui/IconButton';
import type { Folder } from '@/lib/store/schema';

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

/** What can be done with all chosen messages; on a phone it stands at the lower edge. */
export function SelectionActions({
  folder,
  onAction,
}: {
  /** Null: messages of several folders stand in the list. */
  folder: Folder | null;
  onAction: (action: Action) => void;
}) {
  const t = useTranslations();
  return (
    <div
      role="toolbar"
      aria-label={t('selection.actions')}
      className="flex items-center gap-0.5 max-sm:h-16 max-sm:shrink-0 max-sm:justify-around max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:pb-[env(safe-area-inset-bottom)]"
    >
      <MoveButtons moves={movesFor(folder === null ? ['inbox', 'archive'] : [folder])} onMove={onAction} />
      <IconButton label={t('actions.star')} keys="S" onClick={() => onAction('star')}>
        <Star aria-hidden />
      </IconButton>
      <IconButton
        label={t('selection.unread')}
        keys={`${t('keys.shift')} U`}
        onClick={() => onAction('unread')}
      >
        <Mail aria-hidden />
      </IconButton>
    </div>
  );
}
