import { describe, expect, it } from 'vitest';
import { Pop3Closed, Pop3ProtocolError } from './errors';
import { scriptedSession } from './scriptedSession';
import { scriptedWire } from './scriptedWire';
import { Pop3Session } from './session';

const sink = { begin() {}, data() {}, end() {}, refused() {} };

describe('a peer that is no POP3 server', () => {
  it.each([
    'SSH-2.0-OpenSSH_9.2',
    'HTTP/1.1 400 Bad Request',
    '220 mail.example.org ESMTP',
    '* OK IMAP4rev1',
    '-DENIED Redis is running in protected mode',
    '+PONG',
    '+OKAY then',
    '+ challenge',
    '',
  ])('%j: its banner never leaves the engine', async (banner) => {
    const wire = scriptedWire([`S: ${banner}`]);
    const opening = Pop3Session.open(wire);
    await expect(opening).rejects.toMatchObject({ class: 'protocol', command: 'greeting', said: '' });
    await expect(opening).rejects.not.toThrow(banner === '' ? 'no banner' : banner);
    expect(wire.closed).toBe(true);
  });

  it('is known by its first octet, although the line never ends', async () => {
    await expect(Pop3Session.open(scriptedWire(['S| S', 'hang']))).rejects.toBeInstanceOf(Pop3ProtocolError);
  });

  it('is told apart when it speaks TLS', async () => {
    const alert = Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46);
    await expect(Pop3Session.open(scriptedWire([alert]))).rejects.toThrow(/speaks TLS/);
  });

  it('is gone before it said anything', async () => {
    await expect(Pop3Session.open(scriptedWire('close'))).rejects.toMatchObject({
      name: 'Pop3Closed',
      command: 'greeting',
    });
  });
});

describe('replies that make no sense', () => {
  it.each(['-1 5', '1 -5', '9007199254740993 1', 'NaN NaN', '1', '', '1.5 2', '0x10 3', '1 2x'])(
    'STAT %j is refused',
    async (answer) => {
      const { pop3 } = await scriptedSession(`C: STAT\nS: +OK ${answer}`);
      await expect(pop3.stat()).rejects.toMatchObject({ class: 'protocol', command: 'STAT' });
    },
  );

  it.each(['x', '1', '1 -1', '-1 1'])('LIST %j is refused', async (line) => {
    const { pop3 } = await scriptedSession(`C: LIST\nS: +OK\nS: ${line}\nS: .`);
    await expect(pop3.list()).rejects.toMatchObject({ class: 'protocol', command: 'LIST' });
  });

  it.each(['x', '', '1 a\\u0000b', '1 a\\rb', '-1 a'])('UIDL %j is refused', async (line) => {
    const { pop3 } = await scriptedSession(['C: UIDL', 'S: +OK', `S| ${line}\\r\\n`, 'S: .']);
    await expect(pop3.uidl()).rejects.toMatchObject({ class: 'protocol', command: 'UIDL' });
  });

  it('a UIDL of another message than was asked for', async () => {
    const { pop3 } = await scriptedSession('C: UIDL 1\nC: UIDL 2\nS: +OK 2 b\nS: +OK 1 a');
    await expect(pop3.uidlOf([1, 2], { pipelining: true })).rejects.toMatchObject({ class: 'protocol' });
  });

  it('a size of another message than was asked for', async () => {
    const { pop3 } = await scriptedSession('C: LIST 1\nC: LIST 2\nS: +OK 2 20\nS: +OK 1 10');
    await expect(pop3.listOf([1, 2], { pipelining: true })).rejects.toMatchObject({ class: 'protocol' });
  });

  it('a whole listing where one size was asked for', async () => {
    const { pop3 } = await scriptedSession('C: LIST 1\nS: +OK 1 messages\nS: 1 10\nS: .');
    await expect(pop3.listOf([1], { pipelining: false })).rejects.toMatchObject({ class: 'protocol' });
  });

  it.each(['-1 5', '1 -5', '1', '', 'x', '1 99999999999999999999', '1 1.5'])(
    'LIST n %j is no size, and harms nothing',
    async (answer) => {
      const { pop3 } = await scriptedSession(`C: LIST 1\nS: +OK ${answer}\nC: NOOP\nS: +OK`);
      expect(await pop3.listOf([1], { pipelining: true })).toEqual([null]);
      await pop3.noop();
    },
  );

  it('a challenge where nobody logs in', async () => {
    const { pop3 } = await scriptedSession('C: NOOP\nS: + more?');
    await expect(pop3.noop()).rejects.toMatchObject({ class: 'protocol' });
  });
});

describe('replies out of step', () => {
  it.each([
    ['a blank line', 'S:'],
    ['a line of a message', 'S: Received: from'],
    ['a lone LF', 'S| \\n'],
  ])('%s instead of a status: nothing more is sent, not even QUIT', async (_, stray) => {
    const { wire, pop3 } = await scriptedSession(`C: DELE 1\n${stray}\nS: +OK`);
    await expect(pop3.dele(1)).rejects.toMatchObject({ class: 'protocol', command: 'DELE', said: '' });
    expect(wire.closed).toBe(true);
    await expect(pop3.quit()).rejects.toMatchObject({ command: 'DELE' });
    expect(wire.written).toBe('DELE 1\r\n');
  });

  it('two answers to one command', async () => {
    const { wire, pop3 } = await scriptedSession('C: NOOP\nS: +OK\nS: +OK');
    await pop3.noop();
    await expect(pop3.dele(1)).rejects.toMatchObject({ class: 'protocol', command: 'DELE' });
    expect(wire.written).toBe('NOOP\r\n');
  });

  it.each([true, false])('two answers inside a retrieval, pipelining: %s', async (pipelining) => {
    const reply = ['S: +OK', 'S: a', 'S: .', 'S: +OK'];
    const both = pipelining ? ['C: RETR 1', 'C: RETR 2', ...reply, ...reply] : ['C: RETR 1', ...reply];
    const { wire, pop3 } = await scriptedSession(both);
    await expect(pop3.retrieve([1, 2], sink, { pipelining })).rejects.toMatchObject({ class: 'protocol' });
    expect(wire.closed).toBe(true);
    expect(wire.written).toBe(pipelining ? 'RETR 1\r\nRETR 2\r\n' : 'RETR 1\r\n');
  });

  it('a server that stuffs no dots: the early end is noticed', async () => {
    const steps = [
      'C: RETR 1',
      'C: RETR 2',
      'S: +OK',
      'S: a',
      'S: .',
      'S: rest of 1',
      'S: .',
      'S: +OK',
      'S: .',
    ];
    const { wire, pop3 } = await scriptedSession(steps);
    await expect(pop3.retrieve([1, 2], sink, { pipelining: true })).rejects.toMatchObject({
      class: 'protocol',
    });
    expect(wire.closed).toBe(true);
  });

  it('-ERR written into a message that then breaks off', async () => {
    const { pop3 } = await scriptedSession('C: RETR 1\nS: +OK\nS: half\nS: -ERR disk error\nclose');
    let ended = false;
    const watching = {
      ...sink,
      end() {
        ended = true;
      },
    };
    const retrieving = pop3.retrieve([1], watching, { pipelining: true });
    await expect(retrieving).rejects.toMatchObject({ name: 'Pop3Closed', command: 'RETR' });
    expect(ended).toBe(false);
  });

  it.each(['S: +OK', 'S| +OK half a li', 'S| +OK\\r\\ntext\\r\\n.', 'S| +OK\\r\\ntext\\r\\n.\\r'])(
    'the end of the connection behind %j',
    async (last) => {
      const { pop3 } = await scriptedSession(`C: RETR 1\n${last}\nclose`);
      await expect(pop3.retrieve([1], sink, { pipelining: true })).rejects.toBeInstanceOf(Pop3Closed);
    },
  );
});

describe('a server of bare LF', () => {
  it('may end everything with LF', async () => {
    const steps = ['S| +OK\\n', 'C: LIST', 'S| +OK\\n1 5\\n.\\n', 'C: RETR 1', 'S| +OK\\n..a\\n\\n.\\n'];
    const pop3 = await Pop3Session.open(scriptedWire(steps));
    expect(await pop3.list()).toEqual([{ number: 1, octets: 5 }]);
    let text = '';
    const taking = {
      ...sink,
      data(chunk: Uint8Array) {
        text += Buffer.from(chunk).toString();
      },
    };
    await pop3.retrieve([1], taking, { pipelining: false });
    expect(text).toBe('.a\n\n');
  });

  it('is none any more once a status line came with CRLF', async () => {
    const wire = scriptedWire(['S| +OK\\n', 'C: RETR 1', 'S: +OK', 'S| a\\n.\\nb\\r\\n', 'S: .']);
    const pop3 = await Pop3Session.open(wire);
    let octets = 0;
    const counting = {
      ...sink,
      end(_: number, length: number) {
        octets = length;
      },
    };
    await pop3.retrieve([1], counting, { pipelining: false });
    expect(octets).toBe('a\n.\nb\r\n'.length);
  });
});
