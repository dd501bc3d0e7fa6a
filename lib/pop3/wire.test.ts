import { describe, expect, it } from 'vitest';
import { scriptedSession } from './scriptedSession';
import { scriptedWire } from './scriptedWire';
import { Pop3Session } from './session';
import type { Wire } from './wire';

const sink = { begin() {}, data() {}, end() {}, refused() {} };

describe('the transport', () => {
  it('passes its failures through', async () => {
    const { wire, pop3 } = await scriptedSession('C: RETR 1\nS: +OK\nreset');
    await expect(pop3.retrieve([1], sink, { pipelining: true })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(wire.closed).toBe(true);
  });

  it('has a failed write for the cause, not the read that it ended', async () => {
    const cause = new Error('write EPIPE');
    let end: (chunk: null) => void = () => {};
    let greeted = false;
    const wire: Wire = {
      read: () => {
        if (greeted)
          return new Promise((resolve) => {
            end = resolve;
          });
        greeted = true;
        return Promise.resolve(Buffer.from('+OK\r\n'));
      },
      write: () => Promise.reject(cause),
      startTls: async () => {},
      close: () => end(null),
    };
    const pop3 = await Pop3Session.open(wire);
    await expect(pop3.noop()).rejects.toBe(cause);
  });

  it('is never waited for while writing: the peer may have to be read first', async () => {
    const script = scriptedWire(['S: +OK', 'C: RETR 1', 'C: RETR 2', 'S: +OK', 'S: .', 'S: +OK', 'S: .']);
    const wire: Wire = {
      read: () => script.read(),
      write: (bytes) => {
        void script.write(bytes);
        return new Promise(() => {});
      },
      startTls: () => script.startTls(),
      close: () => script.close(),
    };
    const pop3 = await Pop3Session.open(wire);
    expect((await pop3.retrieve([1, 2], sink, { pipelining: true })).retrieved).toEqual([1, 2]);
  });

  it('may deliver empty chunks', async () => {
    const chunks = ['', '+OK', '', ' hello\r', '', '\n'].map((text) => Buffer.from(text));
    const wire: Wire = {
      read: async () => chunks.shift() ?? null,
      write: async () => {},
      startTls: async () => {},
      close() {},
    };
    expect((await Pop3Session.open(wire)).greeting).toBe('hello');
  });
});
