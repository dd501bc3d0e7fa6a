import { accountRoute, jsonWith, methodsNotMeant } from '@/lib/bridge/handler';
import { renewAccess } from '@/lib/bridge/oauth/renew';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Renews the access that a provider gave, before something else needs it. */
export const POST = accountRoute(null, async ({ sealed, key, environment, signal }) => {
  const { answer, cookies } = await renewAccess(sealed, key, environment, signal);
  return jsonWith(cookies, answer);
});
