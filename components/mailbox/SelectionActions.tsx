'use client';

import { FolderInput, Mail, Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Action, movesFor } from '@/components/actions/actions';
import { MoveButtons } from '@/components/actions/MoveButtons';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { IconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import type { Folder } from '@/lib/store/schema';

const OrganiseMenu = lazyPopup(() =>
  import('@/components/actions/OrganiseMenu').then(({ OrganiseMenu }) => OrganiseMenu),
);

interface Props {
  /** Null: messages of several folders stand in the list. */
  folder: Folder | null;
  onAction: (action: Action) => void;
}

/** What can be done with all chosen messages; on a phone it stands at the lower edge. */
export function SelectionActions(props: Props) {
  return (
    <OrganisingTexts>
      <Actions {...props} />
    </OrganisingTexts>
  );
}

function Actions({ folder, onAction }: Props) {
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
      <OrganiseMenu
        onAction={onAction}
        trigger={
          <IconButton label={t('organise.menu')}>
            <FolderInput aria-hidden />
          </IconButton>
        }
      />
    </div>
  );
}
