import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { POST as postListing } from '@/app/api/accounts/[account]/listing/route';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Answer } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';

const announced = (...more: string[]) => `+OK\r\n${['UIDL', 'SASL PLAIN', ...more].join('\r\n')}\r\n.`;
const entries = [
  [1, 'uidl-1', 10],
  [2, 'uidl-2', 10],
];

let server: ScriptedServer;
afterEach(() => server.stop());

/** Somebody who has signed in at a server, which changes from there on. */
async function signedIn(answers: Record<string, Answer>, later: Record<string, Answer>) {
  const now: Record<string, Answer> = { CAPA: announced('TOP', 'PIPELINING'), ...answers };
  server = await startScripted({ answers: now });
  useBridge({ ports: [server.port], limits: { aliveMs: 800 }, env: { POSTBAG_ALLOW_PLAINTEXT: '1' } });
  const client = new AccountClient();
  const where = { host: 'localhost', port: server.port, security: 'none' as const };
  const { status } = await client.signIn({ username: 'alice', password: 'p', ...where, keep: false });
  expect(status).toBe(200);
  Object.assign(now, later);
  server.transcript.length = 0;
  return client;
}

async function list(client: AccountClient): Promise<Response> {
  const response = await postListing(
    client.request('/listing', { body: '{"known":null}' }),
    client.context(),
  );
  const cookie = response.headers.get('set-cookie');
  if (cookie) client.cookie = cookie.split(';')[0] ?? '';
  return response;
}

/** An answer that is given when the test says so. */
function held(text: string) {
  let release = () => {};
  const answer = (socket: Socket) => {
    release = () => void socket.write(text);
    return null;
  };
  return { answer, release: () => release() };
}

describe('a listing that takes long', () => {
  it('says that it is on its way, under a head with the cookie for what the server announces now', async () => {
    const names = held('+OK\r\n1 uidl-1\r\n2 uidl-2\r\n.\r\n');
    const client = await signedIn({}, { CAPA: announced('TOP'), UIDL: names.answer });
    const response = await list(client);
    expect([response.status, server.transcript.at(-1)]).toEqual([200, 'UIDL']);
    expect(response.headers.get('set-cookie')).toContain(`Path=/api/accounts/${client.account};`);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe(' ');
    names.release();
    let text = '';
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      text += new TextDecoder().decode(next.value);
    expect(JSON.parse(text)).toMatchObject({ kind: 'full', entries });
    // The cookie holds what was news, so that it is none any more.
    expect((await list(client)).headers.get('set-cookie')).toBeNull();
  });

  it('tells in its body what fails then', async () => {
    let gone = () => {};
    const UIDL = (socket: Socket) => {
      gone = () => socket.destroy();
      return null;
    };
    const response = await list(await signedIn({}, { UIDL }));
    expect(response.status).toBe(200);
    gone();
    expect(await response.json()).toMatchObject({ code: 'connection_lost' });
  });
});

describe('what the server announces', () => {
  const hangUp = (socket: Socket) => {
    socket.destroy();
    return null;
  };

  it.each([
    ['hangs up on the question', hangUp],
    ['never ends its answer', `+OK\r\n${'X\r\n'.repeat(5_000)}.`],
  ])('is not asked again in a listing of a server that %s', async (_, CAPA) => {
    const client = await signedIn({}, { CAPA });
    const response = await list(client);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.json()).toMatchObject({ kind: 'full', entries });
    expect(server.transcript.filter((line) => line === 'CAPA')).toHaveLength(1);
  });

  it('is asked last where it never was told, since that may end the session', async () => {
    const client = await signedIn({ CAPA: '-ERR' }, {});
    const response = await list(client);
    expect(await response.json()).toMatchObject({ kind: 'full', entries });
    const asked = server.transcript.filter((line) => /^(?:CAPA|LIST)$/.test(line));
    expect(asked).toEqual(['LIST', 'CAPA']);
  });
});
