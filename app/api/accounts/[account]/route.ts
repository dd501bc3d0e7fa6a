import { accountRoute, json, methodsNotMeant } from '@/lib/bridge/handler';
import { forgetCookie } from '@/lib/bridge/seal';

export const runtime = 'nodejs';
export const { GET, HEAD, POST, PUT, PATCH, OPTIONS } = methodsNotMeant('DELETE');

/** Signs out: the browser forgets the cookie, and with it everything that the bridge needs to log in. */
export const DELETE = accountRoute(null, async ({ sealed }) =>
  json({ account: sealed.account }, { 'set-cookie': forgetCookie(sealed.account) }),
);
