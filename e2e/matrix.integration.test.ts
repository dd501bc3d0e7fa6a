import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changes, latin1, likeness, sizeLikeness } from './matrix/compare';
import { expected } from './matrix/expected';
import { loginWays } from './matrix/logins';
import {
  type Connection,
  connect,
  enter,
  enterAfterDrop,
  refusalWords,
  retrieveAll,
  storedSoon,
  topOf,
} from './matrix/mailbox';
import { type Column, markdown, type Row } from './matrix/table';
import { generateMessages } from './support/messages';
import { launchers } from './support/servers';
import type { RunningServer } from './support/servers/server';

/**
 * Every real POP3 server we can get, asked for everything we ask of servers. What they do is compared with
 * matrix/expected.ts and printed as a table. They are asked side by side, one question after the other: most of the
 * time goes into waiting for servers that punish wrong passwords or hold answers back.
 */
const count = 500;
/** POP3 counts from the oldest on. */
const messages = generateMessages(count)
  .reverse()
  .map(({ bytes }) => bytes);
const few = messages.slice(0, 5);
const numbers = messages.map((_, index) => index + 1);

const rows = new Map<string, Row | string>(
  launchers.map(({ name, unavailable }) => [name, unavailable() ?? {}]),
);
const present = launchers.filter(({ name }) => typeof rows.get(name) !== 'string');
const servers = new Map<string, RunningServer>();

beforeAll(async () => {
  const starts = present.map(async ({ name, start }) => {
    const server = await start();
    servers.set(name, server);
    await server.alice.fill(messages);
    await server.bob.fill(few);
  });
  const failed = (await Promise.allSettled(starts)).filter((one) => one.status === 'rejected');
  if (failed.length > 0) throw new AggregateError(failed.map(({ reason }) => reason));
});
afterAll(async () => {
  console.log(`\n${markdown(rows)}\n`);
  await Promise.all([...servers.values()].map((server) => server.stop()));
});

for (const [name, reason] of rows) {
  if (typeof reason === 'string') it.skip(`${name} is left out: ${reason}`, () => {});
}

/** One question to all servers at once. */
function ask(
  question: string,
  test: (server: RunningServer, find: Find, name: string) => Promise<void>,
): void {
  describe(question, () => {
    it.concurrent.each(present)('$name', async ({ name }) => {
      const server = servers.get(name);
      const row = rows.get(name);
      if (server === undefined || typeof row !== 'object') throw new Error(`${name} is not running.`);
      await test(
        server,
        (column, found) => {
          row[column] = found;
          expect(found, `${name}, ${column}`).toBe(expected[name]?.[column]);
        },
        name,
      );
    });
  });
}

/** Notes what a server does, and fails where it is not what the table in the README says. */
type Find = (column: Column, found: string) => void;

const connectionsOf = ({ tlsPort }: RunningServer): Connection[] =>
  tlsPort === null ? ['plain'] : ['plain', 'STLS', 'TLS'];

ask('logs in by everything that is announced and that we have', async (server, find) => {
  const pipelining = new Set<string>();
  const used = new Set<string>();
  const unused = new Set<string>();
  for (const connection of connectionsOf(server)) {
    const asked = await connect(server, connection);
    const capabilities = await asked.capa();
    await asked.quit();
    pipelining.add(capabilities?.pipelining ? 'announced' : 'not announced');
    const ours = loginWays.filter((way) => way.announced(asked.greeting, capabilities));
    for (const way of ours) {
      const session = await connect(server, connection);
      await way.login(session, server.alice);
      expect((await session.stat()).count).toBe(count);
      await session.quit();
      used.add(way.name);
    }
    for (const mechanism of capabilities?.sasl ?? []) unused.add(mechanism);
  }
  find('connections', connectionsOf(server).join(', '));
  find('PIPELINING', [...pipelining].join(', '));
  find('logins', [...used].join(', '));
  find('announced besides', [...unused].filter((login) => !used.has(login)).join(', ') || 'nothing');
});

ask('a wrong password', async (server, find) => {
  const wrong = { ...server.alice, password: 'wrong' };
  find('wrong password', await enter(server, wrong).then(() => 'accepted', refusalWords));
});

ask('lists and gives 500 messages, octet for octet, one by one and pipelined', async (server, find, name) => {
  const session = await enter(server, server.alice);
  const before = await session.list();
  expect((await session.stat()).octets).toBe(before.reduce((sum, { octets }) => sum + octets, 0));
  const uidls = await session.uidl();
  expect(before.map(({ number }) => number)).toEqual(numbers);
  expect(uidls.map(({ number }) => number)).toEqual(numbers);
  expect(new Set(uidls.map(({ uidl }) => uidl)).size).toBe(count);
  const after = await session.list();
  const texts = await retrieveAll(session, numbers, false);
  await session.quit();

  const ids = messages.map((bytes) => messageId(latin1(bytes)));
  const order = numbers.map((number) => ids.indexOf(messageId(texts.get(number) ?? '')));
  expect(order.toSorted((one, other) => one - other)).toEqual(numbers.map((number) => number - 1));
  const compared = (found: Map<number, string>) => {
    const now = numbers.map((number) => found.get(number) ?? '');
    return changes(
      now,
      order.map((place) => latin1(messages[place] ?? new Uint8Array())),
    );
  };
  const sizes = (list: typeof before) => list.map(({ octets }) => octets);
  // A server that goes by the directory's order may happen to hit upon the order of delivery.
  const byDirectory = expected[name]?.order === 'its own';
  const delivered = !byDirectory && order.every((place, index) => place === index);
  find('order', delivered ? 'as delivered' : 'its own');
  find(
    'LIST sizes',
    sizeLikeness(
      sizes(before),
      sizes(after),
      numbers.map((number) => texts.get(number) ?? ''),
    ),
  );
  find('one by one', compared(texts));

  const pipelined = await enter(server, server.alice, connectionsOf(server).at(-1));
  find('pipelined', compared(await retrieveAll(pipelined, numbers, true)));
  await pipelined.quit();
});

ask('TOP', async (server, find) => {
  const session = await enter(server, server.alice);
  const whole = (await retrieveAll(session, [7], false)).get(7) ?? '';
  const header = whole.slice(0, whole.indexOf('\r\n\r\n') + 4);
  const three = whole.slice(header.length).split('\r\n').slice(0, 3);
  const found = [
    likeness(await topOf(session, 7, 0), header),
    likeness(await topOf(session, 7, 3), header + three.map((line) => `${line}\r\n`).join('')),
    likeness(await topOf(session, 7, 1_000_000), whole),
  ];
  await session.quit();
  find('TOP', [...new Set(found)].join('; '));
});

ask('a second session', async (server, find) => {
  const first = await enter(server, server.bob);
  const second = await enter(server, server.bob).catch((error) => error);
  const found = second instanceof Error ? refusalWords(second) : 'let in';
  if (!(second instanceof Error)) await second.quit();
  await first.quit();
  find('second session', found);
});

ask('deletes on QUIT, and only on QUIT', async (server, find) => {
  const dropped = await enterAfterDrop(server, server.bob);
  await dropped.dele(1);
  dropped.close();
  const session = await enterAfterDrop(server, server.bob);
  const still = (await session.stat()).count;
  const uidls = await session.uidl();
  const places: number[] = [];
  for (const { number } of uidls) {
    const id = messageId(await topOf(session, number, 0));
    places.push(few.findIndex((bytes) => messageId(latin1(bytes)) === id));
  }
  await session.deleMany([2, 4], { pipelining: false });
  await session.quit();
  const left = few.filter((_, place) => place !== places[1] && place !== places[3]);
  const stored = await storedSoon(server.bob, left.length);
  const after = await enterAfterDrop(server, server.bob);
  const remaining = (await after.uidl()).map(({ uidl }) => uidl);
  await after.quit();
  find('dropped without QUIT', still === few.length ? 'deletes nothing' : `leaves ${still} of ${few.length}`);
  find('left in the maildrop', changes(stored.map(unixLines), left.map(unixLines)));
  find('QUIT', stored.length === left.length ? 'deletes what was marked' : `leaves ${stored.length}`);
  // Whoever remembers mail by its UIDL relies on this.
  const kept = uidls.filter(({ number }) => number !== 2 && number !== 4).map(({ uidl }) => uidl);
  find('UIDLs later', remaining.join(' ') === kept.join(' ') ? 'the same' : 'others');
});

/** Maildir and mbox end lines as Unix does. */
function unixLines(bytes: Uint8Array): string {
  return latin1(bytes).replaceAll('\r\n', '\n');
}

function messageId(text: string): string {
  return /^Message-ID: (.*)\r$/m.exec(text)?.[1] ?? 'no Message-ID';
}
