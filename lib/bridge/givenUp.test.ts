import { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { POST as postAccount } from '@/app/api/accounts/route';
import { AccountClient, pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import type { Limits } from './limits';
import { MemoryPlaces } from './places';

/** Requests that the browser gives up, at each point: the mail server's socket is free within a second, and so is the place. */
const within = { timeout: 1_000, interval: 10 };
const original = Socket.prototype.connect;
let server: ScriptedServer | null = null;
afterEach(async () => {
  Socket.prototype.connect = original;
  await server?.stop();
  server = null;
});

const manners: Manners = {};
const places = new MemoryPlaces();

async function start(next: Manners, limits: Partial<Limits> = {}): Promise<ScriptedServer> {
  delete manners.greeting;
  delete manners.answers;
  Object.assign(manners, next);
  server ??= await startScripted(manners);
  server.transcript.length = 0;
  useBridge({ ports: [server.port], places, limits, env: { POSTBAG_ALLOW_PLAINTEXT: '1' } });
  return server;
}

const request = (port: number, security: 'none' | 'tls' = 'none', username = 'alice') => ({
  ...{ username, password: 'p', host: 'localhost', port, security, keep: false },
});

const signIn = (port: number, security: 'none' | 'tls', signal: AbortSignal) =>
  postAccount(
    pageRequest('/api/accounts', { body: JSON.stringify(request(port, security)), signal }),
    undefined,
  );

/** With as many places as there are sessions, none is left where one was kept. */
async function expectPlacesFree() {
  const only = { sessions: 1, sessionsOfNetwork: 1, streamsOfBrowser: 1, queue: 0, queueOfNetwork: 0 };
  const guest = { network: 'unknown', browser: 'unknown', streams: true };
  await expect
    .poll(async () => {
      const leave = await places.take(guest, only, 0, new AbortController().signal);
      if (typeof leave === 'function') leave();
      return typeof leave;
    }, within)
    .toBe('function');
}

const closed = ({ transcript }: ScriptedServer) =>
  expect
    .poll(() => transcript.filter((line) => line === '-- close').length, within)
    .toBe(transcript.filter((line) => line === '-- connect').length);

async function signedIn(scripted: ScriptedServer, username = 'alice') {
  const client = new AccountClient();
  expect(await client.signIn(request(scripted.port, 'none', username))).toMatchObject({ status: 200 });
  await closed(scripted);
  return client;
}

const wanted = [{ number: 1, uidl: 'uidl-1', octets: 10 }];

describe('a request that its browser gives up', () => {
  it('while it connects', async () => {
    const { port } = await start({});
    const sockets: Socket[] = [];
    Socket.prototype.connect = function (this: Socket) {
      sockets.push(this);
      return this;
    };
    const gone = new AbortController();
    const answer = signIn(port, 'none', gone.signal);
    await expect.poll(() => sockets.length).toBeGreaterThan(0);
    gone.abort();
    await expect.poll(() => sockets.every((socket) => socket.destroyed), within).toBe(true);
    await answer;
    await expectPlacesFree();
  });

  it.each<[string, Manners, 'none' | 'tls', string | RegExp]>([
    ['in the TLS handshake', { greeting: () => null }, 'tls', '-- connect'],
    ['before the greeting', { greeting: () => null }, 'none', '-- connect'],
    ['at the capabilities', { answers: { CAPA: null } }, 'none', 'CAPA'],
    ['at the login', { answers: { AUTH: null } }, 'none', /^AUTH/],
    ['at the mailbox', { answers: { STAT: null } }, 'none', 'STAT'],
  ])('%s', async (_, next, security, sign) => {
    const scripted = await start(next);
    const gone = new AbortController();
    const answer = signIn(scripted.port, security, gone.signal);
    await expect
      .poll(() =>
        scripted.transcript.some((line) => (typeof sign === 'string' ? line === sign : sign.test(line))),
      )
      .toBe(true);
    expect(scripted.transcript).not.toContain('-- close');
    gone.abort();
    await closed(scripted);
    await answer;
    await expectPlacesFree();
  });

  it('while it retrieves, and while it waits for the receipt', async () => {
    for (const [next, sign] of [
      [{ answers: { RETR: null } }, 'RETR 1'],
      [{}, 'UIDL 1'],
    ] as const) {
      const client = await signedIn(await start({}));
      const scripted = await start(next);
      const gone = new AbortController();
      const { body } = await client.messages(wanted, gone.signal);
      const reading = (async () => {
        for await (const _ of body ?? []);
      })().catch(() => {});
      await expect.poll(() => scripted.transcript.filter((line) => line === sign).length).toBeGreaterThan(0);
      gone.abort();
      await closed(scripted);
      expect(scripted.transcript).not.toContain('QUIT');
      await reading;
      await expectPlacesFree();
    }
  });

  it('while it stands in line, for the mailbox or for a place, keeps nobody’s turn', async () => {
    const same = await signedIn(await start({}));
    const other = await signedIn(await start({}), 'bob');
    const scripted = await start({ answers: { RETR: null } }, { sessions: 1 });
    const first = new AbortController();
    await same.messages(wanted, first.signal);
    const connects = () => scripted.transcript.filter((line) => line === '-- connect').length;
    for (const client of [same, other]) {
      const waiting = new AbortController();
      const answer = client.messages(wanted, waiting.signal);
      setImmediate(() => waiting.abort());
      expect((await answer).ok).toBe(false);
    }
    expect(connects()).toBe(1);
    first.abort();
    await closed(scripted);
    await expectPlacesFree();
    const next = new AbortController();
    expect((await other.messages(wanted, next.signal)).status).toBe(200);
    next.abort();
    await closed(scripted);
  });
});
