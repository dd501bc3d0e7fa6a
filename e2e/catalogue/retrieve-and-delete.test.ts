import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { limits } from '@/lib/bridge/limits';
import { scriptedWire } from '@/lib/pop3/scriptedWire';
import { Pop3Session } from '@/lib/pop3/session';
import { wantWhole } from '@/lib/store/accounts';
import { calls, type Ground, hangUp, lastCall, signIn, verbs, wanted } from './ground';
import { openMailbox } from './mailbox';
import { asMail, body, deleting, type Held, holding, letters, named } from './maildrop';

async function retrieve(answers: Manners['answers'], limits: Ground['limits'] = {}) {
  const { client, heard } = await signIn({ ...(answers && { answers }) }, { limits });
  return { ...(await client.receive(wanted(2, 1))), heard };
}

describe('TOP', () => {
  it('68 is not needed: a server without it is read like every other', async () => {
    const messages = letters('one', 'two');
    const { check, mail, heard, answer } = await openMailbox({
      answers: { ...holding(messages), CAPA: '+OK\r\nUIDL\r\nSASL PLAIN\r\n.', TOP: hangUp },
    });
    expect(answer.capabilities.top).toBe(false);
    expect(await check()).toMatchObject({ phase: 'idle', got: 2 });
    expect(await mail()).toEqual(asMail(messages));
    expect(verbs(heard)).not.toContain('TOP');
  });

  it('69 cut or miscounted is never taken for a whole message: it has no end to be told of', async () => {
    const cut = ['S: +OK', 'C: TOP 1 0', 'S: +OK', 'S: Subject: a', 'S: .', 'C: TOP 1 1', 'S: +OK', 'S: .'];
    const session = await Pop3Session.open(scriptedWire(cut));
    const ended: unknown[] = [];
    const sink = { data() {}, begin: () => ended.push('begin'), end: () => ended.push('end') };
    expect(await session.top(1, 0, sink)).toBeUndefined();
    expect(await session.top(1, 1, sink)).toBeUndefined();
    expect(ended).toEqual([]);
  });

  it('70 marks as seen on some servers: neither a check nor a retrieval asks for it where it is announced', async () => {
    const { check, heard } = await openMailbox({});
    await check();
    await check();
    expect(verbs(heard)).not.toContain('TOP');
    expect(verbs(heard).filter((verb) => verb === 'RETR')).toHaveLength(2);
  });
});

describe('a retrieval', () => {
  it('71 goes on behind a message that is listed and refused, and says how many are missing', async () => {
    const messages = letters('one', 'two', 'three');
    const whole = holding(messages);
    let broken = true;
    const RETR = (socket: Socket, line: string) => {
      if (broken && line === 'RETR 2') return '-ERR cannot read it';
      return typeof whole.RETR === 'function' ? whole.RETR(socket, line) : null;
    };
    const { check, mail, heard } = await openMailbox({ answers: { ...whole, RETR } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 1, problem: null });
    expect((await mail()).map(([uidl]) => uidl)).toEqual(['one', 'three']);
    broken = false;
    const before = heard.length;
    expect(await check(), 'asked for again').toMatchObject({ phase: 'idle', got: 1, missing: 0 });
    expect(heard.slice(before).filter((line) => line.startsWith('RETR'))).toEqual(['RETR 2']);
    expect(await mail()).toEqual(asMail(messages));
  });

  const dripping = (ms: number) => (socket: Socket, line: string) => {
    if (line === 'RETR 2') return '+OK\r\nwhole\r\n.';
    socket.write('+OK\r\nhalf a mess');
    const timer = setInterval(() => socket.write('x'), ms);
    socket.on('close', () => clearInterval(timer));
    return null;
  };
  it.each<[string, Manners['answers'], Ground['limits'], string]>([
    ['below the minimum rate', { RETR: dripping(20) }, { rateWindowMs: 100 }, 'too_slow'],
    [
      'above it for ever',
      { RETR: dripping(20) },
      { rateWindowMs: 60, rateOctets: 1, sessionMs: 400 },
      'timeout',
    ],
  ])('73 from a server that drips %s ends at a deadline (PS-04)', async (_, answers, limits, code) => {
    const { frames, messages, heard } = await retrieve(answers, limits);
    expect(messages).toMatchObject([{ uidl: 'uidl-2', octets: 7 }]);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code } });
    expect(verbs(lastCall(heard))).not.toContain('QUIT');
  });

  it('73 of a message without end stops at the most octets of one message (PS-04)', async () => {
    const flood = (socket: Socket) => {
      const line = Buffer.from('x'.repeat(62).concat('\r\n').repeat(1024));
      socket.write('+OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(line));
      };
      socket.on('drain', more);
      more();
      return null;
    };
    const { frames, messages } = await retrieve({ RETR: flood }, { messageOctets: 1_000_000 });
    expect(messages).toEqual([]);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code: 'limit_octets' } });
  });

  it('74 survives a server that closes what is idle, while the browser still writes', async () => {
    expect(limits.idleMs, 'servers close at 60 s themselves').toBeLessThanOrEqual(60_000);
    const sockets: Socket[] = [];
    const RETR = (socket: Socket) => {
      sockets.push(socket);
      return '+OK\r\n12345678\r\n.';
    };
    const { client, heard } = await signIn({ answers: { RETR } });
    const { frames, messages } = await client.receive(wanted(2, 1), (stored) => {
      for (const socket of sockets) socket.destroy();
      return stored;
    });
    expect(messages).toHaveLength(2);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    expect(verbs(lastCall(heard))).not.toContain('DELE');
  });

  it('75 resumes at a server that closes after each two messages', async () => {
    const messages = letters('a', 'b', 'c', 'd', 'e');
    const whole = holding(messages);
    let inSession = 0;
    const { check, mail, heard } = await openMailbox({
      greeting: () => {
        inSession = 0;
        return '+OK';
      },
      answers: {
        ...whole,
        RETR: (socket, line) => {
          if (inSession++ === 2) return hangUp(socket);
          return socket.writable && typeof whole.RETR === 'function' ? whole.RETR(socket, line) : null;
        },
      },
    });
    expect(await check()).toMatchObject({ phase: 'idle', got: 5, total: 5, missing: 0, problem: null });
    expect(await mail()).toEqual(asMail(messages));
    expect(verbs(heard)).not.toContain('DELE');
  });
});

describe('Gmail', () => {
  /** Lists a window of the oldest messages that were not retrieved in a session that ended with QUIT. */
  function gmail(messages: readonly Held[], window: number): Manners {
    const settled = new Set<string>();
    let seen: string[] = [];
    const held: Held[] = [];
    const whole = holding(held);
    return {
      greeting: () => {
        seen = [];
        held.length = 0;
        held.push(...messages.filter(({ uidl }) => !settled.has(uidl)).slice(0, window));
        return '+OK Gpop ready';
      },
      answers: {
        ...whole,
        RETR: (socket, line) => {
          const message = held[Number(line.split(' ')[1]) - 1];
          if (message) seen.push(message.uidl);
          return typeof whole.RETR === 'function' ? whole.RETR(socket, line) : null;
        },
        QUIT: (socket) => {
          for (const uidl of seen) settled.add(uidl);
          socket.end('+OK Farewell.\r\n');
          return null;
        },
      },
    };
  }

  it('76 lists a window of the oldest: each check moves it on until none is left', async () => {
    const messages = letters(...'abcdefghij');
    const { check, mail } = await openMailbox(gmail(messages, 4));
    const got = [];
    for (let round = 0; round < 4; round++) got.push((await check()).got);
    expect(got).toEqual([4, 4, 2, 0]);
    expect(await mail()).toEqual(asMail(messages));
  });

  it('77 hides at QUIT what was retrieved: QUIT comes after the receipt for all of it', async () => {
    const { client, heard } = await signIn({});
    const before: string[] = [];
    await client.receive(wanted(2, 1), (stored) => {
      before.push(...verbs(lastCall(heard)));
      return stored;
    });
    expect(before.filter((verb) => verb === 'RETR')).toHaveLength(2);
    expect(before).not.toContain('QUIT');
    expect(verbs(lastCall(heard)).at(-1)).toBe('QUIT');
  });

  it.each<[string, (stored: string[]) => string[] | null]>([
    ['names one of two messages', (stored) => stored.slice(1)],
    ['never comes', () => null],
  ])('77 a receipt that %s: the connection is dropped without QUIT', async (_, receipt) => {
    const { client, heard } = await signIn({}, { limits: { settlementMs: 100 } });
    const { frames } = await client.receive(wanted(2, 1), receipt);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    await expect.poll(() => heard.at(-1)).toBe('-- close');
    expect(verbs(lastCall(heard))).not.toContain('QUIT');
  });

  it('79 replays mail of thirty days in `recent:` mode: known mail does not come twice', async () => {
    const messages = letters('a', 'b', 'c');
    const held = [...messages];
    const { check, mail, heard } = await openMailbox({ answers: holding(held) });
    await check();
    held.splice(0, 3, ...letters('d'));
    expect(await check()).toMatchObject({ got: 1 });
    held.unshift(...messages);
    const before = heard.length;
    expect(await check()).toMatchObject({ phase: 'idle', got: 0 });
    expect(verbs(heard.slice(before))).not.toContain('RETR');
    expect((await mail()).map(([uidl]) => uidl)).toEqual(['a', 'b', 'c', 'd']);
  });
});

it('80 a server that deletes what was retrieved (EXPIRE 0): the person is warned first, and nothing is retrieved before', async () => {
  const messages = letters('one');
  const CAPA = '+OK\r\nUIDL\r\nSASL PLAIN\r\nEXPIRE 0 USER\r\n.';
  const { answer, check, mail, heard, accept } = await openMailbox({
    answers: { ...holding(messages), CAPA },
  });
  expect(answer.capabilities.expire).toBe(0);
  const warning = { kind: 'removes-itself', announced: true };
  const before = calls(heard);
  expect(await check()).toMatchObject({ phase: 'stopped', notices: [{ ...warning, asks: true }] });
  expect(calls(heard), 'not even a login').toBe(before);
  await accept();
  expect(await check()).toMatchObject({ phase: 'idle', got: 1, notices: [{ ...warning, asks: false }] });
  expect(await mail()).toEqual(asMail(messages));
});

it('72 of a message that came as its header alone nothing is deleted; asked for whole, it is one like others', async () => {
  const [small, large] = named('small', 'large');
  if (!small || !large) throw new Error('two were named');
  large.text += 'x'.repeat(5_000).concat('\r\n');
  const held = [large, small];
  const { check, mail, heard, choose, record } = await openMailbox(deleting(held));
  await choose({ remove: { kind: 'at-once' }, maxOctets: 1_000 });
  await check();
  expect(held).toEqual([large]);
  const header = large.text.slice(0, large.text.indexOf('\r\n\r\n') + 4);
  expect(await mail()).toEqual(asMail([small, { uidl: 'large', text: header }]));
  expect(verbs(heard).filter((verb) => verb === 'RETR')).toHaveLength(1);
  await check();
  expect(held, 'still there').toEqual([large]);
  await wantWhole((await record())?.id ?? '', ['large']);
  await check();
  expect(await mail()).toEqual(asMail([small, large]));
  expect(held, 'whole, verified, and so it may go').toEqual([]);
});

it('78 a server that ignores DELE (Gmail) is asked three times, and then the person is told', async () => {
  const messages = named('one', 'two');
  const held = [...messages];
  const server = deleting(held);
  const QUIT = (socket: Socket) => {
    socket.end('+OK Farewell.\r\n');
    return null;
  };
  const { check, mail, heard, choose } = await openMailbox({
    ...server,
    answers: { ...server.answers, QUIT },
  });
  await choose({ remove: { kind: 'at-once' } });
  for (let round = 0; round < 3; round += 1) expect((await check()).problem).toBeNull();
  expect((await check()).notices).toEqual([{ kind: 'ignores-deletion' }]);
  await check();
  expect(heard.filter((line) => line.startsWith('DELE'))).toHaveLength(6);
  expect(await mail()).toEqual(asMail(messages));
});

it('80 a server that deletes by itself is noticed: the person is told, and nothing is lost here', async () => {
  const messages = named('one', 'two');
  const held = [...messages];
  const whole = deleting(held);
  const seen = new Set<Held>();
  const { check, mail } = await openMailbox({
    ...whole,
    answers: {
      ...whole.answers,
      RETR: (socket, line) => {
        const message = held[Number(line.split(' ')[1]) - 1];
        if (message) seen.add(message);
        return typeof whole.answers.RETR === 'function' ? whole.answers.RETR(socket, line) : null;
      },
      QUIT: (socket) => {
        held.splice(0, held.length, ...held.filter((message) => !seen.has(message)));
        socket.end('+OK\r\n');
        return null;
      },
    },
  });
  await check();
  expect((await check()).notices).toEqual([{ kind: 'removes-itself', announced: false, asks: false }]);
  expect(await mail()).toEqual(asMail(messages));
});

describe('QUIT', () => {
  it.each<[string, Manners['answers'], Ground['limits']]>([
    ['is refused', { QUIT: '-ERR some messages were not removed' }, {}],
    ['is lost', { QUIT: hangUp }, {}],
    ['is not answered', { QUIT: null }, { quitMs: 100 }],
  ])(
    '81 that %s leaves the outcome to the next listing; what is stored stays',
    async (_, answers, limits) => {
      const messages = letters('one', 'two');
      const { check, mail, heard } = await openMailbox(
        { answers: { ...holding(messages), ...answers } },
        { limits: limits ?? {} },
      );
      expect(await check()).toMatchObject({ phase: 'idle', got: 2, problem: null });
      expect(await mail()).toEqual(asMail(messages));
      const before = calls(heard);
      expect(await check()).toMatchObject({ phase: 'idle', got: 0 });
      expect(calls(heard)).toBeGreaterThan(before);

      const { client } = await signIn({ ...(answers && { answers }) }, { limits: limits ?? {} });
      const { frames } = await client.receive(wanted(2, 1));
      expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    },
  );
});

it('71 a message is the octets that came: an empty one is a message too', async () => {
  const { messages } = await retrieve({ RETR: body('') });
  expect(messages).toMatchObject([{ octets: 0 }, { octets: 0 }]);
});
