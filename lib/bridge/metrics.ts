import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { livingSessions } from './lifetime';
import { sharedMetrics } from './metricsDoor';

/**
 * Begins to count. Labels are routes, methods and statuses: never a host, a user, an account or an address, which
 * would be a log of who reads mail when. Once a process, and only where the operator wants it.
 */
export function startMetrics(): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const requests = new Counter({
    name: 'postbag_requests_total',
    help: 'Requests answered, or given up by their browsers (status 0).',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'postbag_request_seconds',
    help: 'From the head of the request to the end of the answer; streams of messages last as long as they stream.',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers,
  });
  new Gauge({
    name: 'postbag_pop3_sessions',
    help: 'POP3 sessions that are open or being opened.',
    registers,
    collect() {
      this.set(livingSessions());
    },
  });
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const route = routeOf(request.url ?? '');
    const done = seconds.startTimer({ route });
    response.once('close', () => {
      done();
      const status = response.writableFinished ? String(response.statusCode) : '0';
      requests.inc({ route, method: methodOf(request.method), status });
    });
  });
  sharedMetrics.postbagMetrics = () => register.metrics();
}

const known =
  /^\/api\/(?:accounts|demo|discovery|doctor|health|health\/ready|oauth|oauth\/finish|oauth\/providers|oauth\/callback\/\{provider\}|accounts\/\{account\}(?:\/(?:doctor|listing|messages|settlement|deletions|images|unsubscribe|token))?)$/;

/** The route's pattern; whatever anybody invents is `other`, so that nobody fills the memory with names. */
export function routeOf(url: string): string {
  const [path = ''] = url.split('?');
  const pattern = path
    .replace(/^\/api\/accounts\/[^/]+/, '/api/accounts/{account}')
    .replace(/^\/api\/oauth\/callback\/[^/]+$/, '/api/oauth/callback/{provider}');
  if (known.test(pattern)) return pattern;
  if (path === '/mail' || path === '/') return '/mail';
  return /^\/(?:_next|built|icons)\//.test(path) ? 'files' : 'other';
}

const methods = new Set(['GET', 'HEAD', 'POST', 'DELETE']);
const methodOf = (method = '') => (methods.has(method) ? method : 'other');
