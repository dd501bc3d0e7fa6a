import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { AccountClient, type Received, readFrames, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import { peerHeader } from './client';
import { type Pace, StreamPace } from './pace';
import { MemoryPlaces, type Places } from './places';

const wanted = [1, 2].map((number) => ({ number, uidl: `uidl-${number}`, octets: 10 }));
const madeRoom = {
  kind: 'problem',
  problem: { code: 'too_soon', retryAfter: 15, message: expect.stringMatching(/make room for others/) },
};

let server: ScriptedServer;
afterEach(() => server.stop());

/** Alice and Bob, from addresses of their own, on a bridge that has one place. */
async function twoPeople(answers: Manners['answers'], roomMs: number) {
  server = await startScripted({ answers: answers ?? {} });
  const inside = new MemoryPlaces();
  let pace: Pace | null = null;
  const places: Places = {
    take(guest, ...more) {
      pace = guest.streams ?? pace;
      return inside.take(guest, ...more);
    },
  };
  useBridge({
    places,
    ports: [server.port],
    limits: { sessions: 1, patienceMs: 0, shareMs: 0, roomMs },
    env: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
  const signedIn = async (username: string) => {
    const client = new AccountClient();
    const where = { host: 'localhost', port: server.port, security: 'none' as const };
    expect(await client.signIn({ username, password: 'p', ...where, keep: false })).toMatchObject({
      status: 200,
    });
    return client;
  };
  const [alice, bob] = [await signedIn('alice'), await signedIn('bob')];
  server.transcript.length = 0;
  const sequential = true;
  const stream = async () => {
    const response = await alice.messages(wanted, undefined, { sequential }, { [peerHeader()]: '192.0.2.1' });
    if (!response.body) throw new Error('no body');
    return response.body;
  };
  const check = async () => {
    const body = JSON.stringify({ known: null });
    const request = bob.request('/listing', { body, headers: { [peerHeader()]: '192.0.2.2' } });
    return (await postListing(request, bob.context())).status;
  };
  const read = async (from: ReadableStream<Uint8Array>): Promise<Received> =>
    readFrames(from, async (session, { messages }) => {
      await alice.settle(
        session,
        messages.map(({ uidl }) => uidl),
      );
    });
  return { stream, read, check, asked: () => pace instanceof StreamPace && pace.asked };
}

/** What was sent to the server from Alice's first RETR until Bob was in. */
const untilBob = () =>
  server.transcript.slice(server.transcript.indexOf('RETR 1'), server.transcript.lastIndexOf('STAT'));
const begun = (socket: Socket) => {
  socket.write('+OK\r\nSubject: slow\r\n');
  return null;
};
const first = (line: string) => line.endsWith(' 1');

describe('a stream that is slow while somebody else waits', () => {
  it('ends without QUIT, with a problem behind what came whole, and the other gets its place', async () => {
    const RETR = (socket: Socket, line: string) => (first(line) ? '+OK\r\n12345678\r\n.' : begun(socket));
    const { stream, read, check } = await twoPeople({ RETR }, 100);
    const reading = read(await stream());
    await expect.poll(() => server.transcript).toContain('RETR 2');
    expect(await check()).toBe(200);
    const { messages, frames } = await reading;
    expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-1']);
    expect(frames.at(-1)).toMatchObject(madeRoom);
    expect(untilBob()).not.toContain('QUIT');
  });

  it('begins no further message, and settles those that it brought when there is time for that', async () => {
    let finish = () => {};
    const RETR = (socket: Socket) => {
      finish = () => void socket.write('12345678\r\n.\r\n');
      return begun(socket);
    };
    const { stream, read, check, asked } = await twoPeople({ RETR }, 20_000);
    const reading = read(await stream());
    await expect.poll(() => server.transcript).toContain('RETR 1');
    let inside = 0;
    const checked = check().then((status) => {
      inside = status;
    });
    await expect.poll(asked, { timeout: 5_000 }).toBe(true);
    expect(inside).toBe(0);
    finish();
    const { messages, frames } = await reading;
    expect(messages).toHaveLength(1);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    await checked;
    expect(inside).toBe(200);
    expect(untilBob()).toContain('QUIT');
    expect(server.transcript).not.toContain('RETR 2');
  });

  it('is cut when its reader takes nothing', async () => {
    const RETR = (socket: Socket) => {
      socket.write(`+OK\r\n${'a'.repeat(70)}\r\n`);
      for (let count = 0; count < 40; count += 1) socket.write(`${'b'.repeat(70)}\r\n`.repeat(1_000));
      return null;
    };
    const { stream, read, check } = await twoPeople({ RETR }, 100);
    const unread = await stream();
    await expect.poll(() => server.transcript).toContain('RETR 1');
    expect(await check()).toBe(200);
    expect(untilBob()).not.toContain('QUIT');
    await expect(read(unread)).rejects.toThrow('given up');
  });
});
