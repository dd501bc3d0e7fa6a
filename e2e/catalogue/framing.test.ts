import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readFrames } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { Pop3Session } from '@/lib/pop3/session';
import type { Wire } from '@/lib/pop3/wire';
import { failToSignIn, lastCall, retrieve, signIn, verbs, wanted } from './ground';
import { openMailbox } from './mailbox';
import { asMail, body, holding, letters } from './maildrop';
import { session } from './scripted';

describe('a pipeline', () => {
  it('36 that breaks the server: told as such, tried again one by one, and remembered', async () => {
    const messages = letters('one', 'two', 'three');
    const whole = holding(messages);
    let inFlight = 0;
    const RETR = (socket: Socket, line: string) => {
      inFlight += 1;
      // Answers after the next command has come, if any does without an answer: then nothing fits any more.
      setImmediate(() => {
        const answer = typeof whole.RETR === 'function' ? whole.RETR(socket, line) : null;
        if (socket.writable) socket.write(inFlight > 1 ? 'Subject: out of step\r\n' : `${answer}\r\n`);
        inFlight -= 1;
      });
      return null;
    };
    const { check, mail, record, client, heard } = await openMailbox({ answers: { ...whole, RETR } });
    const all = messages.map(({ uidl }, index) => ({ number: index + 1, uidl, octets: 10 }));
    expect((await client.receive(all)).frames.at(-1)).toMatchObject({
      kind: 'problem',
      problem: { code: 'protocol_error', pipelined: true },
    });
    expect(verbs(lastCall(heard))).not.toContain('QUIT');

    expect(await check()).toMatchObject({ phase: 'idle', got: 3, missing: 0, problem: null });
    expect(await mail()).toEqual(asMail(messages));
    expect((await record())?.sequential).toBe(true);
    expect(lastCall(heard).filter((line) => line.startsWith('RETR'))).toHaveLength(3);
  });

  it.each([
    [true, 1],
    [false, 2],
  ])('36 is made unless the browser asks for one command at a time: %s', async (sequential, most) => {
    let inFlight = 0;
    let seen = 0;
    const counted = (answer: (number: string) => string) => (socket: Socket, line: string) => {
      inFlight += 1;
      seen = Math.max(seen, inFlight);
      setImmediate(() => {
        inFlight -= 1;
        socket.write(`${answer(line.split(' ')[1] ?? '')}\r\n`);
      });
      return null;
    };
    const UIDL = counted((number) => `+OK ${number} uidl-${number}`);
    const RETR = counted(() => '+OK\r\nx\r\n.');
    const { client } = await signIn({ answers: { UIDL, RETR } }, { limits: { settlementMs: 10 } });
    expect((await client.listing({ count: 1, last: 'uidl-1' }, { sequential })).kind).toBe('added');
    expect(seen).toBe(most);
    seen = 0;
    const response = await client.messages(wanted(2, 1), undefined, { sequential });
    expect((await readFrames(response.body ?? new ReadableStream())).messages).toHaveLength(2);
    expect(seen).toBe(most);
  });

  it('36 a refusal or a limit is no broken pipeline', async () => {
    const refused = await retrieve({ RETR: '-ERR no' });
    expect(JSON.stringify(refused.frames)).not.toContain('pipelined');
    const flooded = await retrieve({ RETR: body('x'.repeat(5000).concat('\r\n')) }, { messageOctets: 100 });
    expect(flooded.frames.at(-1)).toMatchObject({ problem: { code: 'limit_octets' } });
    expect(JSON.stringify(flooded.frames)).not.toContain('pipelined');
  });

  it('37 one -ERR inside a pipeline fails that command alone', async () => {
    const { frames, messages, heard } = await retrieve({
      RETR: (_, line) => (line === 'RETR 2' ? '-ERR it is gone' : '+OK\r\n12345678\r\n.'),
    });
    expect(frames[0]).toMatchObject({
      kind: 'missing',
      uidl: 'uidl-2',
      problem: { code: 'server_refused', said: 'it is gone' },
    });
    expect(messages).toMatchObject([{ uidl: 'uidl-1', octets: 10 }]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    expect(lastCall(heard).at(-1)).toBe('QUIT');
  });

  it.each([
    ['a blank line', ''],
    ['a line of a message', 'Received: from nowhere'],
    ['a lone LF', '\n+OK'],
  ])('38 %s where a status is due: nothing more is sent, not even QUIT', async (_, stray) => {
    const { pop3, wire } = await session(['C: DELE 1', `S: ${stray}`, 'S: +OK']);
    await expect(pop3.dele(1)).rejects.toMatchObject({ class: 'protocol', command: 'DELE', said: '' });
    await expect(pop3.quit()).rejects.toMatchObject({ class: 'protocol' });
    expect(wire.written).toBe('DELE 1\r\n');
    expect(wire.closed).toBe(true);

    const { frames, heard } = await retrieve({ RETR: stray });
    expect(frames).toMatchObject([{ kind: 'problem' }]);
    expect(JSON.stringify(frames)).not.toContain('Received');
    expect(verbs(lastCall(heard))).not.toContain('QUIT');
  });

  it('39 a second +OK to one TOP, behind it: noticed before the next command', async () => {
    const { pop3, wire } = await session(['C: TOP 1 0', 'S: +OK', 'S: Subject: a', 'S:', 'S: .', 'S: +OK']);
    await pop3.top(1, 0, { data() {} });
    await expect(pop3.dele(1)).rejects.toMatchObject({ class: 'protocol', command: 'DELE' });
    expect(wire.written).toBe('TOP 1 0\r\n');
  });

  it('39 a second +OK to one TOP, before its text: the text is what came, and the session stays in step', async () => {
    const { pop3 } = await session([
      'C: TOP 1 0',
      'S: +OK',
      'S: +OK',
      'S: Subject: a',
      'S: .',
      'C: NOOP',
      'S: +OK',
    ]);
    let text = '';
    await pop3.top(1, 0, {
      data(chunk) {
        text += Buffer.from(chunk).toString();
      },
    });
    expect(text).toBe('+OK\r\nSubject: a\r\n');
    await pop3.noop();
  });
});

describe('a body', () => {
  it('45 of one line of 100 MB streams through, and nothing of it is kept', async () => {
    const piece = Buffer.alloc(256 * 1024, 'x');
    const pieces = 400;
    const sent = [Buffer.from('+OK\r\n'), Buffer.from('+OK\r\n')];
    let read = 0;
    const wire: Wire = {
      async read() {
        const first = sent.shift();
        if (first) return first;
        return ++read <= pieces ? piece : Buffer.from('\r\n.\r\n');
      },
      write: async () => {},
      startTls: async () => {},
      close() {},
    };
    const pop3 = await Pop3Session.open(wire);
    let octets = 0;
    let copied = 0;
    const sink = {
      begin() {},
      data(chunk: Uint8Array) {
        octets += chunk.length;
        if (chunk.length === piece.length && chunk.buffer !== piece.buffer) copied += 1;
      },
      end() {},
      refused() {},
    };
    await pop3.retrieve([1], sink, { pipelining: false });
    expect(octets).toBe(pieces * piece.length + 2);
    expect(copied, 'views of what came, no copies').toBe(0);
  });

  it('46 of every octet there is, NUL and 8-bit ones too, arrives as it is', async () => {
    const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    const text = `${every}${every.split('').reverse().join('')}\r\n`;
    const { messages } = await retrieve({ RETR: body(text) });
    const sha256 = createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');
    expect(messages).toHaveLength(2);
    for (const { octets, actual } of messages) {
      expect(octets).toBe(text.length);
      expect(actual).toEqual({ octets: text.length, sha256 });
    }
  });

  it.each<[string, (socket: Socket) => void]>([
    ['an orderly end', (socket) => socket.end('half a mess')],
    ['-ERR written into it, and the end', (socket) => socket.end('half\r\n-ERR disk error\r\n')],
    ['a reset', (socket) => socket.write('half a mess', () => socket.destroy())],
  ])('47 cut by %s is discarded, and the next session brings it (PS-18)', async (_, cut) => {
    const messages = letters('one', 'two');
    let cuts = 0;
    const whole = holding(messages);
    const RETR = (socket: Socket, line: string) => {
      if (line === 'RETR 1' && cuts++ === 0) {
        socket.write('+OK\r\n');
        cut(socket);
        return null;
      }
      return `+OK\r\n${messages[line === 'RETR 1' ? 0 : 1]?.text}.`;
    };
    const { check, mail, heard } = await openMailbox({ answers: { ...whole, RETR } });
    expect(await check()).toMatchObject({ phase: 'idle', got: 2, missing: 0, problem: null });
    expect(await mail()).toEqual(asMail(messages));
    const retrievals = heard.filter((line) => line.startsWith('RETR'));
    expect(retrievals).toEqual(['RETR 2', 'RETR 1', 'RETR 1']);
  });
});

describe('a status line', () => {
  it('48 without an end is cut at its limit (PS-03)', async () => {
    const endless: Manners['greeting'] = (socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write('+OK '.padEnd(64 * 1024, 'x')));
      };
      socket.on('drain', more);
      more();
      return null;
    };
    const { problem } = await failToSignIn({ greeting: endless });
    expect(problem).toMatchObject({ code: 'limit_line', step: 'greeting' });
    expect(problem).not.toHaveProperty('said');
    expect(problem.hint).toContain('nothing stored is harmed');
  });

  const nasty = '<img src=x onerror=alert(1)>\u001b[31m\u0007red \u00e2\u0080\u00ae';
  it.each(['[AUTH]', '[SYS/TEMP]', '[IN-USE]'])(
    '49 %s with markup and escape codes becomes a short plain text (PS-19)',
    async (code) => {
      const { problem } = await failToSignIn({
        answers: { AUTH: `-ERR ${code} ${nasty}${'x'.repeat(3000)}` },
      });
      expect(problem.said).toHaveLength(200);
      expect(problem.said).toContain('<img src=x onerror=alert(1)> [31m red');
      expect(problem.said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(problem.message + problem.hint).not.toContain('img');
    },
  );

  it('49 a megabyte of it is no text any more, and passes the limit (PS-19)', async () => {
    const { problem } = await failToSignIn({ answers: { AUTH: `-ERR [AUTH] ${nasty.repeat(30_000)}` } });
    expect(problem).toMatchObject({ code: 'limit_line', step: 'password' });
    expect(JSON.stringify(problem)).not.toContain('img');
  });
});

it('PS-12 what follows QUIT is discarded; a reply too many before it ends the session', async () => {
  const { frames } = await retrieve({
    QUIT: (socket) => {
      socket.end('+OK bye\r\n+OK again\r\n-ERR and again\r\nSubject: junk\r\n');
      return null;
    },
  });
  expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });

  const extra = await retrieve({ RETR: '+OK\r\na\r\n.\r\n+OK' });
  expect(extra.frames.filter(({ kind }) => kind === 'settle')).toEqual([]);
  expect(extra.frames.at(-1)).toMatchObject({ kind: 'problem' });
  expect(verbs(lastCall(extra.heard))).not.toContain('QUIT');
});
