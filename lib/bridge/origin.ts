import 'server-only';
import { BridgeFailure } from './problem';

/**
 * Is this request from our own page? Three headers that no script can forge have to agree:
 *
 * - Host: a rebinding site reaches us under its own name;
 * - Origin: a cross-site form or fetch bears its site's (browsers send it with everything but plain GETs);
 * - Sec-Fetch-Site: says so once more, where the browser sends it.
 *
 * @throws BridgeFailure `forbidden`
 */
export function checkOrigin(request: Request, origin: URL): void {
  const { headers, method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  const named = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const ours =
    headers.get('host')?.toLowerCase() === origin.host &&
    (named === null ? isRead : named === origin.origin) &&
    (site === null || site === 'same-origin' || (isRead && site === 'none'));
  if (!ours) throw new BridgeFailure('forbidden');
}
