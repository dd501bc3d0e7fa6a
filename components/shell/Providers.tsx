'use client';

import { type ReactNode, useEffect } from 'react';
import { Catalogue } from '@/components/i18n/Catalogue';
import { registerServiceWorker } from '@/components/pwa/useUpdate';
import { useAppliedTheme } from '@/components/settings/theme';
import { optional } from './optional';

const HintLayer = optional(() => import('@/components/ui/HintLayer').then(({ HintLayer }) => HintLayer));

/** What every page stands in. */
export function Providers({ children }: { children: ReactNode }) {
  useAppliedTheme();
  useEffect(registerServiceWorker, []);
  return (
    <Catalogue>
      {children}
      <HintLayer />
    </Catalogue>
  );
}
