'use client';

import { FolderPlus, Palette, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import type { FolderRecord, LabelRecord } from '@/lib/store/records/places';
import { openPlaceDialog } from './placeDialogs';

interface Props extends PopupProps {
  place: FolderRecord | LabelRecord;
}

/** What can be done with a folder of the user's own, or a label. Loaded when it is opened. */
export function PlaceMenu({ trigger, place }: Props) {
  const t = useTranslations('places');
  const isFolder = 'parent' in place;
  return (
    <Menu label={t('menu', { name: place.name })} align="start" trigger={trigger}>
      {isFolder && (
        <MenuItem
          icon={<FolderPlus aria-hidden />}
          onSelect={() => openPlaceDialog({ kind: 'addFolder', parent: place.id })}
        >
          {t('newInside')}
        </MenuItem>
      )}
      <MenuItem icon={<Palette aria-hidden />} onSelect={() => openPlaceDialog({ kind: 'change', place })}>
        {t(isFolder ? 'edit' : 'editLabel')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        danger
        icon={<Trash2 aria-hidden className="text-bad!" />}
        onSelect={() => openPlaceDialog({ kind: 'delete', place })}
      >
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
