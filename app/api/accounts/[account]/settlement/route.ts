import { accountRoute, json, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { BridgeFailure } from '@/lib/bridge/problem';
import { settle } from '@/lib/bridge/settlement';
import { type SettlementAnswer, settlementRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** The browser's receipt for a retrieval that waits for it. */
export const POST = accountRoute(
  { schema: settlementRequest, limit: bodyLimits.settlement },
  async ({ body, sealed }) => {
    const settled = settle(body.session, sealed.account, body.stored);
    if (settled === null) throw new BridgeFailure('session_unknown');
    return json({ settled } satisfies SettlementAnswer);
  },
);
