import { Clock, FolderInput, Pin, Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/IconButton';
import type { Action } from './actions';

interface Props {
  onAction: (action: Action) => void;
  /** Of the one message that they are about; absent: of several. */
  pinned?: boolean;
}

/** What keeps mail in order, as buttons of a toolbar. */
export function OrganiseButtons({ onAction, pinned }: Props) {
  const t = useTranslations('organise');
  return (
    <>
      <IconButton label={t('move')} keys="V" onClick={() => onAction('move')}>
        <FolderInput aria-hidden />
      </IconButton>
      <IconButton label={t('label')} keys="L" onClick={() => onAction('label')}>
        <Tag aria-hidden />
      </IconButton>
      <IconButton label={t('snooze')} keys="B" onClick={() => onAction('snooze')}>
        <Clock aria-hidden />
      </IconButton>
      <IconButton label={t('pin')} keys="P" aria-pressed={pinned} onClick={() => onAction('pin')}>
        <Pin aria-hidden className={pinned ? 'fill-accent text-accent' : undefined} />
      </IconButton>
    </>
  );
}
