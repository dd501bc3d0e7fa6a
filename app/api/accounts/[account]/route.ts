import { accountRoute, jsonWith, methodsNotMeant } from '@/lib/bridge/handler';
import { forgetAccess } from '@/lib/bridge/oauth/access';
import { forgetCookie } from '@/lib/bridge/seal';

export const runtime = 'nodejs';
export const { GET, HEAD, POST, PUT, PATCH, OPTIONS } = methodsNotMeant('DELETE');

/** Signs out: the browser forgets the cookie, and with it everything that the bridge needs to log in. */
export const DELETE = accountRoute(null, async ({ sealed }) =>
  jsonWith([forgetCookie(sealed.account), forgetAccess(sealed.account)], { account: sealed.account }),
);
