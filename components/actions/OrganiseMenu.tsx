'use client';

import { Clock, Copy, FolderInput, Pin, Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem } from '@/components/ui/Menu';
import type { Action } from './actions';

interface Props extends PopupProps {
  onAction: (action: Action) => void;
}

/** What keeps mail in order, as a menu where a toolbar has no room for more. Loaded when it is opened. */
export function OrganiseMenu({ trigger, onAction }: Props) {
  const t = useTranslations('organise');
  return (
    <Menu label={t('menu')} trigger={trigger}>
      <MenuItem icon={<FolderInput aria-hidden />} keys="V" onSelect={() => onAction('move')}>
        {t('move')}
      </MenuItem>
      <MenuItem icon={<Copy aria-hidden />} keys="Shift+V" onSelect={() => onAction('copy')}>
        {t('copy')}
      </MenuItem>
      <MenuItem icon={<Tag aria-hidden />} keys="L" onSelect={() => onAction('label')}>
        {t('label')}
      </MenuItem>
      <MenuItem icon={<Clock aria-hidden />} keys="B" onSelect={() => onAction('snooze')}>
        {t('snooze')}
      </MenuItem>
      <MenuItem icon={<Pin aria-hidden />} keys="P" onSelect={() => onAction('pin')}>
        {t('pin')}
      </MenuItem>
    </Menu>
  );
}
