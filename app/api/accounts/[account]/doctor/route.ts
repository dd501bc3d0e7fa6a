import { admitExamination } from '@/lib/bridge/doctor/examine';
import { accountRoute, methodsNotMeant } from '@/lib/bridge/handler';
import { bodyLimits } from '@/lib/bridge/limits';
import { jsonLines } from '@/lib/bridge/lines';
import { credentialsOf } from '@/lib/bridge/login';
import { accountDoctorRequest } from '@/lib/contract/doctorRequests';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Examines the connection of an account that is signed in. */
export const POST = accountRoute({ schema: accountDoctorRequest, limit: bodyLimits.doctor }, async (call) => {
  const { sealed, body, environment } = call;
  const { host, port, security, username, pin } = sealed.maildrop;
  const place = { host, port, security, username, ...(pin !== undefined && { pin }) };
  const incoming = { ...place, credentials: credentialsOf(sealed.maildrop) };
  const examination = { incoming, outgoing: body.outgoing, known: true };
  return jsonLines(call, await admitExamination(examination, environment, call.signal));
});
