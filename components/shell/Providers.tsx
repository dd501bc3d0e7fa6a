'use client';

import { type ReactNode, useEffect } from 'react';
import { Catalogue } from '@/components/i18n/Catalogue';
import { registerServiceWorker } from '@/components/pwa/useUpdate';
import { useAppliedTheme } from '@/components/settings/theme';
import { HintProvider } from '@/components/ui/Hint';

/** What every page stands in. */
export function Providers({ children }: { children: ReactNode }) {
  useAppliedTheme();
  useEffect(registerServiceWorker, []);
  return (
    <Catalogue>
      <HintProvider>{children}</HintProvider>
    </Catalogue>
  );
}
