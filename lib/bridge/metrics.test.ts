import { describe, expect, test } from 'vitest';
import { pathOf, routeFiles } from '@/e2e/attack/support/routes';
import { useBridge } from '@/e2e/support/bridgeRoutes';
import { routeOf } from './metrics';
import { metricsText, sharedMetrics } from './metricsDoor';

test.each([
  ['/api/accounts', '/api/accounts'],
  ['/api/accounts/AAAAAAAAAAAAAAAAAAAAAA', '/api/accounts/{account}'],
  ['/api/accounts/alice@example.org/listing?secret=1', '/api/accounts/{account}/listing'],
  ['/api/accounts/a/b', 'other'],
  ['/api/alice@example.org', 'other'],
  ['/mail?message=7', '/mail'],
  ['/_next/static/chunks/a.js', 'files'],
  ['/alice', 'other'],
])('%s counts as %s', (url, route) => {
  expect(routeOf(url)).toBe(route);
});

test('every route has a label of its own', async () => {
  const files = (await routeFiles()).filter((file) => !file.startsWith('[...path]'));
  const labels = files.map((file) => routeOf(pathOf(file, 'A'.repeat(22))));
  expect(labels).not.toContain('other');
  expect(new Set(labels).size).toBe(files.length);
});

describe('the door to the figures', () => {
  const token = 'a-token-of-20-letters';

  test('opens to the token alone', async () => {
    useBridge({ ports: [995], env: { POSTBAG_METRICS_TOKEN: token } });
    sharedMetrics.postbagMetrics = async () => 'figures';
    try {
      expect(await metricsText(`Bearer ${token}`)).toBe('figures');
      for (const wrong of [null, '', token, `Bearer ${token}x`, 'Bearer '])
        expect(await metricsText(wrong)).toBeNull();
      useBridge({ ports: [995] });
      expect(await metricsText(`Bearer ${token}`)).toBeNull();
    } finally {
      delete sharedMetrics.postbagMetrics;
    }
  });
});
