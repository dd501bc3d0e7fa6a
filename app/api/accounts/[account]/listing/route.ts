import { accountRoute, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { listMaildrop } from '@/lib/bridge/listMaildrop';
import { patientJson } from '@/lib/bridge/patientJson';
import { sealCookie } from '@/lib/bridge/seal';
import { listingRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** What is on the server, or what changed since what the browser knows. */
export const POST = accountRoute({ schema: listingRequest, limit: bodyLimits.listing }, (call) =>
  patientJson(call, (signal, head) => {
    const { sealed, key, body, environment, lead } = call;
    return listMaildrop(sealed, body, environment, { signal, lead }, async (server) => {
      head.set('set-cookie', await sealCookie({ ...sealed, server }, key, environment.config));
    });
  }),
);
