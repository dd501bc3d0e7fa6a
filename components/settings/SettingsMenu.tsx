'use client';

import { List, Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openSettings } from '@/components/shell/useRoute';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import { useDensityChoice, useKeysChoice, useThemeChoice } from './choices';
import { useKeySwitch } from './keys';

/** How the interface looks on this device, and the way to all settings. Loaded when it is opened: see SettingsButton. */
export function SettingsMenu({ trigger, onKeys }: PopupProps & { onKeys: () => void }) {
  const t = useTranslations('settings');
  const [keys] = useKeySwitch();
  return (
    <Menu label={t('title')} align="start" trigger={trigger}>
      <MenuChoice {...useThemeChoice()} />
      <MenuSeparator />
      <MenuChoice {...useDensityChoice()} />
      <MenuSeparator />
      <MenuChoice {...useKeysChoice()} />
      <MenuItem icon={<List aria-hidden />} {...(keys === 'on' && { keys: '?' })} onSelect={onKeys}>
        {t('showKeys')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Settings2 aria-hidden />} onSelect={() => openSettings('all')}>
        {t('all')}
      </MenuItem>
    </Menu>
  );
}
