import { accountRoute, json, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { leaveList } from '@/lib/bridge/unsubscribe';
import { unsubscribeRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Leaves a mailing list by one click, on the person's word. */
export const POST = accountRoute(
  { schema: unsubscribeRequest, limit: bodyLimits.images },
  async ({ signal, body, environment, sealed }) =>
    json(await leaveList(sealed.account, body.address, environment, signal)),
);
