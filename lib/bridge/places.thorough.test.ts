import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { startScripted } from '@/e2e/support/scripted';
import { limits } from './limits';
import { MemoryPlaces } from './places';

const busy = { code: 'too_soon', retryAfter: 15, message: expect.stringMatching(/^The bridge is busy/) };

/** Runs `work` against a server, with a bridge that has two places. */
async function withTwoPlaces(
  manners: Manners,
  work: (signIn: (name: string) => Promise<AccountClient | object>, heard: string[]) => Promise<void>,
) {
  const server = await startScripted(manners);
  const places = new MemoryPlaces();
  useBridge({
    ports: [server.port],
    places,
    limits: { sessions: 2, queue: 0 },
    env: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
  const signIn = async (username: string) => {
    const client = new AccountClient();
    const where = { host: 'localhost', port: server.port, security: 'none' as const };
    const { status, body } = await client.signIn({ username, password: 'p', ...where, keep: false });
    return status === 200 ? client : { ...body, status };
  };
  try {
    await work(signIn, server.transcript);
    // All are free again: with no queue, two more than there are would be refused.
    const guest = { network: 'n', site: 'n', browser: 'b', streams: null };
    const only = { ...limits, sessions: 2, queue: 0 };
    // The server hears of a connection's end before the bridge has let the place go.
    const taken = async () => {
      const turns = [];
      for (let turn = 0; turn < 3; turn += 1)
        turns.push(await places.take(guest, only, 0, new AbortController().signal));
      for (const turn of turns) if (typeof turn === 'function') turn();
      return turns.map((turn) => typeof turn);
    };
    await expect.poll(taken).toEqual(['function', 'function', 'string']);
  } finally {
    await server.stop();
  }
}

const hangUp = (socket: Socket) => {
  socket.end();
  return null;
};
const destroyed = (socket: Socket) => {
  socket.destroy();
  return null;
};

const wanted = [{ number: 1, uidl: 'uidl-1', octets: 10 }];
const closed = (heard: string[]) => heard.filter((line) => line === '-- close').length;

describe('the places for sessions', () => {
  it('taken by retrievals: further requests are told that the bridge is busy, and connect to nothing', async () => {
    await withTwoPlaces({ answers: { RETR: null } }, async (signIn, heard) => {
      const clients = [];
      for (const name of ['alice', 'bob']) {
        const client = await signIn(name);
        if (client instanceof AccountClient) clients.push(client);
      }
      await expect.poll(() => closed(heard)).toBe(2);
      const gone = clients.map(() => new AbortController());
      for (const [index, client] of clients.entries()) await client.messages(wanted, gone[index]?.signal);
      await expect.poll(() => heard.filter((line) => line === 'RETR 1')).toHaveLength(2);
      const calls = heard.filter((line) => line === '-- connect').length;
      expect(await signIn('carol')).toMatchObject({ ...busy, status: 429 });
      expect(heard.filter((line) => line === '-- connect')).toHaveLength(calls);

      gone[0]?.abort();
      await expect.poll(() => closed(heard)).toBe(3);
      expect(await signIn('carol')).toBeInstanceOf(AccountClient);
      gone[1]?.abort();
      await expect.poll(() => closed(heard)).toBe(5);
    });
  });

  it('are free again after sessions that fail in any way, end, or are never opened', async () => {
    const refusals: Manners[] = [
      { greeting: '-ERR no' },
      { greeting: destroyed },
      { answers: { AUTH: '-ERR [AUTH] no' } },
      { answers: { STAT: '-ERR no' } },
      { answers: { CAPA: '+OK\r\n.', UIDL: '-ERR no' } },
      { answers: { CAPA: hangUp } },
      { answers: { QUIT: destroyed } },
      {},
    ];
    for (const manners of refusals) {
      await withTwoPlaces(manners, async (signIn, heard) => {
        for (let round = 0; round < 3; round++) {
          expect(await signIn('alice')).not.toMatchObject({ code: 'too_soon' });
          await expect.poll(() => closed(heard)).toBe(heard.filter((line) => line === '-- connect').length);
        }
      });
    }
  });
});
