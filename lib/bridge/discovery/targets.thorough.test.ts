import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST } from '@/app/api/discovery/route';
import { pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Connects, watchConnects } from '@/e2e/support/connects';
import { hostileHosts as vectors, wildcard } from '@/e2e/support/hostileHosts';
import type { Records, Resolve } from '../resolve';

/** Whatever an address and its domain's records name: nothing inside is dialled, and all are answered alike. */

let connects: Connects;
beforeAll(() => {
  connects = watchConnects();
});
beforeEach(() => connects.reset());
afterAll(() => connects.stop());

async function search(address: string, resolve: Resolve, records: Records) {
  useBridge({
    ports: [110, 995],
    resolve,
    records,
    limits: { refusalMs: 1, discoveryPatienceMs: 1, discoveryStepMs: 200, discoveryMs: 500 },
    env: { POSTBAG_ALLOW_PRIVATE_HOSTS: '' },
  });
  const response = await POST(
    pageRequest('/api/discovery', { body: JSON.stringify({ address }) }),
    undefined,
  );
  return [response.status, await response.json()];
}

const none = { found: [], provider: null, searched: expect.any(Boolean) };
const norecords: Records = async () => [];

describe('the discovery route', () => {
  it.runIf(vectors)(
    'dials none of the hostile hosts as the domain of an address',
    async () => {
      for (const host of vectors?.blocked ?? []) {
        const [status, answer] = await search(`ada@${host}`, wildcard, norecords);
        if (status === 400) expect(answer).toMatchObject({ code: 'bad_request' });
        else expect([status, answer]).toEqual([200, none]);
        expect(connects.seen, host).toEqual([]);
      }
    },
    60_000,
  );

  it.runIf(vectors)(
    'shows and dials none of them as what records name',
    async () => {
      const unknown = async () => Promise.reject(new Error('ENOTFOUND'));
      for (const host of vectors?.blocked ?? []) {
        // The domain itself has no address: all that is known of it stands in its records.
        const resolve: Resolve = (name, ...rest) =>
          name.endsWith('shop.example') ? unknown() : wildcard(name, ...rest);
        const named: Records = async () => [{ host, port: 995 }];
        expect(await search('ada@shop.example', resolve, named), host).toEqual([200, none]);
        expect(connects.seen, host).toEqual([]);
      }
    },
    60_000,
  );

  it.each<[string, readonly string[]]>([
    ['a private address', ['10.0.0.1']],
    ['a public and a private one', ['8.8.8.8', '10.0.0.1']],
    ['a mapped loopback', ['::ffff:127.0.0.1']],
    ['a private one behind NAT64', ['64:ff9b::a00:1']],
    ['the metadata service', ['169.254.169.254']],
  ])('dials no name of a domain that leads to %s', async (_, addresses) => {
    const named: Records = async () => [{ host: 'pop.shop.example', port: 995 }];
    expect(await search('ada@shop.example', async () => addresses, named)).toEqual([200, none]);
    expect(connects.seen).toEqual([]);
  });
});
