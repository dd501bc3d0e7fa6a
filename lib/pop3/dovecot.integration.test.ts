import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import { fillMaildir, type GeneratedMessage, generateMessages } from '@/e2e/support/messages';
import { socketWire } from '@/e2e/support/socketWire';
import { Pop3Session } from './session';

const users = { alice: 's3cret', bob: 'bobs-password', carol: 'käse und brot' };
const count = 300;
let dovecot: Dovecot;
let messages: GeneratedMessage[];

beforeAll(async () => {
  dovecot = await startDovecot({ users });
  // POP3 counts from the oldest on.
  messages = generateMessages(count).reverse();
  await fillMaildir(dovecot.maildir('alice'), messages);
  await fillMaildir(dovecot.maildir('bob'), messages.slice(0, 3));
});
afterAll(() => dovecot.stop());

type Way = 'plain' | 'tls' | 'stls';

async function connect(way: Way): Promise<Pop3Session> {
  const authority = readFileSync(dovecot.ca, 'utf8');
  const { host, popPort, popsPort } = dovecot;
  const target = {
    plain: { host, port: popPort },
    tls: { host, port: popsPort, authority },
    stls: { host, port: popPort, authority, startTls: true },
  }[way];
  const session = await Pop3Session.open(await socketWire(target));
  if (way === 'stls') await session.stls();
  return session;
}

async function login(username: keyof typeof users, way: Way = 'plain'): Promise<Pop3Session> {
  const session = await connect(way);
  await session.login({ username, password: users[username] }, await session.capa(), { tls: true });
  return session;
}

function collector() {
  const texts = new Map<number, string>();
  const refused: number[] = [];
  let parts: Buffer[] = [];
  return {
    texts,
    refusedNumbers: refused,
    sink: {
      begin() {
        parts = [];
      },
      data(chunk: Uint8Array) {
        parts.push(Buffer.from(chunk));
      },
      end(number: number, octets: number) {
        const whole = Buffer.concat(parts);
        expect(whole.length).toBe(octets);
        texts.set(number, whole.toString('latin1'));
      },
      refused(number: number) {
        refused.push(number);
      },
    },
  };
}

describe('against Dovecot', () => {
  it('CAPA, before and after logging in', async () => {
    const session = await connect('plain');
    expect(await session.capa()).toMatchObject({
      pipelining: true,
      uidl: true,
      top: true,
      user: true,
      stls: true,
      respCodes: true,
      sasl: ['PLAIN', 'LOGIN'],
    });
    await session.authPlain('alice', users.alice);
    expect((await session.capa())?.pipelining).toBe(true);
    await session.quit();
  });

  it.each(['plain', 'tls', 'stls'] as const)(
    'logs in both ways over %s, with a password in UTF-8',
    async (way) => {
      const plain = await connect(way);
      await plain.authPlain('carol', users.carol);
      await plain.quit();
      const pass = await connect(way);
      await pass.user('carol');
      await pass.pass(users.carol);
      expect(await pass.stat()).toEqual({ count: 0, octets: 0 });
      expect(await pass.list()).toEqual([]);
      await pass.quit();
    },
  );

  it('sends a name and password beyond 255 octets in two steps', async () => {
    const session = await connect('plain');
    const long = session.authPlain('alice', 'x'.repeat(400));
    await expect(long).rejects.toMatchObject({ class: 'auth', responseCode: 'AUTH' });
    session.close();
  });

  it('knows a wrong password by [AUTH], whichever way, and the session goes on', async () => {
    const session = await connect('plain');
    const wrong = { class: 'auth', responseCode: 'AUTH' };
    await expect(session.authPlain('alice', 'wrong')).rejects.toMatchObject({ ...wrong, command: 'AUTH' });
    await session.user('alice');
    await expect(session.pass('wrong')).rejects.toMatchObject({ ...wrong, command: 'PASS' });
    await session.authPlain('alice', users.alice);
    await session.quit();
  });

  it('STAT, LIST, UIDL and UIDL one by one agree', async () => {
    const session = await login('alice');
    const { octets } = await session.stat();
    const list = await session.list();
    const uidl = await session.uidl();
    expect(list.map(({ number }) => number)).toEqual(messages.map((_, index) => index + 1));
    expect(list.map((entry) => entry.octets)).toEqual(messages.map(({ bytes }) => bytes.length));
    expect(list.reduce((sum, entry) => sum + entry.octets, 0)).toBe(octets);
    expect(new Set(uidl.map((entry) => entry.uidl)).size).toBe(count);
    const numbers = [count, 1, 2, count + 1, 3];
    for (const pipelining of [true, false]) {
      const single = await session.uidlOf(numbers, { pipelining });
      expect(single).toEqual(
        numbers.map((number) => uidl[number - 1]?.uidl ?? expect.objectContaining({ command: 'UIDL' })),
      );
      expect(await session.listOf(numbers, { pipelining })).toEqual(
        numbers.map((number) => list[number - 1]?.octets ?? expect.objectContaining({ command: 'LIST' })),
      );
    }
    await session.quit();
  });

  it('TOP is the beginning of the message', async () => {
    const session = await login('alice');
    let text = '';
    const sink = {
      data(chunk: Uint8Array) {
        text += Buffer.from(chunk).toString('latin1');
      },
    };
    await session.top(7, 0, sink);
    const whole = messages[6]?.bytes.toString('latin1') ?? '';
    expect(text).toBe(whole.slice(0, whole.indexOf('\r\n\r\n') + 4));
    text = '';
    await session.top(7, 1_000_000, sink);
    expect(text).toBe(whole);
    await session.quit();
  });

  it.each([
    ['plain', true],
    ['plain', false],
    ['tls', true],
    ['stls', true],
  ] as const)('retrieves every octet over %s (pipelined: %s), newest first', async (way, pipelining) => {
    const session = await login('alice', way);
    const numbers = [count + 1, ...messages.map((_, index) => count - index)];
    const { texts, refusedNumbers, sink } = collector();
    const result = await session.retrieve(numbers, sink, { pipelining });
    expect(result).toEqual({ retrieved: numbers.slice(1), refused: [count + 1], started: count + 1 });
    expect(refusedNumbers).toEqual([count + 1]);
    for (const [number, text] of texts) {
      if (text !== messages[number - 1]?.bytes.toString('latin1')) expect.fail(`Message ${number} differs.`);
    }
    await session.quit();
  });

  it('tells a second login that the maildrop is in use', async () => {
    const first = await login('alice');
    await expect(login('alice')).rejects.toMatchObject({ class: 'busy', responseCode: 'IN-USE' });
    await first.quit();
  });

  it('deletes nothing when the connection is dropped, and what was marked on QUIT', async () => {
    const bytes = () => {
      const folder = dovecot.maildir('bob');
      const names = ['new', 'cur'].flatMap((part) =>
        readdirSync(join(folder, part)).map((name) => join(folder, part, name)),
      );
      return names.map((name) => readFileSync(name, 'latin1')).sort();
    };
    const all = messages.slice(0, 3).map((message) => message.bytes.toString('latin1'));
    const dropped = await login('bob');
    await dropped.dele(1);
    dropped.close();
    const taken = await login('bob');
    expect(bytes()).toEqual(all.toSorted());
    expect(await taken.deleMany([1, 3, 1], { pipelining: true })).toEqual([
      null,
      null,
      expect.objectContaining({ command: 'DELE' }),
    ]);
    await taken.rset();
    await taken.deleMany([3, 2], { pipelining: true });
    await taken.quit();
    expect(bytes()).toEqual(all.slice(0, 1));
    const after = await login('bob');
    expect(await after.stat()).toMatchObject({ count: 1 });
    await after.quit();
  });
});
