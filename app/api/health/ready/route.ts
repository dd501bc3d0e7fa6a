import { isDraining } from '@/lib/bridge/drain';
import { json, methodsNotMeant } from '@/lib/bridge/handler';
import type { ReadyAnswer } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('GET');

/** Readiness, for load balancers: on the way down nothing new is to be sent here, though the process still answers. */
export const GET = async () =>
  isDraining()
    ? json({ status: 'draining' } satisfies ReadyAnswer, {}, 503)
    : json({ status: 'ready' } satisfies ReadyAnswer);
