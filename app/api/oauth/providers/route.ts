import { json, methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { toldOf } from '@/lib/bridge/oauth/providers';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** Providers at whose own page one can sign in here. */
export const GET = openRoute(null, async ({ environment }) => json(environment.config.oauth.map(toldOf)));
