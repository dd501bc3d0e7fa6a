import { accountRoute, json, largeJson, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { listMaildrop } from '@/lib/bridge/listMaildrop';
import { sealCookie } from '@/lib/bridge/seal';
import { listingRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** What is on the server, or what changed since what the browser knows. */
export const POST = accountRoute(
  { schema: listingRequest, limit: bodyLimits.listing },
  async ({ signal, body, environment, sealed, key }) => {
    const { answer, server } = await listMaildrop(sealed, body, environment, signal);
    const headers: Record<string, string> = server
      ? { 'set-cookie': await sealCookie({ ...sealed, server }, key, environment.config) }
      : {};
    const { limits, line } = environment;
    return answer.entries.length > limits.largeListing
      ? largeJson(answer, headers, line, limits.readerMs)
      : json(answer, headers);
  },
);
