import { admitExamination } from '@/lib/bridge/doctor/examine';
import { methodsNotMeant, openRoute } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { jsonLines } from '@/lib/bridge/lines';
import { doctorRequest } from '@/lib/contract/doctorRequests';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Examines the connection to a server, before there is an account. */
export const POST = openRoute({ schema: doctorRequest, limit: bodyLimits.doctor }, async (call) => {
  const { outgoing, password, pin, ...place } = call.body;
  const credentials = password === null ? null : { username: place.username, password };
  const incoming = { ...place, credentials, ...(pin !== undefined && { pin }) };
  return jsonLines(
    call,
    await admitExamination({ incoming, outgoing, known: false }, call.environment, call.signal),
  );
});
