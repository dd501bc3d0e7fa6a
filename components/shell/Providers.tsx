'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect } from 'react';
import { Catalogue } from '@/components/i18n/Catalogue';
import { registerServiceWorker } from '@/components/pwa/useUpdate';
import { useAppliedTheme } from '@/components/settings/theme';

const HintLayer = dynamic(() => import('@/components/ui/HintLayer').then(({ HintLayer }) => HintLayer), {
  ssr: false,
});

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
