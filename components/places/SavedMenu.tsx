'use client';

import { PenLine, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { done, failed } from '@/components/actions/done';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import { removeSearch, restoreSearch, type SavedSearch } from '@/lib/store/savedSearches';
import { openPlaceDialog } from './placeDialogs';

interface Props extends PopupProps {
  search: SavedSearch;
  onChoice: (() => void) | undefined;
}

/** What can be done with a search that is kept. No mail goes with it, so that nothing is asked. */
export function SavedMenu({ trigger, search, onChoice }: Props) {
  const t = useTranslations();
  const remove = () => {
    onChoice?.();
    removeSearch(search.id).then(
      (removed) => removed && done('searchRemoved', 0, () => restoreSearch(removed)),
      failed,
    );
  };
  const rename = () => {
    onChoice?.();
    openPlaceDialog({ kind: 'renameSearch', search });
  };
  return (
    <Menu label={t('places.menu', { name: search.name })} align="start" trigger={trigger}>
      <MenuItem icon={<PenLine aria-hidden />} onSelect={rename}>
        {t('saved.rename')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 aria-hidden className="text-bad!" />} onSelect={remove}>
        {t('saved.remove')}
      </MenuItem>
    </Menu>
  );
}
