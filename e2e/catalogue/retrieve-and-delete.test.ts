import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { limits } from '@/lib/bridge/limits';
import { scriptedWire } from '@/lib/pop3/scriptedWire';
import { Pop3Session } from '@/lib/pop3/session';
import { wantWhole } from '@/lib/store/accounts';
import { calls, type Ground, hangUp, lastCall, retrieve, signIn, verbs, wanted } from './ground';
import { openMailbox } from './mailbox';
import { asMail, body, deleting, holding, letters, named } from './maildrop';

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
