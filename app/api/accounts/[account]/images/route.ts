import { accountRoute, methodsNotMeant, octets } from '@/lib/bridge/handler';
import { fetchImage } from '@/lib/bridge/images';
import { bodyLimits } from '@/lib/bridge/limits';
import { imagesRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** A picture of a message, fetched on the person's word. */
export const POST = accountRoute(
  { schema: imagesRequest, limit: bodyLimits.images },
  async ({ signal, body, environment, sealed }) =>
    octets(await fetchImage(sealed.account, body.address, environment, signal)),
);
