import { json, methodsNotMeant } from '@/lib/bridge/handler';
import { version } from '@/lib/bridge/version';
import type { HealthAnswer } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** Liveness, for load balancers: they come by address and without any of our headers. */
export const GET = async () => json({ status: 'ok', version } satisfies HealthAnswer);
