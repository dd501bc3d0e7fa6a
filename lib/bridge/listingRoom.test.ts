import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import { peerHeader } from './client';

const rules = { largeAnswerOctets: 1, largeListing: 1, largeListings: 2, largeListingsOfNetwork: 1 };
const busy = { code: 'too_soon', retryAfter: 20, message: expect.stringMatching(/very large mailboxes/) };
const entries = [
  [1, 'uidl-1', 10],
  [2, 'uidl-2', 10],
];

let server: ScriptedServer;
const ground = (more: { readerMs?: number } = {}) =>
  useBridge({
    ports: [server.port],
    limits: { ...rules, ...more },
    env: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
beforeEach(async () => {
  // A maildrop of two messages is a large one here.
  server = await startScripted();
  ground();
});
afterEach(() => server.stop());

async function signedIn(username: string): Promise<AccountClient> {
  const client = new AccountClient();
  const where = { host: 'localhost', port: server.port, security: 'none' as const };
  const { status } = await client.signIn({ username, password: 'p', ...where, keep: false });
  expect(status).toBe(200);
  return client;
}

/** The answer to a full listing, which nobody has read yet. */
function list(client: AccountClient, network: string): Promise<Response> {
  const headers = { [peerHeader()]: network };
  const request = client.request('/listing', { body: JSON.stringify({ known: null }), headers });
  return postListing(request, client.context());
}

describe('large listings', () => {
  it('are few at a time, for a network and in all, until the browser has taken them', async () => {
    const clients = await Promise.all(['alice', 'bob', 'carol'].map(signedIn));
    const [alice, bob, carol] = clients as [AccountClient, AccountClient, AccountClient];
    const first = await list(alice, '192.0.2.1');
    expect(first.status).toBe(200);
    const asked = server.transcript.filter((line) => line === 'UIDL').length;
    const second = await list(bob, '192.0.2.1');
    expect([second.status, await second.json()]).toMatchObject([429, busy]);
    expect(server.transcript.filter((line) => line === 'UIDL')).toHaveLength(asked);

    const other = await list(bob, '192.0.2.2');
    expect(other.status).toBe(200);
    expect((await list(carol, '192.0.2.3')).status).toBe(429);
    expect(await first.json()).toMatchObject({ kind: 'full', entries });
    const third = await list(carol, '192.0.2.3');
    expect(await third.json()).toMatchObject({ kind: 'full', entries });
    await other.body?.cancel();
    expect(await (await list(bob, '192.0.2.2')).json()).toMatchObject({ entries });
  });

  it('are given up when the browser takes nothing', async () => {
    ground({ readerMs: 300 });
    const client = await signedIn('alice');
    await list(client, '192.0.2.1');
    await expect
      .poll(async () => {
        const answer = await list(client, '192.0.2.1');
        await answer.body?.cancel();
        return answer.status;
      })
      .toBe(200);
  });

  it('leave their room to others in a retrieval once everything is located', async () => {
    const client = await signedIn('alice');
    const moved = [{ number: 2, uidl: 'uidl-1', octets: 10 }];
    const headers = { [peerHeader()]: '192.0.2.1' };
    const stream = await client.messages(moved, undefined, {}, headers);
    const reader = stream.body?.getReader();
    await expect.poll(() => server.transcript).toContain('RETR 1');
    const other = await signedIn('bob');
    const answer = await list(other, '192.0.2.1');
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
    await reader?.cancel();
  });
});
