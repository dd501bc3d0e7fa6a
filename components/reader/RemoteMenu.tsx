'use client';

import { AtSign, User } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuItem } from '@/components/ui/Menu';
import type { RemoteImages } from './useRemoteImages';

interface Props extends PopupProps {
  sender: NonNullable<RemoteImages['sender']>;
  onAlways: RemoteImages['loadAlways'];
}

/** For whom images are loaded from now on. Loaded when it is opened. */
export function RemoteMenu({ trigger, sender, onAlways }: Props) {
  const t = useTranslations('remote');
  return (
    <Menu label={t('more')} trigger={trigger}>
      <MenuItem icon={<User aria-hidden />} onSelect={() => onAlways('address')}>
        {t('alwaysFrom', { who: sender.address })}
      </MenuItem>
      {sender.domain !== null && (
        <MenuItem icon={<AtSign aria-hidden />} onSelect={() => onAlways('domain')}>
          {t('alwaysDomain', { domain: sender.domain })}
        </MenuItem>
      )}
    </Menu>
  );
}
