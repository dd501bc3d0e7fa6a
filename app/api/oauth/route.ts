import { jsonWith, methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { beginOauth } from '@/lib/bridge/oauth/flow';
import { oauthRequest } from '@/lib/contract/oauth';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Begins a sign-in at a provider’s own page. */
export const POST = openRoute(
  { schema: oauthRequest, limit: bodyLimits.oauth },
  async ({ body, environment }) => {
    const { answer, cookie } = await beginOauth(body, environment);
    return jsonWith([cookie], answer);
  },
);
