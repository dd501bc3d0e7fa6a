import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serve, signInRequest, wanted } from '@/e2e/catalogue/ground';
import { AccountClient, readFrames } from '@/e2e/support/bridgeRoutes';
import type { Answer, Manners } from '@/e2e/support/manners';
import { leadHeader } from '@/lib/contract/constants';
import type { AccountRequest } from '@/lib/contract/routes';
import { drain, endDraining } from './drain';
import { endAllLifetimes } from './lifetime';
import type { Limits } from './limits';

const clear = { security: 'none' } as const;
const asked = wanted(2, 1);

/** Signs in as a new account, whose session stays open. */
async function newcomer(manners: Manners = {}, limits: Partial<Limits> = {}) {
  const { port, transcript } = await serve(manners, { ...clear, limits });
  const heard = () => transcript.map((line) => line.replace(/ .{20,}/, ' …'));
  const signIn = async (more: Partial<AccountRequest> = {}) => {
    const client = new AccountClient();
    const answer = await client.signIn({ ...signInRequest(port, clear), list: true, ...more });
    expect(answer.status).toBe(200);
    return client;
  };
  const times = (line: string) => transcript.filter((each) => each === line).length;
  return { client: await signIn(), signIn, heard, times };
}

/** All came, and the server has heard of it. */
async function expectAll(client: AccountClient): Promise<void> {
  const { messages, frames } = await client.receive(asked);
  expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-2', 'uidl-1']);
  expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
}

/** Whoever had to wait for it would be sent away. */
const patient = { leftOpenMs: 60_000, leaseMs: 1_000 };

describe('the session of a sign-in that has listed the maildrop', () => {
  afterEach(endDraining);

  it('brings the first messages, and ends when they are settled', async () => {
    const { client, heard } = await newcomer();
    const { messages, frames, log } = await client.receive(asked);
    expect(messages.map(({ actual }) => actual.octets)).toEqual([10, 10]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    await expect.poll(() => heard().at(-1)).toBe('-- close');
    // What has just been named is not named again; the last one proves the end of the message before it.
    const inOne = ['UIDL', 'LIST', 'RETR 2', 'RETR 1', 'UIDL 1', 'QUIT', '-- close'];
    expect(heard()).toEqual(['-- connect', 'CAPA', 'AUTH …', 'CAPA', 'STAT', ...inOne]);
    // Of the sign-in the browser has heard already.
    expect(log.map(([, command]) => command)).toEqual(inOne.slice(2, -1));
  });

  it('is asked what stands where as to all that it has not listed so', async () => {
    const { client, heard } = await newcomer();
    const [first = { number: 0, uidl: '', octets: 0 }, ...others] = asked;
    const { messages } = await client.receive([{ ...first, number: 1 }, ...others]);
    expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-2', 'uidl-1']);
    expect(heard()).toContain('RETR 2');
    expect(heard().filter((line) => line === 'UIDL')).toHaveLength(2);
  });

  it('ends without QUIT where the receipt lacks a message', async () => {
    const { client, heard } = await newcomer();
    const { frames } = await client.receive(asked, (stored) => stored.slice(1));
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    await expect.poll(() => heard().at(-1)).toBe('-- close');
    expect(heard()).not.toContain('QUIT');
  });

  it('ends by itself when nobody asks, and who comes late gets one of his own', async () => {
    const { client, heard, times } = await newcomer({}, { leftOpenMs: 100 });
    await expect.poll(() => heard().slice(-2)).toEqual(['QUIT', '-- close']);
    await expectAll(client);
    expect(times('-- connect')).toBe(2);
  });

  it('ends at once for whoever wants the maildrop', async () => {
    const { client, signIn, heard, times } = await newcomer({}, patient);
    expect(await client.listing(null)).toMatchObject({ count: 2 });
    expect(heard().indexOf('QUIT')).toBeLessThan(heard().lastIndexOf('-- connect'));
    // Those who stand in line already.
    await Promise.all([signIn(), signIn(), signIn()]);
    expect(times('-- connect')).toBe(5);
  });

  it('is nobody else’s, whatever account he says that he is', async () => {
    const { client, signIn, times } = await newcomer();
    // The server lets anybody in; with another password it is another maildrop to us.
    const stranger = await signIn({ account: client.account, password: 'other', list: false });
    await expectAll(stranger);
    expect(times('-- connect')).toBe(3);
    await expectAll(client);
    expect(times('-- connect')).toBe(3);
  });

  const listed = '+OK\r\n1 10\r\n2 10\r\n.';
  it.each<[string, Answer]>([
    [
      'hangs up',
      (socket) => {
        socket.end(`${listed}\r\n`);
        return null;
      },
    ],
    ['says what nobody has asked', `${listed}\r\n-ERR idle for too long`],
  ])('is left for another one where the server %s meanwhile', async (_, once) => {
    let lists = 0;
    const LIST: Answer = (socket, line) => {
      lists += 1;
      if (lists > 1) return listed;
      return typeof once === 'function' ? once(socket, line) : once;
    };
    const { client, heard, times } = await newcomer({ answers: { LIST } });
    if (typeof once === 'function') await expect.poll(() => heard().at(-1)).toBe('-- close');
    await expectAll(client);
    expect(times('-- connect')).toBe(2);
  });

  /** A server that hangs up at RETR, once or more, and has `then` to say in later sessions. */
  const hangingUp = (then: Answer = '+OK\r\n12345678\r\n.') => {
    const server = { times: 1, RETR: ((socket) => answer(socket)) as Answer };
    const answer = (socket: Socket) => {
      // Of what was pipelined, nothing more is answered.
      if (socket.writableEnded) return null;
      if (server.times === 0) return typeof then === 'string' ? then : null;
      server.times -= 1;
      socket.end();
      return null;
    };
    return server;
  };

  it('is followed by one of its own where the server hangs up in the moment in which it is taken, and by no third', async () => {
    const server = hangingUp();
    const { client, signIn, heard, times } = await newcomer({ answers: { RETR: server.RETR } }, patient);
    const { frames, log } = await client.receive(asked);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    // The browser hears of both.
    expect(log.map(([, command]) => command).filter((command) => command === 'RETR 2')).toHaveLength(2);
    await expect.poll(() => heard().at(-1)).toBe('-- close');
    // The first one ends without QUIT, and what it had listed says nothing of the second.
    const second = heard().slice(heard().lastIndexOf('-- connect'));
    expect(second).toEqual([
      ...['-- connect', 'AUTH …', 'UIDL 2', 'UIDL 1', 'RETR 2', 'RETR 1', 'UIDL 1', 'QUIT', '-- close'],
    ]);
    expect([times('-- connect'), times('QUIT')]).toEqual([2, 1]);

    server.times = 2;
    const unlucky = await signIn();
    const again = await unlucky.receive(asked);
    expect(again.frames).toMatchObject([{ kind: 'problem', problem: { code: 'connection_lost' } }]);
    expect(times('-- connect')).toBe(4);
    // Neither place nor maildrop is kept.
    await expectAll(unlucky);
  });

  it.each<[string, (gone: AbortController) => void]>([
    ['the browser goes that has asked', (gone) => gone.abort()],
    ['all others are dropped', endAllLifetimes],
  ])('and that one is closed when %s', async (_, end) => {
    const { client, heard, times } = await newcomer({ answers: { RETR: hangingUp(null).RETR } }, patient);
    const gone = new AbortController();
    await client.messages(asked, gone.signal);
    await expect.poll(() => [times('-- connect'), times('RETR 1')]).toEqual([2, 2]);
    const closed = times('-- close');
    end(gone);
    await expect.poll(() => times('-- close')).toBe(closed + 1);
    expect(heard()).not.toContain('QUIT');
  });

  it('is not begun anew once something was brought', async () => {
    let hangsUp = true;
    const RETR: Answer = (socket) => {
      if (!hangsUp) return '+OK\r\n12345678\r\n.';
      hangsUp = false;
      socket.end('+OK\r\n1234');
      return null;
    };
    const { client, times } = await newcomer({ answers: { RETR } }, patient);
    const { frames, messages } = await client.receive(asked);
    expect(messages).toEqual([]);
    expect(frames.map(({ kind }) => kind)).toEqual(['begin', 'problem']);
    expect(times('-- connect')).toBe(1);
    await expectAll(client);
  });

  it('goes when the bridge does', async () => {
    const { heard } = await newcomer({}, { leftOpenMs: 60_000 });
    await drain(2_000);
    await expect.poll(() => heard().slice(-2)).toEqual(['QUIT', '-- close']);
  });

  it('takes no place from others: few of a network wait, and a stream that finds none stands in line without it', async () => {
    const few = await newcomer({}, { leftOpenOfNetwork: 1 });
    await few.signIn({ username: 'bob' });
    await expect.poll(() => few.times('QUIT')).toBe(1);
    await expectAll(few.client);
    expect(few.times('-- connect')).toBe(2);

    const one = await newcomer({}, { sessions: 1 });
    await expectAll(one.client);
    expect(one.times('-- connect')).toBe(2);
    expect(one.heard().indexOf('QUIT')).toBeLessThan(one.heard().lastIndexOf('-- connect'));
  });

  it('gives its place back, whether it brought something or was dropped with all others', async () => {
    const { client, signIn, heard } = await newcomer({}, { ...patient, sessions: 2, queue: 0 });
    await expectAll(client);
    for (const username of ['bob', 'carol', 'dora']) await expectAll(await signIn({ username }));
    await signIn({ username: 'erin' });
    await signIn({ username: 'fred' });
    endAllLifetimes();
    await expect.poll(() => heard().slice(-2)).toEqual(['-- close', '-- close']);
    for (const username of ['gina', 'hugo']) await signIn({ username });
  });

  it('ends for a newer leader of its browser as any other does', async () => {
    const { client, heard, times } = await newcomer({ answers: { RETR: null } }, patient);
    const ask = (epoch: string) => client.messages(asked, undefined, {}, { [leadHeader]: epoch });
    await ask('1');
    await expect.poll(() => heard()).toContain('RETR 1');
    await (await ask('2')).body?.cancel();
    expect(times('-- connect')).toBe(2);
  });

  it('is closed when the browser goes that has asked', async () => {
    const { client, heard } = await newcomer({ answers: { RETR: null } });
    const gone = new AbortController();
    const response = await client.messages(asked, gone.signal);
    await expect.poll(() => heard()).toContain('RETR 1');
    gone.abort();
    await expect.poll(() => heard().at(-1)).toBe('-- close');
    expect((await readFrames(response.body ?? new ReadableStream())).messages).toEqual([]);
  });
});
