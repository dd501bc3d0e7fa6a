import 'server-only';
import type { z } from 'zod';
import type { BodyShare } from './bodyBudget';
import { BridgeFailure, problemOf } from './problem';

/**
 * The request's JSON, judged while it is read: type, size, syntax, schema. No value of it is repeated in an answer.
 *
 * @param share what comes is counted there; the caller gives it back.
 * @throws BridgeFailure `unsupported_type`, `too_large`, `too_soon`, `bad_request`
 */
export async function readBody<Body>(
  request: Request,
  schema: z.ZodType<Body>,
  limit: number,
  share: Pick<BodyShare, 'add'>,
): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  // Forms can send text/plain and two more types across sites without asking first; never JSON.
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new BridgeFailure('unsupported_type');
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BridgeFailure('too_large');
  const text = await readText(request, limit, share);
  const { data, error } = schema.safeParse(parse(text));
  if (!error) return data as Body;
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  const what = issue?.code === 'unrecognized_keys' ? 'unknown field' : issue?.message;
  throw new BridgeFailure(
    problemOf('bad_request', { message: `The request does not fit: ${place || 'body'}: ${what}.` }),
  );
}

async function readText(request: Request, limit: number, share: Pick<BodyShare, 'add'>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new BridgeFailure('too_large');
    await share.add(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BridgeFailure(problemOf('bad_request', { message: 'The request is not valid JSON.' }));
  }
}
