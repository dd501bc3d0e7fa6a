import { describe, expect, it } from 'vitest';
import { parseCapabilities } from './capabilities';
import { Pop3Closed, Pop3Refusal } from './errors';
import { limits } from './limits';
import { scriptedSession } from './scriptedSession';
import { scriptedWire } from './scriptedWire';
import { Pop3Session } from './session';

describe('Pop3Session, command by command', () => {
  it('reads the greeting', async () => {
    const opened = await Pop3Session.open(scriptedWire('S: +OK POP3 <1896.697170952@dbc.mtview.ca.us>'));
    expect(opened.greeting).toBe('POP3 <1896.697170952@dbc.mtview.ca.us>');
  });

  it('fails with a refusal, of a kind that may pass, when the greeting is -ERR', async () => {
    const wire = scriptedWire('S: -ERR too many connections');
    await expect(Pop3Session.open(wire)).rejects.toMatchObject({
      name: 'Pop3Refusal',
      class: 'temporary',
      command: 'greeting',
      said: 'too many connections',
    });
    expect(wire.closed).toBe(true);
  });

  it.each(['LIST', 'UIDL'])(
    '%s of more messages than STAT counted passes a limit, far beyond it',
    async (verb) => {
      const listing = (lines: number) => `
      C: STAT
      S: +OK 2 20
      C: ${verb}
      S: +OK
${Array.from({ length: lines }, (_, index) => `      S: ${index + 1} 10`).join('\n')}
      S: .`;
      const ask = async (lines: number) => {
        const { pop3 } = await scriptedSession(listing(lines));
        await pop3.stat();
        return verb === 'LIST' ? pop3.list() : pop3.uidl();
      };
      expect(await ask(2 + limits.listingMargin)).toHaveLength(2 + limits.listingMargin);
      await expect(ask(3 + limits.listingMargin)).rejects.toMatchObject({ class: 'limit', limit: 'count' });
    },
  );

  it('tells how many messages will be listed, before it asks, and can be kept from it', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: STAT
      S: +OK 30000 20
      C: NOOP
      S: +OK`);
    await pop3.stat();
    const told: number[] = [];
    pop3.beforeListing = (messages) => {
      told.push(messages);
      throw new Error('not now');
    };
    await expect(pop3.uidl()).rejects.toThrow('not now');
    await expect(pop3.list()).rejects.toThrow('not now');
    await pop3.noop();
    expect(told).toEqual([30_000, 30_000]);
    wire.finished();
  });

  it('CAPA', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: CAPA
      S: +OK
      S: PIPELINING
      S: X-WEIRD thing
      S: .`);
    expect(await pop3.capa()).toMatchObject({ pipelining: true, uidl: false });
    wire.finished();
  });

  it('CAPA: null when the server does not know it', async () => {
    const { pop3 } = await scriptedSession(`
      C: CAPA
      S: -ERR
      C: NOOP
      S: +OK`);
    expect(await pop3.capa()).toBe(null);
    await pop3.noop();
  });

  it('STAT, LIST, UIDL, NOOP, RSET', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: STAT
      S: +OK 2 320
      C: LIST
      S: +OK 2 messages (320 octets)
      S: 1 120
      S: 2 200 and more
      S: .
      C: UIDL
      S: +OK
      S: 1 whqtswO00WBw418f9t5JxYwZ
      S: 2 with a space, "quotes" and __proto__
      S: .
      C: NOOP
      S: +OK
      C: RSET
      S: +OK maildrop has 2 messages`);
    expect(await pop3.stat()).toEqual({ count: 2, octets: 320 });
    expect(await pop3.list()).toEqual([
      { number: 1, octets: 120 },
      { number: 2, octets: 200 },
    ]);
    expect(await pop3.uidl()).toEqual([
      { number: 1, uidl: 'whqtswO00WBw418f9t5JxYwZ' },
      { number: 2, uidl: 'with a space, "quotes" and __proto__' },
    ]);
    await pop3.noop();
    await pop3.rset();
    wire.finished();
  });

  it('LIST of an empty maildrop', async () => {
    const { pop3 } = await scriptedSession('C: LIST\nS: +OK\nS: .');
    expect(await pop3.list()).toEqual([]);
  });

  it('UIDL keeps 8-bit octets as Latin-1 and tells a missing UIDL from a missing message', async () => {
    const { pop3 } = await scriptedSession(`
      C: UIDL
      S: +OK
      S: 1 \xe4\xff
      S: 2
      S| 3 \\r\\n
      S: .`);
    expect(await pop3.uidl()).toEqual([
      { number: 1, uidl: '\xe4\xff' },
      { number: 2, uidl: '' },
      { number: 3, uidl: '' },
    ]);
  });

  it('takes a refused UIDL for temporary where it is announced', async () => {
    const { pop3 } = await scriptedSession(`
      C: UIDL
      S: -ERR unknown command
      C: CAPA
      S: +OK
      S: UIDL
      S: .
      C: UIDL
      S: -ERR not now`);
    await expect(pop3.uidl()).rejects.toMatchObject({ class: 'permanent' });
    await pop3.capa();
    await expect(pop3.uidl()).rejects.toMatchObject({ class: 'temporary' });
  });

  it('takes it for temporary too where an earlier session had heard of it', async () => {
    const wire = scriptedWire('S: +OK\nC: AUTH PLAIN AGEAYg==\nS: +OK\nC: UIDL\nS: -ERR try again');
    const pop3 = await Pop3Session.open(wire);
    const known = parseCapabilities(['UIDL', 'SASL PLAIN']);
    await pop3.login({ username: 'a', password: 'b' }, known, { tls: true });
    await expect(pop3.uidl()).rejects.toMatchObject({ class: 'temporary', command: 'UIDL' });
  });

  it('UIDL one by one: a refusal takes the place of its message alone', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: UIDL 1
      C: UIDL 9
      C: UIDL 3
      S: +OK 1 first
      S: -ERR no such message
      S: +OK 3 third`);
    const answers = await pop3.uidlOf([1, 9, 3], { pipelining: true });
    expect(answers).toEqual(['first', expect.any(Pop3Refusal), 'third']);
    wire.finished();
  });

  it('LIST one by one: a refusal and a missing size take the place of their messages alone', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: LIST 1
      C: LIST 9
      C: LIST 3
      C: LIST 4
      S: +OK 1 120
      S: -ERR no such message
      S: +OK 3 200 octets and more
      S: +OK`);
    const answers = await pop3.listOf([1, 9, 3, 4], { pipelining: true });
    expect(answers).toEqual([120, expect.any(Pop3Refusal), 200, null]);
    wire.finished();
  });

  it('TOP', async () => {
    const { pop3 } = await scriptedSession(`
      C: TOP 1 0
      S: +OK
      S: Subject: a
      S: ..b
      S:
      S: .
      C: TOP 2 0
      S: -ERR no such message`);
    let text = '';
    const sink = {
      data(chunk: Uint8Array) {
        text += Buffer.from(chunk).toString('latin1');
      },
    };
    await pop3.top(1, 0, sink);
    expect(text).toBe('Subject: a\r\n.b\r\n\r\n');
    await expect(pop3.top(2, 0, sink)).rejects.toMatchObject({ command: 'TOP', class: 'permanent' });
  });

  it('TOP for many, pipelined: a refusal fails its message alone', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: TOP 3 0
      C: TOP 2 0
      C: TOP 1 0
      S: +OK
      S: Subject: three
      S: .
      S: -ERR gone
      S: +OK
      S: Subject: one
      S: .`);
    const seen: (string | number)[] = [];
    const sink = {
      begin: (number: number) => void seen.push(number),
      data: (chunk: Uint8Array) => void seen.push(Buffer.from(chunk).toString('latin1').trim()),
      end: () => {},
      refused: (number: number, { said }: Pop3Refusal) => void seen.push(-number, said),
    };
    const result = await pop3.topMany([3, 2, 1], 0, sink, { pipelining: true });
    expect(seen).toEqual([3, 'Subject: three', -2, 'gone', 1, 'Subject: one']);
    expect(result).toEqual({ retrieved: [3, 1], refused: [2], started: 3 });
    wire.finished();
  });

  it('UTF8, and no STLS behind it', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: UTF8
      S: +OK
      C: NOOP
      S: +OK`);
    await pop3.utf8();
    await expect(pop3.stls()).rejects.toThrow(/before UTF8/);
    await pop3.noop();
    wire.finished();
  });

  it('LANG: which there are, and one of them', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: LANG
      S: +OK
      S: en English
      S: fr-boont Langue fran\xc3\xa7aise
      S: i-klingon
      S: .
      C: LANG fr-boont
      S: +OK fr-boont D accord
      C: LANG *
      S: -ERR no choice`);
    const languages = await pop3.langs();
    expect(languages.map(({ tag }) => tag)).toEqual(['en', 'fr-boont', 'i-klingon']);
    expect(languages.map(({ name }) => name)).toEqual(['English', 'Langue française', '']);
    expect(await pop3.lang('fr-boont')).toBe('fr-boont');
    await expect(pop3.lang('*')).rejects.toMatchObject({ name: 'Pop3Refusal', command: 'LANG' });
    await expect(pop3.lang('en\r\nDELE 1')).rejects.toThrow(/language/);
    wire.finished();
  });

  it('DELE, one and many, and QUIT', async () => {
    const { wire, pop3 } = await scriptedSession(`
      C: DELE 1
      S: +OK
      C: DELE 2
      C: DELE 1
      S: +OK
      S: -ERR message 1 already deleted
      C: QUIT
      S: +OK bye
      close`);
    await pop3.dele(1);
    expect(await pop3.deleMany([2, 1], { pipelining: true })).toEqual([null, expect.any(Pop3Refusal)]);
    await pop3.quit();
    wire.finished();
    expect(wire.closed).toBe(true);
    await expect(pop3.noop()).rejects.toBeInstanceOf(Pop3Closed);
  });

  it('QUIT that is refused ends the session too, and says so', async () => {
    const { wire, pop3 } = await scriptedSession('C: QUIT\nS: -ERR some deleted messages not removed');
    await expect(pop3.quit()).rejects.toMatchObject({ name: 'Pop3Refusal', command: 'QUIT' });
    expect(wire.closed).toBe(true);
  });

  it('QUIT that nobody answers is no success', async () => {
    const { pop3 } = await scriptedSession('C: QUIT\nclose');
    await expect(pop3.quit()).rejects.toBeInstanceOf(Pop3Closed);
  });

  it('close drops the connection without a word', async () => {
    const { wire, pop3 } = await scriptedSession('close');
    pop3.close();
    expect(wire.written).toBe('');
    expect(wire.closed).toBe(true);
    await expect(pop3.quit()).rejects.toBeInstanceOf(Pop3Closed);
    expect(wire.written).toBe('');
  });

  it('does not let a second command begin before the first is answered', async () => {
    const { pop3 } = await scriptedSession('C: NOOP\nhang');
    void pop3.noop();
    await expect(pop3.stat()).rejects.toThrow(/before the command in progress/);
  });
});
