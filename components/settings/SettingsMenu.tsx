'use client';

import { Keyboard, Monitor, Moon, Rows2, Rows4, Settings, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/Menu';
import { useDensity, useTheme } from './theme';

/** How the interface looks on this device. */
export function SettingsMenu({ onKeys }: { onKeys: () => void }) {
  const t = useTranslations('settings');
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDensity();
  return (
    <Menu
      label={t('title')}
      align="start"
      trigger={
        <button
          type="button"
          className="focus-inside flex h-8.5 w-full shrink-0 items-center gap-2.75 rounded-lg px-2.5 text-ink-2 transition-colors duration-100 hover:bg-hover hover:text-ink aria-expanded:bg-hover max-lg:h-11"
        >
          <Settings aria-hidden className="size-4.5 shrink-0" />
          {t('title')}
        </button>
      }
    >
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
      <MenuItem icon={<Keyboard aria-hidden />} keys="?" onSelect={onKeys}>
        {t('keys')}
      </MenuItem>
    </Menu>
  );
}
