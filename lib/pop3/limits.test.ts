import { describe, expect, it } from 'vitest';
import { limits } from './limits';
import { scriptedSession } from './scriptedSession';
import { scriptedWire } from './scriptedWire';
import { Pop3Session } from './session';
import type { Wire } from './wire';

/** A session whose LIST is the same chunk again and again, for ever; and how many of them were read. */
async function listing(text: string) {
  const chunk = Buffer.from(text);
  let reads = 0;
  const wire: Wire = {
    read: async () => (++reads <= 2 ? Buffer.from('+OK\r\n') : Buffer.from(chunk)),
    write: async () => {},
    startTls: async () => {},
    close() {},
  };
  return { pop3: await Pop3Session.open(wire), chunks: () => reads - 2 };
}

describe('limits', () => {
  it('of a status line', async () => {
    const most = 'x'.repeat(limits.statusLineOctets - 4);
    const opened = await Pop3Session.open(scriptedWire([`S| +OK ${most}\\n`]));
    expect(opened.greeting).toHaveLength(200);
    const endless = ['S: +OK', 'C: NOOP', `S| +OK ${most}`, `S| ${'x'.repeat(9)}`, 'hang'];
    const pop3 = await Pop3Session.open(scriptedWire(endless, { chunk: 1000 }));
    await expect(pop3.noop()).rejects.toMatchObject({ class: 'limit', command: 'NOOP', said: '' });
  });

  it('of the lines in CAPA', async () => {
    const lines = Array.from({ length: 101 }, () => 'S: X');
    const { pop3 } = await scriptedSession(['C: CAPA', 'S: +OK', ...lines, 'hang']);
    await expect(pop3.capa()).rejects.toMatchObject({ class: 'limit', command: 'CAPA' });
  });

  it('of a line in a listing, ended or not', async () => {
    for (const end of ['\\r\\n', '']) {
      const { pop3 } = await scriptedSession(['C: UIDL', 'S: +OK', `S| 1 ${'x'.repeat(2000)}${end}`, 'hang']);
      await expect(pop3.uidl()).rejects.toMatchObject({ class: 'limit', command: 'UIDL' });
    }
  });

  it('of a UIDL: 1,024 octets pass, one more does not', async () => {
    const { pop3: fits } = await scriptedSession(`C: UIDL\nS: +OK\nS: 1 ${'x'.repeat(1024)}\nS: .`);
    expect((await fits.uidl())[0]?.uidl).toHaveLength(1024);
    const { pop3: passes } = await scriptedSession(`C: UIDL 1\nS: +OK 1 ${'x'.repeat(1025)}`);
    await expect(passes.uidlOf([1], { pipelining: false })).rejects.toMatchObject({ class: 'limit' });
  });

  it('of the messages in a maildrop', async () => {
    const { pop3: stat } = await scriptedSession('C: STAT\nS: +OK 250001 5');
    await expect(stat.stat()).rejects.toMatchObject({ class: 'limit', command: 'STAT' });

    const list = await listing('1 1\r\n'.repeat(10_001));
    await expect(list.pop3.list()).rejects.toMatchObject({ class: 'limit', command: 'LIST' });
    expect(list.chunks()).toBe(25);
  });

  it('of a whole listing, whose lines are few and long', async () => {
    const long = await listing(`1 1${' '.repeat(1000)}\r\n`.repeat(1000));
    await expect(long.pop3.list()).rejects.toMatchObject({ class: 'limit', command: 'LIST' });
    expect(long.chunks()).toBeLessThan(36);
  });
});
