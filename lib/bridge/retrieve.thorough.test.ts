import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { signIn, wanted } from '@/e2e/catalogue/ground';
import { readFrames } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { endAllLifetimes } from './lifetime';
import type { Limits } from './limits';

const asked = wanted(2, 1);

/** Signs in at a server that does as the script says. */
const open = (script: Manners = {}, limits: Partial<Limits> = {}) =>
  signIn(script, { security: 'none', limits });

/** The same, and retrieves. */
async function retrieve(script: Manners, limits: Partial<Limits> = {}) {
  const { client, heard } = await open(script, limits);
  return { ...(await client.receive(asked)), heard };
}

describe('a retrieval', () => {
  it('asks nothing twice: what is known of a server is not asked again', async () => {
    const { heard, frames, messages } = await retrieve({});
    for (const { octets, sha256, actual } of messages) expect(actual).toEqual({ octets, sha256 });
    // The sign-in's own connection may be closed after the next one is open.
    const all = heard.filter((line) => line !== '-- close');
    const second = all.slice(all.lastIndexOf('-- connect'));
    expect(second.map((line) => line.replace(/ .{20,}/, ' …'))).toEqual([
      '-- connect',
      'AUTH …',
      'UIDL 2',
      'UIDL 1',
      'RETR 2',
      'RETR 1',
      'UIDL 1',
      'QUIT',
    ]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it.each<[string, (stored: string[]) => string[] | null]>([
    ['lacks a message', (stored) => stored.slice(1)],
    ['is empty', () => []],
    ['does not come', () => null],
  ])('ends without QUIT when the receipt %s', async (_, receipt) => {
    const { client, heard } = await open({}, { settlementMs: 100 });
    expect((await client.receive(asked, receipt)).frames.at(-1)).toEqual({
      kind: 'done',
      outcome: 'dropped',
    });
    await expect.poll(() => heard.at(-1)).toBe('-- close');
    expect(heard.slice(heard.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('names a message that the server refuses, and goes on', async () => {
    const { frames, messages } = await retrieve({
      answers: { RETR: (_, line) => (line === 'RETR 2' ? '-ERR gone' : '+OK\r\n..12345\r\n.') },
    });
    expect(frames[0]).toMatchObject({
      kind: 'missing',
      uidl: 'uidl-2',
      problem: { code: 'server_refused', said: 'gone' },
    });
    expect(messages).toMatchObject([{ uidl: 'uidl-1', octets: 8 }]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  const begun = (then: (socket: Socket) => void): Manners => ({
    answers: {
      RETR: (socket, line) => {
        if (line === 'RETR 2') return '+OK\r\nwhole\r\n.';
        socket.write('+OK\r\nhalf a mess');
        then(socket);
        return null;
      },
    },
  });
  const never = () => {};
  const dripping = (socket: Socket) => {
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };

  it.each<[string, Manners, Partial<Limits>, string]>([
    ['closes in the middle of a message', begun((socket) => socket.end()), {}, 'connection_lost'],
    [
      'resets in the middle of a message',
      begun((socket) => setTimeout(() => socket.resetAndDestroy(), 20)),
      {},
      'connection_lost',
    ],
    ['falls silent in the middle of a message', begun(never), { rateWindowMs: 100 }, 'too_slow'],
    ['drips a message', begun(dripping), { rateWindowMs: 150 }, 'too_slow'],
    [
      'drips above the minimum rate for ever',
      begun(dripping),
      { rateWindowMs: 60, rateOctets: 1, sessionMs: 300 },
      'timeout',
    ],
    [
      'sends a message without end',
      begun((socket) => socket.write('x'.repeat(9000))),
      { messageOctets: 4000 },
      'limit_octets',
    ],
  ])(
    'from a server that %s ends in a problem, without that message’s end',
    async (_, script, limits, code) => {
      const { frames, messages, heard } = await retrieve(script, limits);
      expect(messages).toMatchObject([{ uidl: 'uidl-2', octets: 7 }]);
      expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code } });
      expect(frames.filter(({ kind }) => kind === 'settle')).toEqual([]);
      expect(heard.slice(heard.lastIndexOf('-- connect'))).not.toContain('QUIT');
    },
  );

  it('does not wait for ever between messages', async () => {
    const { frames } = await retrieve({ answers: { RETR: null } }, { idleMs: 100 });
    expect(frames).toMatchObject([{ kind: 'problem', problem: { code: 'timeout' } }]);
  });

  it('begins no further message when its time is over, and settles what it has', async () => {
    const { frames, messages, heard } = await retrieve({}, { budgetMs: -1 });
    expect(messages, 'one is begun in any case').toMatchObject([{ uidl: 'uidl-2' }]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    expect(heard).not.toContain('RETR 1');
  });

  it('has all its time for messages, however long the server takes to say where they are', async () => {
    const slowly = (socket: Socket, line: string) => {
      const number = line.split(' ')[1];
      setTimeout(() => socket.write(`+OK ${number} uidl-${number}\r\n`), 300);
      return null;
    };
    const { frames, messages } = await retrieve({ answers: { UIDL: slowly } }, { budgetMs: 250 });
    expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-2', 'uidl-1']);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('looks further for a first message when those asked for first are gone, although its time is over', async () => {
    const { client, heard } = await open({}, { budgetMs: -1 });
    const gone = Array.from({ length: 50 }, (_, index) => ({
      number: index + 3,
      uidl: `gone-${index}`,
      octets: 10,
    }));
    const { frames, messages } = await client.receive([...gone, ...asked]);
    expect(frames.filter(({ kind }) => kind === 'missing')).toHaveLength(50);
    expect(messages).toMatchObject([{ uidl: 'uidl-2' }]);
    expect(heard).not.toContain('RETR 1');
  });

  it('waits for the receipt from when the settle frame has left, not from when it lies in the queue', async () => {
    const { client } = await open({}, { settlementMs: 200 });
    const response = await client.messages(asked);
    // A browser that is busy elsewhere: it is this time that must not count.
    await pause(600);
    const { frames } = await readFrames(response.body ?? new ReadableStream(), async (session, received) => {
      const stored = received.messages.map(({ uidl }) => uidl);
      expect(await client.settle(session, stored)).toMatchObject({ status: 200 });
    });
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('closes the connection at once when the browser goes', async () => {
    const { client, heard } = await open({ answers: { RETR: null } });
    const gone = new AbortController();
    const response = await client.messages(asked, gone.signal);
    await expect.poll(() => heard).toContain('RETR 1');
    gone.abort();
    await expect.poll(() => heard.at(-1)).toBe('-- close');
    expect((await readFrames(response.body ?? new ReadableStream())).messages).toEqual([]);

    const other = await client.messages(asked);
    await other.body?.cancel();
    await expect.poll(() => heard.at(-1)).toBe('-- close');
  });

  it('ends when the bridge does, without QUIT, although it waits for a receipt', async () => {
    const { client, heard } = await open();
    const received = await client.receive(asked, () => {
      endAllLifetimes();
      return null;
    });
    expect(received.frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    expect(heard.slice(heard.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('ends when the bridge does, although a browser that takes nothing has not had the settle frame', async () => {
    const { client, heard } = await open({}, { readerMs: 200 });
    const response = await client.messages(asked);
    const shared = globalThis as { postbagSettlements?: ReadonlyMap<string, unknown> };
    await expect.poll(() => shared.postbagSettlements?.size).toBe(1);
    endAllLifetimes();
    await expect.poll(() => heard.at(-1)).toBe('-- close');
    // Whoever still waited for this browser would have given it up by now.
    await pause(500);
    const { frames } = await readFrames(response.body ?? new ReadableStream());
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    expect(heard.slice(heard.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('does not read from the server what the browser does not take, and cuts a reader that stalls', async () => {
    let written = 0;
    const flood: Manners = {
      answers: {
        RETR: (socket) => {
          socket.write('+OK\r\n');
          const line = Buffer.alloc(64 * 1024, `${'x'.repeat(62)}\r\n`);
          const more = () => {
            while (!socket.destroyed && written < 400 * 1024 * 1024) {
              written += line.length;
              if (!socket.write(line)) return;
            }
          };
          socket.on('drain', more);
          more();
          return null;
        },
      },
    };
    const { client, heard } = await open(flood, { readerMs: 400 });
    const response = await client.messages(asked.slice(0, 1));
    const reader = response.body?.getReader();
    await reader?.read();
    await expect.poll(() => heard.at(-1), { timeout: 5000 }).toBe('-- close');
    // The stream's queue, what was read ahead, and what the kernel holds on both sides.
    expect(written).toBeLessThan(24 * 1024 * 1024);
    await expect(reader?.read().then(() => reader.read())).rejects.toThrow();
  });
});
