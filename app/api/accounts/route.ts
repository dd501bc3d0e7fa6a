import { methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { jsonInPieces } from '@/lib/bridge/patientJson';
import { signIn } from '@/lib/bridge/signIn';
import { accountRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Adds an account, or signs a known one in again: there is no K yet, the answer brings it. */
export const POST = openRoute(
  { schema: accountRequest, limit: bodyLimits.accounts },
  async ({ signal, body, environment }) => {
    const { answer, cookie } = await signIn(body, environment, signal);
    return jsonInPieces(environment, answer, { 'set-cookie': cookie });
  },
);
