import { deleteMessages } from '@/lib/bridge/deletions';
import { accountRoute, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { patientJson } from '@/lib/bridge/patientJson';
import { deletionsRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Deletes from the server what is proved to be stored, in a session of its own. */
export const POST = accountRoute({ schema: deletionsRequest, limit: bodyLimits.deletions }, (call) =>
  patientJson(call, (signal) => deleteMessages(call.sealed, call.body, call.environment, signal)),
);
