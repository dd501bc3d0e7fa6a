import { expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';

it('is no failed attempt where the bridge’s own limit on names was in its way', async () => {
  let answer: string[] | 'busy' = 'busy';
  useBridge({ ports: [995], limits: { refusalMs: 1 }, resolve: async () => answer });
  const signIn = async () => {
    const where = { host: 'pop.example.com', port: 995, security: 'tls' as const };
    return new AccountClient().signIn({ username: 'alice', password: 'p', ...where, keep: false });
  };
  for (let count = 0; count < 30; count++) {
    const { status, body } = await signIn();
    expect([status, body]).toMatchObject([429, { code: 'too_soon', retryAfter: 5 }]);
  }
  answer = [];
  expect((await signIn()).body).toMatchObject({ code: 'target_refused' });
});
