'use client';

import { useEffect, useState } from 'react';
import type { OauthProvider } from '@/lib/contract/oauth';
import type { Security } from '@/lib/contract/routes';
import { signInProviders } from '@/lib/sync/bridge';

/** Providers at whose own page one can sign in on this bridge; none until it has told, and where it is out of reach. */
export function useProviders(): readonly OauthProvider[] {
  const [providers, setProviders] = useState<readonly OauthProvider[]>([]);
  useEffect(() => {
    let alive = true;
    signInProviders().then(
      (told) => alive && setProviders(told),
      // With a password one can sign in all the same.
      () => {},
    );
    return () => {
      alive = false;
    };
  }, []);
  return providers;
}

/** Whose page gives access to that server; null: nobody's, or the connection is not one for tokens. */
export function providerOf(
  providers: readonly OauthProvider[],
  { host, security }: { host: string; security: Security },
): OauthProvider | null {
  if (security === 'none') return null;
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  return providers.find(({ hosts }) => hosts.includes(name)) ?? null;
}
