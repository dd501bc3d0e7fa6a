import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { calls, lastCall, signIn, verbs, wanted } from './ground';
import { openMailbox } from './mailbox';
import { asMail, deleting, type Held, holding, letters, named } from './maildrop';

/* Servers that hide, keep or delete mail by rules of their own. */

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

it('82 a server that loses the maildrop with the connection (Berkeley popper): what had come stays, and it is said', async () => {
  const messages = named('one', 'two', 'three');
  const held = [...messages];
  const whole = deleting(held);
  const { check, mail } = await openMailbox({
    ...whole,
    answers: {
      ...whole.answers,
      RETR: (socket, line) => {
        if (line !== 'RETR 1')
          return typeof whole.answers.RETR === 'function' ? whole.answers.RETR(socket, line) : null;
        held.length = 0;
        socket.end();
        return null;
      },
    },
  });
  expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 1 });
  expect((await check()).notices).toEqual([{ kind: 'removes-itself', announced: false, asks: false }]);
  expect(await mail()).toEqual(asMail(messages.slice(1)));
});
