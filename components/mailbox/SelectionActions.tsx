'use client';

import { FolderInput, Mail, Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type Action, movesFor } from '@/components/actions/actions';
import { MoveButtons } from '@/components/actions/MoveButtons';
import { foldersOf } from '@/components/actions/many';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { IconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import { onChange } from '@/lib/store/changes';
import type { Folder } from '@/lib/store/schema';
import type { Selection } from './useSelection';

const OrganiseMenu = lazyPopup(() =>
  import('@/components/actions/OrganiseMenu').then(({ OrganiseMenu }) => OrganiseMenu),
);

interface Props {
  /** Null: messages of several folders stand in the list. */
  folder: Folder | null;
  selection: Selection;
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

function Actions({ folder, selection, onAction }: Props) {
  const t = useTranslations();
  const folders = useFolders(folder, selection);
  return (
    <div
      role="toolbar"
      aria-label={t('selection.actions')}
      className="flex items-center gap-0.5 max-sm:h-16 max-sm:shrink-0 max-sm:justify-around max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:pb-[env(safe-area-inset-bottom)]"
    >
      <MoveButtons moves={movesFor(folders)} onMove={onAction} />
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

/** Where the chosen messages are. In a list of several folders they are looked at: all of them may be in Junk. */
function useFolders(folder: Folder | null, { ids, members }: Selection): readonly Folder[] {
  const [found, setFound] = useState<readonly Folder[]>([]);
  useEffect(() => {
    if (folder !== null) return;
    let asked = 0;
    const look = async () => {
      asked += 1;
      const mine = asked;
      const folders = await foldersOf(await members());
      if (asked === mine) setFound(folders);
    };
    // Where the store fails, what is done says so.
    const again = () => void look().catch(() => {});
    again();
    const stop = onChange(({ kind }) => kind === 'messages' && again());
    return () => {
      asked = Number.NaN;
      stop();
    };
  }, [folder, ids]);
  return folder === null ? found : [folder];
}
