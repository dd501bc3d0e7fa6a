import { discover } from '@/lib/bridge/discovery/discover';
import { json, methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { discoveryRequest } from '@/lib/contract/discovery';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Looks for the servers of an address, before there is an account. */
export const POST = openRoute(
  { schema: discoveryRequest, limit: bodyLimits.discovery },
  async ({ signal, body, environment }) => json(await discover(body.address, environment, signal)),
);
