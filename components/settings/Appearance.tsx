'use client';

import { useTranslations } from 'next-intl';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { KeyTable } from '@/components/shell/KeyTable';
import { useDensityChoice, useKeysChoice, useThemeChoice } from './choices';
import { Group } from './Group';
import { useKeySwitch } from './keys';
import { Segments } from './Segments';

/** How the interface looks on this device, and which keys it knows. */
export function Appearance() {
  const t = useTranslations('settings');
  const texts = useTranslations('appearance');
  const [keys] = useKeySwitch();
  return (
    <>
      <Group title={t('theme')}>
        <Segments {...useThemeChoice()} />
      </Group>
      <Group title={t('density')} text={texts('densityText')}>
        <Segments {...useDensityChoice()} />
      </Group>
      <Group title={t('keys')} text={texts('keysText')}>
        <Segments {...useKeysChoice()} />
        {keys === 'on' && (
          <div className="mt-5 max-w-120">
            <OrganisingTexts>
              <KeyTable />
            </OrganisingTexts>
          </div>
        )}
      </Group>
    </>
  );
}
