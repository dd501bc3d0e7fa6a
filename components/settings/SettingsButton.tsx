'use client';

import { Settings } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazyPopup } from '@/components/ui/lazyPopup';

const SettingsMenu = lazyPopup(() => import('./SettingsMenu').then(({ SettingsMenu }) => SettingsMenu));

/** Opens the settings. In a phone's bottom bar it has a shape of its own. */
export function SettingsButton({ onKeys, className }: { onKeys: () => void; className?: string }) {
  const t = useTranslations('settings');
  return (
    <SettingsMenu
      onKeys={onKeys}
      trigger={
        <button
          type="button"
          className={
            className ??
            'focus-inside flex h-8.5 w-full shrink-0 items-center gap-2.75 rounded-lg px-2.5 text-ink-2 transition-colors duration-100 hover:bg-hover hover:text-ink aria-expanded:bg-hover max-lg:h-11 [&_svg]:size-4.5'
          }
        >
          <Settings aria-hidden className="shrink-0" />
          {t('title')}
        </button>
      }
    />
  );
}
