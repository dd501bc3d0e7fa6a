import { readFileSync } from 'node:fs';
import { POST as renew } from '@/app/api/accounts/[account]/token/route';
import { GET as comeBack } from '@/app/api/oauth/callback/[provider]/route';
import { POST as finish } from '@/app/api/oauth/finish/route';
import { POST as begin } from '@/app/api/oauth/route';
import { startAuthorizationServer } from '@/e2e/support/authorizationServer';
import { bridgeOrigin, pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { startDovecot } from '@/e2e/support/dovecot';
import { toProblem } from '@/lib/contract/readProblem';
import { keyHeader } from '@/lib/contract/routes';
import type { Failed } from './ground';

const user = 'ada@example.com';

/** Signs in at a provider's own page, and meets the bridge again when the permission was withdrawn there. */
export async function endedPermission(): Promise<Failed> {
  const server = await startAuthorizationServer(`${bridgeOrigin}/api/oauth/callback/loopback`);
  const dovecot = await startDovecot({ users: { [user]: 'unused' }, introspection: server.introspection });
  try {
    useBridge({
      ports: [dovecot.popsPort],
      authorities: [readFileSync(dovecot.ca, 'utf8'), server.authority],
      env: {
        POSTBAG_ALLOW_PRIVATE_WEB: server.allowed,
        POSTBAG_OAUTH_PROVIDERS: JSON.stringify([
          server.settings({ id: 'loopback', name: 'Loopback', hosts: ['localhost'] }),
        ]),
      },
    });
    const cookies = new Map<string, string>();
    const take = (response: Response) => {
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        cookies.set(pair.split('=')[0] ?? '', pair);
      }
      return response;
    };
    const headers = (key = '') => ({
      cookie: [...cookies.values()].join('; '),
      ...(key && { [keyHeader]: key }),
    });
    const place = { host: 'localhost', port: dovecot.popsPort, security: 'tls', keep: true };
    const body = JSON.stringify({ provider: 'loopback', username: user, ...place });
    const { url, key } = await take(await begin(pageRequest('/api/oauth', { body }), undefined)).json();
    const to = await server.consent(url, { user, agree: true });
    const crossing = { host: to.host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    const params = Promise.resolve({ provider: 'loopback' });
    take(await comeBack(new Request(to, { headers: { ...headers(), ...crossing } }), { params }));
    const done = { body: '{"expected":[]}', headers: headers(key) };
    const { account } = await take(await finish(pageRequest('/api/oauth/finish', done), undefined)).json();
    server.withdraw(user);
    const again = pageRequest(`/api/accounts/${account}/token`, { headers: headers(key) });
    const problem = toProblem(await (await renew(again, { params: Promise.resolve({ account }) })).json());
    if (!problem) throw new Error('The access was renewed although the permission had ended.');
    return { problem, rows: [] };
  } finally {
    await dovecot.stop();
    await server.close();
  }
}
