'use client';

import { Keyboard, KeyboardOff, List, Monitor, Moon, Rows2, Rows4, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import { useKeySwitch } from './keys';
import { useDensity, useTheme } from './theme';

/** How the interface looks on this device. Loaded when it is opened: see SettingsButton. */
export function SettingsMenu({ trigger, onKeys }: PopupProps & { onKeys: () => void }) {
  const t = useTranslations('settings');
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDensity();
  const [keys, setKeys] = useKeySwitch();
  return (
    <Menu label={t('title')} align="start" trigger={trigger}>
      <MenuChoice
        label={t('theme')}
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'system', label: t('system'), icon: <Monitor aria-hidden /> },
          { value: 'light', label: t('light'), icon: <Sun aria-hidden /> },
          { value: 'dark', label: t('dark'), icon: <Moon aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('density')}
        value={density}
        onChange={setDensity}
        options={[
          { value: 'comfortable', label: t('comfortable'), icon: <Rows2 aria-hidden /> },
          { value: 'compact', label: t('compact'), icon: <Rows4 aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('keys')}
        value={keys}
        onChange={setKeys}
        options={[
          { value: 'on', label: t('keysOn'), icon: <Keyboard aria-hidden /> },
          { value: 'off', label: t('keysOff'), icon: <KeyboardOff aria-hidden /> },
        ]}
      />
      <MenuItem icon={<List aria-hidden />} {...(keys === 'on' && { keys: '?' })} onSelect={onKeys}>
        {t('showKeys')}
      </MenuItem>
    </Menu>
  );
}
