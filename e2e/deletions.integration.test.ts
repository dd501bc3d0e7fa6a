import { afterAll, beforeAll, expect, it } from 'vitest';
import { FrameReader } from '@/lib/contract/frames';
import type { ListingEntry } from '@/lib/contract/routes';
import { AccountClient, proofOf, useBridge } from './support/bridgeRoutes';
import { generateMessages } from './support/messages';
import { launchers } from './support/servers';
import type { RunningServer } from './support/servers/server';

/**
 * The proof before a deletion against every real server that can run here: what was retrieved in one session has to be
 * recognised in another, whatever the server writes into its mail between them.
 */

const count = 12;
const messages = generateMessages(count)
  .reverse()
  .map(({ bytes }) => bytes);
const reasons = new Map(launchers.map(({ name, unavailable }) => [name, unavailable()]));
const present = launchers.filter(({ name }) => reasons.get(name) === null);
const servers = new Map<string, RunningServer>();

/** What proves a message at each: TOP's header and the body's size, or the whole where no CAPA announces TOP. */
const proofs: Readonly<Record<string, 'top' | 'content'>> = {
  Dovecot: 'top',
  Courier: 'top',
  Cyrus: 'top',
  'GNU Mailutils': 'top',
  popa3d: 'content',
  'solid-pop3d': 'content',
};

beforeAll(async () => {
  for (const { name, start } of present) {
    const server = await start();
    servers.set(name, server);
    await server.alice.fill(messages);
  }
});
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
});

for (const [name, reason] of reasons) {
  if (reason !== null) it.skip(`${name} is left out: ${reason}`, () => {});
}

/** Retrieves everything in one session, and settles it. */
async function retrieved(
  client: AccountClient,
  entries: readonly ListingEntry[],
): Promise<Map<string, Uint8Array>> {
  const { body } = await client.messages(entries.map(([number, uidl, octets]) => ({ number, uidl, octets })));
  if (!body) throw new Error('no body');
  const whole = new Map<string, Uint8Array>();
  let uidl = '';
  let chunks: Uint8Array[] = [];
  let session: string | null = null;
  const reader = new FrameReader({
    data: (bytes) => void chunks.push(bytes.slice()),
    frame(frame) {
      if (frame.kind === 'begin') {
        uidl = frame.uidl;
        chunks = [];
      } else if (frame.kind === 'end') whole.set(uidl, Buffer.concat(chunks));
      else if (frame.kind === 'settle') session = frame.session;
    },
  });
  for await (const chunk of body) {
    reader.push(chunk);
    if (session !== null) await client.settle(session, [...whole.keys()]);
    session = null;
  }
  return whole;
}

it.each(present)('$name shows what was retrieved from it, and deletes exactly that', async ({ name }) => {
  const server = servers.get(name);
  if (!server) throw new Error(`${name} is not running`);
  const { port, tlsPort, authority, alice } = server;
  useBridge({
    ports: [port, ...(tlsPort === null ? [] : [tlsPort])],
    authorities: authority === null ? [] : [authority],
    env: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
  const client = new AccountClient();
  const { username, password } = alice;
  const account = { username, password, host: 'localhost', keep: false };
  const way =
    tlsPort === null ? { port, security: 'none' as const } : { port: tlsPort, security: 'tls' as const };
  expect((await client.signIn({ ...account, ...way })).status).toBe(200);
  const { entries } = await client.listing(null);
  const whole = await retrieved(client, entries);
  expect(whole.size).toBe(count);

  const chosen = entries.filter(([number]) => number % 2 === 0).map(([, uidl]) => uidl);
  const wanted = chosen.map((uidl) => proofOf(uidl, whole.get(uidl) ?? Buffer.alloc(0)));
  const [first] = wanted;
  if (!first) throw new Error('nothing was chosen');
  const other = { ...first, header: '0'.repeat(64), content: '0'.repeat(64) };
  expect(await client.delete([other]), 'not what is stored').toMatchObject({
    results: [{ outcome: 'mismatch' }],
    ended: 'dropped',
  });
  const answer = await client.delete(wanted);
  expect(answer).toEqual({
    results: chosen.map((uidl) => ({ uidl, outcome: 'sent', proof: proofs[name] })),
    listing: 'consistent',
    ended: 'quit',
  });
  await expect
    .poll(async () => (await client.listing(null)).entries.map(([, uidl]) => uidl), { timeout: 20_000 })
    .toEqual(entries.map(([, uidl]) => uidl).filter((uidl) => !chosen.includes(uidl)));
});
