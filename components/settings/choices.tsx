'use client';

import { Keyboard, KeyboardOff, Monitor, Moon, Rows2, Rows4, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useKeySwitch } from './keys';
import { useDensity, useTheme } from './theme';

/** What can be chosen about the look, for the menu and for the section alike: label, value, options, onChange. */

export function useThemeChoice() {
  const t = useTranslations('settings');
  const [value, onChange] = useTheme();
  const options = [
    { value: 'system', label: t('system'), icon: <Monitor aria-hidden /> },
    { value: 'light', label: t('light'), icon: <Sun aria-hidden /> },
    { value: 'dark', label: t('dark'), icon: <Moon aria-hidden /> },
  ] as const;
  return { label: t('theme'), value, onChange, options };
}

export function useDensityChoice() {
  const t = useTranslations('settings');
  const [value, onChange] = useDensity();
  const options = [
    { value: 'comfortable', label: t('comfortable'), icon: <Rows2 aria-hidden /> },
    { value: 'compact', label: t('compact'), icon: <Rows4 aria-hidden /> },
  ] as const;
  return { label: t('density'), value, onChange, options };
}

export function useKeysChoice() {
  const t = useTranslations('settings');
  const [value, onChange] = useKeySwitch();
  const options = [
    { value: 'on', label: t('keysOn'), icon: <Keyboard aria-hidden /> },
    { value: 'off', label: t('keysOff'), icon: <KeyboardOff aria-hidden /> },
  ] as const;
  return { label: t('keys'), value, onChange, options };
}
