import { metricsText } from '@/lib/bridge/metricsDoor';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** Figures for the operator's Prometheus, to whoever bears POSTBAG_METRICS_TOKEN; to everybody else there is nothing. */
export const GET = async (request: Request) => {
  const text = await metricsText(request.headers.get('authorization'));
  const headers = { 'cache-control': 'no-store, no-transform', 'x-content-type-options': 'nosniff' };
  if (text === null) return new Response('Not Found', { status: 404, headers });
  return new Response(text, { headers: { ...headers, 'content-type': 'text/plain; version=0.0.4' } });
};
