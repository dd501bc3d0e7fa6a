import { json, methodsNotMeant, openRoute } from '@/lib/bridge/handler';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** The sample account where the bridge runs as a demonstration, null elsewhere: every welcome page asks. */
export const GET = openRoute(null, async ({ environment }) => json(environment.config.demo));
