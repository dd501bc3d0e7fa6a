import { type Problem, type ProblemCause, type ProblemCode, problemStatus, signInSteps } from './errors';

/** A problem as it was read; a code of a newer bridge becomes `internal`. Null when it is none. */
export function toProblem(value: unknown): Problem | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { code, message, hint, step, cause, said, retryAfter, pipelined } = value as Record<string, unknown>;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof hint !== 'string') return null;
  const knownStep = signInSteps.find((name) => name === step);
  return {
    code: Object.hasOwn(problemStatus, code) ? (code as ProblemCode) : 'internal',
    message,
    hint,
    ...(knownStep && { step: knownStep }),
    // Without the list of them, which nobody needs to read mail: whoever has words for causes looks for his own.
    ...(typeof cause === 'string' && /^[a-z_]{1,32}$/.test(cause) && { cause: cause as ProblemCause }),
    ...(typeof said === 'string' && { said }),
    ...(typeof retryAfter === 'number' && { retryAfter }),
    ...(pipelined === true && { pipelined }),
  };
}
