import type { OauthRequest } from '@/lib/contract/oauth';

/** A sign-in that went to a provider's page: what this tab has to know when it comes back. */
export interface PendingConsent extends Omit<OauthRequest, 'provider'> {
  /** K. The tab alone has it; the bridge's cookie opens nothing without it. */
  key: string;
  address: string;
  provider: { id: string; name: string };
  /** See SignInValues. */
  moved: boolean;
  /** ms since 1970 */
  begunAt: number;
}

const item = 'postbag-consent';
/** What the bridge puts into the address of the way back. */
const mark = 'oauth';

/** For the tab, and no longer than it is open. */
export function keepConsent(pending: PendingConsent): void {
  sessionStorage.setItem(item, JSON.stringify(pending));
}

/**
 * What was begun, when the page is the way back from a provider.
 *
 * @returns `lost`: nothing was begun in this tab; null: the page is no way back.
 */
export function readConsent(): PendingConsent | 'lost' | null {
  if (!new URLSearchParams(location.search).has(mark)) return null;
  const text = sessionStorage.getItem(item);
  // Nobody but `keepConsent` writes there.
  return text === null ? 'lost' : (JSON.parse(text) as PendingConsent);
}

/** It is under way: the mark leaves the address, and a reload is no second way back. */
export function forgetConsent(): void {
  const url = new URL(location.href);
  url.searchParams.delete(mark);
  history.replaceState(history.state, '', url);
  sessionStorage.removeItem(item);
}
