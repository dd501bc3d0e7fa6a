import { accountRoute, frames, methodsNotMeant } from '@/lib/bridge/handler';
import { goOn } from '@/lib/bridge/leftOpen';
import { Lifetime } from '@/lib/bridge/lifetime';
import { bodyLimits } from '@/lib/bridge/limits';
import { StreamPace } from '@/lib/bridge/pace';
import { openMaildrop } from '@/lib/bridge/pop3';
import { retrieve } from '@/lib/bridge/retrieve';
import { messagesRequest } from '@/lib/contract/routes';

export const runtime = 'nodejs';
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = methodsNotMeant('POST');

/** Streams the wanted messages as frames. What fails before the first of them is answered with a status. */
export const POST = accountRoute(
  { schema: messagesRequest, limit: bodyLimits.messages },
  async ({ signal, body, environment, sealed, key, lead }) => {
    const { account, maildrop, server } = sealed;
    const { limits, log, line } = environment;
    const pace = new StreamPace(limits.roomMs);
    const first = await goOn({ account, key }, { signal, lead, body, environment, pace });
    if (first) return frames(first);
    const lifetime = new Lifetime(signal, lead);
    const open = await openMaildrop(maildrop, server, lifetime, environment, { streams: pace });
    return frames(retrieve({ open, account, lifetime, limits, log, line, pace, ...body }));
  },
);
