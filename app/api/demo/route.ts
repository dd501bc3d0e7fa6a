import { json, methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { BridgeFailure } from '@/lib/bridge/problem';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** The sample account, where the bridge runs as a demonstration; nothing elsewhere. */
export const GET = openRoute(null, async ({ environment }) => {
  const { demo } = environment.config;
  if (!demo) throw new BridgeFailure('not_found');
  return json(demo);
});
