import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { scriptedWire } from '@/lib/pop3/scriptedWire';
import { Pop3Session } from '@/lib/pop3/session';
import { lastCall, retrieve, verbs } from './ground';
import { openMailbox } from './mailbox';
import { asMail, holding, letters } from './maildrop';
import { session, taking } from './scripted';

describe('the end of a message', () => {
  it('40 is found wherever the chunks are cut', async () => {
    const text = '.\r\n..\r\n.text\r\n\r\n.\r';
    const wire = '+OK\r\n..\r\n...\r\n..text\r\n\r\n..\r\r\n.\r\n';
    for (let chunk = 1; chunk <= wire.length; chunk++) {
      const { pop3 } = await session(['C: RETR 1', Buffer.from(wire), 'C: NOOP', 'S: +OK'], chunk);
      const { sink, texts } = taking();
      await pop3.retrieve([1], sink, { pipelining: false });
      expect(texts, `chunks of ${chunk}`).toEqual([`${text}\r\n`]);
      await pop3.noop();
    }
  });

  it('41 is Dot + LF only in a session of bare LF', async () => {
    const bare = await Pop3Session.open(scriptedWire(['S| +OK\\n', 'C: RETR 1', 'S| +OK\\na\\n.\\n']));
    const first = taking();
    await bare.retrieve([1], first.sink, { pipelining: false });
    expect(first.texts).toEqual(['a\n']);

    const mixed = await Pop3Session.open(
      scriptedWire(['S: +OK', 'C: RETR 1', 'S| +OK\\na\\n.\\n', 'S| b\\r\\n.\\r\\n']),
    );
    const second = taking();
    await mixed.retrieve([1], second.sink, { pipelining: false });
    expect(second.texts).toEqual(['a\n.\nb\r\n']);
  });

  it('42 is no dot between bare line feeds inside of it: nothing can be smuggled in (PS-11)', async () => {
    const smuggled = 'a\r\n\n.\n+OK\n.\nSubject: forged\n\r\n.\n';
    const messages = [{ uidl: 'one', text: `${smuggled}\r\n` }, ...letters('two')];
    const { check, mail } = await openMailbox({ answers: holding(messages) });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 0 });
    expect(await mail()).toEqual(asMail(messages));
  });

  it('43 comes too early from a server that stuffs no dots: noticed, nothing counts, nothing is settled (PS-11)', async () => {
    const { frames, messages, heard } = await retrieve({
      RETR: '+OK\r\nfirst\r\n.\r\nrest of the message\r\n.',
    });
    expect(messages, 'half a message has no end').toEqual([]);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code: 'protocol_error' } });
    expect(frames.filter(({ kind }) => kind === 'settle' || kind === 'done')).toEqual([]);
    expect(verbs(lastCall(heard))).not.toContain('QUIT');
    expect(verbs(lastCall(heard))).not.toContain('DELE');
  });

  const rest = 'rest of the message\r\n.\r\n';
  it.each<[string, (socket: Socket) => void, string]>([
    ['with the next answer', () => {}, rest],
    ['in a record of its own, at once', (socket) => setImmediate(() => socket.write(rest)), ''],
    ['in a record of its own, later', (socket) => setTimeout(() => socket.write(rest), 50), ''],
    ['with the next answer, and looks like one', () => {}, '+OK\r\nand more\r\n.\r\n'],
  ])(
    '43 comes too early in the last message, and the rest comes %s: noticed (PS-11)',
    async (_, then, before) => {
      let broken = false;
      const { frames, messages, heard } = await retrieve({
        RETR: (socket, line) => {
          if (line === 'RETR 1') {
            broken = true;
            socket.write('+OK\r\nfirst\r\n.\r\n', () => then(socket));
            return null;
          }
          return '+OK\r\n12345678\r\n.';
        },
        UIDL: (_socket, line) => {
          const number = line.split(' ')[1];
          const answer = number ? `+OK ${number} uidl-${number}` : '+OK\r\n1 uidl-1\r\n2 uidl-2\r\n.';
          return broken ? (before === '' ? null : `${before}${answer}`) : answer;
        },
      });
      expect(messages, 'half a message has no end').toMatchObject([{ uidl: 'uidl-2' }]);
      expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code: 'protocol_error' } });
      expect(frames.filter(({ kind }) => kind === 'settle' || kind === 'done')).toEqual([]);
      expect(verbs(lastCall(heard))).not.toContain('QUIT');
    },
  );

  it('43 a connection that ends between the last message and the next answer: nobody knows whether it is whole', async () => {
    let retrieved = 0;
    const { messages, frames } = await retrieve({
      RETR: () => {
        retrieved += 1;
        return '+OK\r\n12345678\r\n.';
      },
      UIDL: (socket, line) => {
        if (retrieved < 2) return `+OK ${line.split(' ')[1]} uidl-${line.split(' ')[1]}`;
        socket.destroy();
        return null;
      },
    });
    expect(messages).toMatchObject([{ uidl: 'uidl-2' }]);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code: 'connection_lost' } });
  });

  it('43 a server that refuses what is asked behind the last message is in step: the message is whole', async () => {
    let retrieved = 0;
    const { messages, frames } = await retrieve({
      RETR: () => {
        retrieved += 1;
        return '+OK\r\n12345678\r\n.';
      },
      UIDL: (_socket, line) =>
        retrieved < 2 ? `+OK ${line.split(' ')[1]} uidl-${line.split(' ')[1]}` : '-ERR not again',
    });
    expect(messages).toHaveLength(2);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('43 comes too early in one message: that one is missing, and said to be; the others come (PS-11)', async () => {
    const messages = letters('one', 'two', 'three');
    const whole = holding(messages);
    const RETR = (socket: Socket, line: string) => {
      if (line === 'RETR 2') return '+OK\r\nSubject: two\r\n\r\n.\r\nbehind a dot\r\n.';
      return typeof whole.RETR === 'function' ? whole.RETR(socket, line) : null;
    };
    const { check, mail, record, heard } = await openMailbox({ answers: { ...whole, RETR } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 1 });
    expect((await mail()).map(([uidl]) => uidl)).toEqual(['one', 'three']);
    expect((await record())?.sequential, 'pipelining is not to blame').toBeUndefined();
    expect(verbs(heard)).not.toContain('DELE');
  });

  it('43 comes too early in the message that is asked for last, in two records: missing, and said to be (PS-11)', async () => {
    const messages = letters('one', 'two', 'three');
    const whole = holding(messages);
    let held: string | null = null;
    const usual = (verb: string, socket: Socket, line: string) => {
      const answer = whole[verb];
      return typeof answer === 'function' ? answer(socket, line) : null;
    };
    const { check, mail, heard } = await openMailbox({
      greeting: () => {
        held = null;
        return '+OK';
      },
      answers: {
        ...whole,
        RETR: (socket, line) => {
          if (line !== 'RETR 1') return usual('RETR', socket, line);
          held = 'behind a dot\r\n.\r\n';
          return '+OK\r\nSubject: one\r\n\r\n.';
        },
        UIDL: (socket, line) => `${held ?? ''}${usual('UIDL', socket, line)}`,
      },
    });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 1 });
    expect((await mail()).map(([uidl]) => uidl)).toEqual(['three', 'two']);
    expect(verbs(heard)).not.toContain('DELE');
  });

  it('44 never comes where CRLF lacks before the final dot: the deadline ends it', async () => {
    const { frames, messages } = await retrieve({ RETR: '+OK\r\nno line end.' }, { rateWindowMs: 100 });
    expect(messages).toEqual([]);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code: 'too_slow' } });
  });
});
