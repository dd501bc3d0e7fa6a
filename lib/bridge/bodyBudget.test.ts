import { beforeEach, describe, expect, it } from 'vitest';
import { POST as postAccount } from '@/app/api/accounts/route';
import { pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { peerHeader } from './client';

beforeEach(() =>
  useBridge({
    ports: [995],
    limits: { bodiesOctets: 3_000, bodiesOctetsOfNetwork: 2_000, smallBodyOctets: 500 },
  }),
);

/** A request of `network` that sends so many octets and then waits to be ended, which it is with a body that fits nothing. */
async function sending(network: string, octets: number) {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(octets).fill(0x20));
      end = () => controller.close();
    },
  });
  // `duplex` is not in the types of the browser's fetch yet; Node asks for it.
  const init: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
  const answer = postAccount(
    pageRequest('/api/accounts', { ...init, headers: { [peerHeader()]: network } }),
    undefined,
  );
  const told = answer.then(async (response) => ({
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    ...(await response.json()),
  }));
  // What has come is read, and counted, before anything else happens.
  await new Promise((resolve) => setImmediate(resolve));
  return { told, end };
}

const busy = { status: 429, code: 'too_soon', retryAfter: 5, message: expect.stringMatching(/^The bridge/) };
const read = { status: 400, code: 'bad_request' };

describe('bodies of requests in flight', () => {
  it('are so many octets for a network and in all, and are given back when the request is over', async () => {
    const first = await sending('192.0.2.1', 1_500);
    expect(await (await sending('192.0.2.1', 600)).told).toMatchObject(busy);
    const second = await sending('192.0.2.2', 1_400);
    expect(await (await sending('192.0.2.3', 600)).told).toMatchObject(busy);
    first.end();
    expect(await first.told).toMatchObject(read);
    const third = await sending('192.0.2.3', 600);
    for (const each of [second, third]) {
      each.end();
      expect(await each.told).toMatchObject(read);
    }
    const whole = await sending('192.0.2.4', 2_000);
    whole.end();
    expect(await whole.told).toMatchObject(read);
  });

  it('are counted together for the /48 of an IPv6 network', async () => {
    const first = await sending('2001:db8:1:1::1', 1_500);
    expect(await (await sending('2001:db8:1:2::1', 600)).told).toMatchObject(busy);
    first.end();
    await first.told;
  });

  it('shut nobody out who has none and sends a small one', async () => {
    const full = [await sending('192.0.2.1', 1_500), await sending('192.0.2.2', 1_500)];
    const small = await sending('192.0.2.3', 500);
    expect(await (await sending('192.0.2.3', 10)).told).toMatchObject(busy);
    for (const each of [small, ...full]) {
      each.end();
      expect(await each.told).toMatchObject(read);
    }
  });
});
