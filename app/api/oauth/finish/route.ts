import { jsonWith, methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { finishOauth } from '@/lib/bridge/oauth/flow';
import { BridgeFailure } from '@/lib/bridge/problem';
import { isKey } from '@/lib/bridge/sealing';
import { oauthFinish } from '@/lib/contract/oauth';
import { keyHeader } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Finishes a sign-in at a provider: the page has come back, and brings K. */
export const POST = openRoute(
  { schema: oauthFinish, limit: bodyLimits.accounts },
  async ({ signal, body, environment, headers }) => {
    const key = headers.get(keyHeader);
    if (!isKey(key)) throw new BridgeFailure('consent_lost');
    const { answer, cookies } = await finishOauth(body, key, headers.get('cookie'), environment, signal);
    return jsonWith(cookies, answer);
  },
);
