import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { environment } from './environment';

/** Set by metrics.ts in the bundle that hears of every request; read here, in the bundle of the route. */
export const sharedMetrics = globalThis as typeof globalThis & { postbagMetrics?: () => Promise<string> };

/**
 * All figures in Prometheus' text format; null where the operator wants none, or the token is another.
 * @param authorization the header: `Bearer …`
 */
export async function metricsText(authorization: string | null): Promise<string | null> {
  const { metricsToken } = environment().config;
  const { postbagMetrics } = sharedMetrics;
  if (metricsToken === null || !postbagMetrics) return null;
  // Digests are of one length, so that the comparison takes as long whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${metricsToken}`))
    ? postbagMetrics()
    : null;
}
