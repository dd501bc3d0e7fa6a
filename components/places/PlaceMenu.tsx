'use client';

import { FolderPlus, Palette, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import type { FolderRecord, LabelRecord } from '@/lib/store/records/places';
import { openPlaceDialog, type PlaceDialog } from './placeDialogs';

interface Props extends PopupProps {
  place: FolderRecord | LabelRecord;
  /** Called after a choice, so that a drawer can close: dialogs do not lie over it. */
  onChoice: (() => void) | undefined;
}

/** What can be done with a folder of the user's own, or a label. Loaded when it is opened. */
export function PlaceMenu({ trigger, place, onChoice }: Props) {
  const t = useTranslations('places');
  const isFolder = 'parent' in place;
  const open = (dialog: PlaceDialog) => {
    onChoice?.();
    openPlaceDialog(dialog);
  };
  return (
    <Menu label={t('menu', { name: place.name })} align="start" trigger={trigger}>
      {isFolder && (
        <MenuItem
          icon={<FolderPlus aria-hidden />}
          onSelect={() => open({ kind: 'addFolder', parent: place.id })}
        >
          {t('newInside')}
        </MenuItem>
      )}
      <MenuItem icon={<Palette aria-hidden />} onSelect={() => open({ kind: 'change', place })}>
        {t(isFolder ? 'edit' : 'editLabel')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        danger
        icon={<Trash2 aria-hidden className="text-bad!" />}
        onSelect={() => open({ kind: 'delete', place })}
      >
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
