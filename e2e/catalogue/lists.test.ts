import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Manners } from '@/e2e/support/manners';
import { limits } from '@/lib/bridge/limits';
import { failToList, failToSignIn, lastCall, signIn, verbs } from './ground';
import { openMailbox } from './mailbox';
import { asMail, deleting, type Held, holding, letters, named } from './maildrop';

const listed = (...lines: string[]) => ['+OK', ...lines, '.'].join('\r\n');

/** Signs in at a server with the usual manners, and then lets it have these. */
async function signInBefore(answers: Manners['answers'], ground = {}) {
  const changing: Record<string, NonNullable<Manners['answers']>[string]> = {};
  const signedIn = await signIn({ answers: changing }, ground);
  Object.assign(changing, answers);
  return signedIn;
}

describe('STAT', () => {
  it.each(['-1 5', '1 -5', '9007199254740993 1', 'NaN NaN', '1', '0x10 3'])(
    '50 of %j is no POP3 (PS-05)',
    async (numbers) => {
      const { problem } = await failToSignIn({ answers: { STAT: `+OK ${numbers}` } });
      expect(problem).toMatchObject({ code: 'protocol_error', step: 'mailbox' });
    },
  );

  it('51 counts more messages than any maildrop has: the limit is told', async () => {
    const { problem } = await failToSignIn({ answers: { STAT: '+OK 1000001 5' } });
    expect(problem).toMatchObject({ code: 'limit_count', step: 'mailbox' });
    expect(problem.hint).toContain('nothing stored is harmed');
  });
});

it('51 LIST and UIDL of ten million lines are cut at their limit (PS-06)', async () => {
  const { client } = await signInBefore({
    UIDL: (socket) => {
      const lines = Buffer.from('7 uidl-7\r\n'.repeat(20_000));
      socket.write('+OK\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(lines));
      };
      socket.on('drain', more);
      more();
      return null;
    },
  });
  expect(await failToList(client)).toMatchObject({ code: 'limit_count' });
});

describe('a listing', () => {
  const short = (_: unknown, line: string) =>
    line === 'UIDL' ? listed('1 one') : `+OK ${line.slice(5)} ${line === 'UIDL 1' ? 'one' : 'two'}`;
  it.each<[string, NonNullable<Manners['answers']>, string[]]>([
    ['STAT counts too many', { STAT: '+OK 7 70' }, ['one', 'two']],
    ['STAT counts too few', { STAT: '+OK 1 10' }, ['one', 'two']],
    ['LIST leaves one out', { LIST: listed('2 10') }, ['one', 'two']],
    ['LIST has one more', { LIST: listed('1 10', '2 10', '3 10') }, ['one', 'two']],
    ['UIDL leaves one out', { UIDL: short }, ['one']],
  ])(
    '52 whose parts disagree (%s) names what UIDL names; nothing is deleted, forgotten or fetched twice',
    async (_, odd, first) => {
      const messages = letters('one', 'two');
      const answers = { ...holding(messages) };
      const { check, mail, heard } = await openMailbox({ answers });
      const right = { ...answers };
      for (const [change, expected] of [
        [odd, first],
        [right, ['one', 'two']],
        [odd, ['one', 'two']],
      ] as const) {
        Object.assign(answers, change);
        expect(await check()).toMatchObject({ phase: 'idle', problem: null });
        expect((await mail()).map(([uidl]) => uidl)).toEqual(expected);
      }
      expect(heard.filter((line) => line.startsWith('RETR'))).toHaveLength(2);
      expect(verbs(heard)).not.toContain('DELE');
    },
  );

  it('54 without UIDL and without TOP cannot be: said at the sign-in, with the reason', async () => {
    const { problem } = await failToSignIn({
      answers: { CAPA: listed('USER'), UIDL: '-ERR unknown command' },
    });
    expect(problem).toMatchObject({ code: 'uidl_missing', step: 'mailbox', said: 'unknown command' });
    expect(problem.hint).toContain('exactly once');
  });

  it.each([
    ['announced', listed('USER', 'TOP')],
    ['not announced', listed('USER')],
    ['not announced, as nothing is', '-ERR unknown command'],
  ])(
    '54 without UIDL: messages are told apart by their headers (TOP %s), come once, and are never deleted',
    async (_, CAPA) => {
      const held = named('one', 'two');
      const server = deleting(held);
      const answers = { ...server.answers, CAPA, UIDL: '-ERR unknown command' };
      const { check, mail, heard, choose, answer } = await openMailbox({ ...server, answers });
      expect(answer.capabilities).toMatchObject({ uidl: false, top: true });
      const texts = async () => (await mail()).map(([, text]) => text).sort();
      expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 0 });
      expect(await texts()).toEqual(held.map(({ text }) => text).sort());
      held.unshift(...named('zero'));
      expect(await check()).toMatchObject({ phase: 'idle', got: 1 });
      await choose({ remove: { kind: 'at-once' } });
      expect(await check()).toMatchObject({ phase: 'idle', got: 0, problem: null });
      expect(await texts()).toEqual(held.map(({ text }) => text).sort());
      expect(verbs(heard).filter((verb) => verb === 'RETR')).toHaveLength(3);
      expect(verbs(heard)).not.toContain('DELE');
    },
  );

  it('55 that UIDL refuses, although it was announced, may come later', async () => {
    const { client } = await signInBefore({ UIDL: '-ERR internal error' });
    expect(await failToList(client)).toMatchObject({ code: 'server_temporary', said: 'internal error' });
  });

  it('56 leaves out what has a blank UIDL, and the rest comes', async () => {
    const UIDL = (_: unknown, line: string) => (line === 'UIDL' ? listed('1', '2 two') : '+OK 2 two');
    const { check, mail, heard } = await openMailbox({ answers: { UIDL } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 1 });
    expect((await mail()).map(([uidl]) => uidl)).toEqual(['two']);
    expect(heard).not.toContain('RETR 1');
  });

  it('57 with one UIDL twice: one message of that name, the newest, and nothing is deleted', async () => {
    const messages: Held[] = [
      { uidl: 'same', text: 'Subject: older\r\n\r\n' },
      { uidl: 'same', text: 'Subject: newer\r\n\r\n' },
    ];
    const { check, mail, heard } = await openMailbox({ answers: holding(messages) });
    await check();
    expect(await mail()).toEqual([['same', 'Subject: newer\r\n\r\n']]);
    expect(verbs(heard)).not.toContain('DELE');
  });

  it('56, 57 told apart by their headers, where the server shows them: all come, and those are never deleted', async () => {
    const blank = named('blank').map((message) => ({ ...message, uidl: '' }));
    const twice = named('older', 'newer').map((message) => ({ ...message, uidl: 'same' }));
    const held = [...blank, ...named('own'), ...twice];
    const { check, mail, choose } = await openMailbox(deleting(held));
    expect(await check()).toMatchObject({ phase: 'idle', got: 4, missing: 0 });
    expect((await mail()).map(([, text]) => text).sort()).toEqual(held.map(({ text }) => text).sort());
    await choose({ remove: { kind: 'at-once' } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 0 });
    expect(held.map(({ uidl }) => uidl)).toEqual(['', 'same', 'same']);
  });

  it('58 with UIDLs of more than 70 characters: up to 1,024 they are names like others', async () => {
    const messages = [...letters('x'.repeat(71), 'y'.repeat(1024))];
    const { check, mail } = await openMailbox({ answers: holding(messages) });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2 });
    expect(await mail()).toEqual(asMail(messages));

    const { client } = await signInBefore(holding(letters('z'.repeat(1025))));
    expect(await failToList(client)).toMatchObject({ code: 'limit_line' });
  });

  it('59 with spaces, 8-bit octets, __proto__ and paths for UIDLs: opaque names (PS-07)', async () => {
    const names = [
      'a b  c',
      '\u00e9\u00ff\u0080',
      '__proto__',
      'constructor',
      '../../x',
      '<b>&amp;',
      '\u0001',
      '"',
    ];
    const messages = letters(...names);
    const { check, mail } = await openMailbox({ answers: holding(messages) });
    expect(await check()).toMatchObject({ phase: 'idle', got: names.length, missing: 0 });
    expect(await mail()).toEqual(asMail(messages));
    expect(await check(), 'all are known now').toMatchObject({ phase: 'idle', got: 0 });
    expect(({} as Record<string, unknown>).x).toBeUndefined();

    const { client } = await signInBefore({ UIDL: listed('1 a\u0000b') });
    expect(await failToList(client)).toMatchObject({ code: 'protocol_error' });
  });

  it('62 during which mail arrives: what UIDL did not name comes with the next check', async () => {
    const messages = letters('one', 'two');
    const held = [...messages];
    const answers = holding(held);
    const { check, mail } = await openMailbox({
      answers: {
        ...answers,
        LIST: (socket, line) => {
          if (held.length === 2) held.push(...letters('three'));
          return typeof answers.LIST === 'function' ? answers.LIST(socket, line) : null;
        },
      },
    });
    await check();
    expect(await mail()).toEqual(asMail(messages));
    expect(await check()).toMatchObject({ phase: 'idle', got: 1 });
    expect(await mail()).toEqual(asMail(held));
  });

  it('62 whose server answers LIST with a number by a list of everything: new mail comes all the same', async () => {
    const held = letters('one', 'two');
    const answers = holding(held);
    const all = (socket: Socket) =>
      typeof answers.LIST === 'function' ? answers.LIST(socket, 'LIST') : null;
    const { check, mail } = await openMailbox({ answers: { ...answers, LIST: all } });
    await check();
    held.push(...letters('three'));
    expect(await check()).toMatchObject({ phase: 'idle', got: 1 });
    expect(await mail()).toEqual(asMail(held));
  });

  it('63 that is empty for once forgets nothing', async () => {
    const messages = letters('one', 'two');
    const held = [...messages];
    const { check, mail, heard } = await openMailbox({ answers: holding(held) });
    await check();
    held.length = 0;
    expect(await check()).toMatchObject({ phase: 'idle', got: 0 });
    expect(await mail()).toEqual(asMail(messages));
    held.push(...messages);
    const before = heard.length;
    expect(await check()).toMatchObject({ phase: 'idle', got: 0 });
    expect(verbs(heard.slice(before)), 'nothing comes twice').not.toContain('RETR');
  });

  it('63 that is empty for once, at a server that was seen to keep its mail, is told of, and deletes nothing', async () => {
    const messages = named('one', 'two');
    const held = [...messages];
    const { check, mail, heard, choose } = await openMailbox(deleting(held));
    await check();
    await check();
    held.length = 0;
    await choose({ remove: { kind: 'at-once' } });
    expect((await check()).notices).toMatchObject([{ kind: 'quarantine', oddity: 'empty', expected: 2 }]);
    expect(verbs(heard)).not.toContain('DELE');
    held.push(...messages);
    expect(await check(), 'the next one settles it').toMatchObject({ notices: [], got: 0 });
    expect(await mail()).toEqual(asMail(messages));
    expect(held, 'and now what was wanted is done').toEqual([]);
  });

  it.each<[string, Manners['answers'], string]>([
    [
      'and hangs up',
      {
        LIST: (socket) => {
          socket.end('+OK\r\n1 10\r\n2 10\r\n.');
          return null;
        },
      },
      'connection_lost',
    ],
    [
      'and falls silent',
      {
        LIST: (socket) => {
          socket.write('+OK\r\n1 10\r\n2 10\r\n.');
          return null;
        },
      },
      'timeout',
    ],
  ])('64 whose LIST lacks the final CRLF %s is never taken for whole', async (_, answers, code) => {
    const { client } = await signInBefore(answers, { limits: { listingMs: 400 } });
    expect(await failToList(client)).toMatchObject({ code });
  });

  it('65 does not care for sizes: a server that adds X-UIDL to what it hands over is believed', async () => {
    const messages = letters('one');
    let retrieved = 0;
    const RETR = () => {
      retrieved += 1;
      return `+OK\r\nX-UIDL: one\r\nStatus: O\r\n${messages[0]?.text}.`;
    };
    const { check, mail } = await openMailbox({ answers: { ...holding(messages), RETR } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 1, missing: 0 });
    expect(await mail()).toEqual([['one', `X-UIDL: one\r\nStatus: O\r\n${messages[0]?.text}`]]);
    await check();
    expect(retrieved).toBe(1);
  });

  it.each([0, 1, 999_999])(
    '66 that says %s octets for every message is for the progress only (PS-10)',
    async (octets) => {
      const messages = letters('one', 'two');
      const { check, mail } = await openMailbox({
        answers: { ...holding(messages), LIST: listed(`1 ${octets}`, `2 ${octets}`) },
      });
      const status = await check();
      expect(status).toMatchObject({ phase: 'idle', got: 2, total: 2, missing: 0 });
      expect(status.octetsGot, 'the bar is full at the end').toBe(status.octetsTotal);
      expect(await mail()).toEqual(asMail(messages));
    },
  );

  it('67 of 100,000 messages comes whole, and a slow server has its time', async () => {
    expect(limits.listingMs, 'Dovecot took 6.4 s for STAT alone').toBeGreaterThanOrEqual(60_000);
    const numbers = Array.from({ length: 100_000 }, (_, index) => index + 1);
    const { client, heard } = await signInBefore({
      STAT: '+OK 100000 700000000',
      LIST: listed(...numbers.map((number) => `${number} 7000`)),
      UIDL: listed(...numbers.map((number) => `${number} ${String(number).padStart(32, '0')}`)),
    });
    const { kind, entries } = await client.listing(null);
    expect(kind).toBe('full');
    expect(entries).toHaveLength(100_000);
    expect(entries.at(-1)).toEqual([100_000, '100000'.padStart(32, '0'), 7000]);
    expect(verbs(lastCall(heard)).slice(1, 5)).toEqual(['STAT', 'CAPA', 'UIDL', 'LIST']);
  });
});
