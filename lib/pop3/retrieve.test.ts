import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pop3Refusal } from './errors';
import { scriptedSession } from './scriptedSession';
import type { RetrieveSink } from './session';

/** Writes down what happened, the text of a message as one entry. */
function notes(slow = false) {
  const entries: (string | number)[][] = [];
  let text = '';
  const pause = () => (slow ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined);
  const sink: RetrieveSink = {
    begin: (number) => {
      entries.push(['begin', number]);
      text = '';
      return pause();
    },
    data: async (chunk) => {
      await pause();
      text += Buffer.from(chunk).toString('latin1');
    },
    end: (number, octets) => {
      entries.push(['end', number, text, octets]);
      return pause();
    },
    refused: (number, refusal) => {
      entries.push(['refused', number, refusal.said]);
      return pause();
    },
  };
  return { entries, sink };
}

const retr = (...numbers: number[]) => numbers.map((number) => `C: RETR ${number}`);

describe('retrieving', () => {
  it('asks for many at once and hands each over in the order asked for', async () => {
    const { wire, pop3 } = await scriptedSession([
      ...retr(3, 1, 2),
      'S: +OK 9 octets',
      'S: third',
      'S: ..',
      'S: .',
      'S: +OK',
      'S: .',
      'S: +OK',
      'S: second',
      'S: .',
    ]);
    const { entries, sink } = notes();
    expect(await pop3.retrieve([3, 1, 2], sink, { pipelining: true })).toEqual({
      retrieved: [3, 1, 2],
      refused: [],
      started: 3,
    });
    expect(entries).toEqual([
      ['begin', 3],
      ['end', 3, 'third\r\n.\r\n', 10],
      ['begin', 1],
      ['end', 1, '', 0],
      ['begin', 2],
      ['end', 2, 'second\r\n', 8],
    ]);
    wire.finished();
  });

  it('asks one by one where pipelining is not announced', async () => {
    const { wire, pop3 } = await scriptedSession([
      'C: RETR 1',
      'S: +OK',
      'S: a',
      'S: .',
      'C: RETR 2',
      'S: +OK',
      'S: b',
      'S: .',
    ]);
    const { sink } = notes();
    const retrieving = pop3.retrieve([1, 2], sink, { pipelining: false });
    expect(wire.written).toBe('RETR 1\r\n');
    expect((await retrieving).retrieved).toEqual([1, 2]);
    wire.finished();
  });

  it('reports a refused message and goes on with the rest', async () => {
    const { pop3 } = await scriptedSession([
      ...retr(1, 2, 3),
      'S: +OK',
      'S: .',
      'S: -ERR [SYS/TEMP] unreadable',
      'S: +OK',
      'S: c',
      'S: .',
      'C: NOOP',
      'S: +OK',
    ]);
    const { entries, sink } = notes();
    expect(await pop3.retrieve([1, 2, 3], sink, { pipelining: true })).toEqual({
      retrieved: [1, 3],
      refused: [2],
      started: 3,
    });
    expect(entries).toContainEqual(['refused', 2, '[SYS/TEMP] unreadable']);
    await pop3.noop();
  });

  it('keeps at most `window` commands in flight', async () => {
    const reply = ['S: +OK', 'S: .'];
    const { wire, pop3 } = await scriptedSession([
      ...retr(1, 2),
      ...reply,
      'C: RETR 3',
      ...reply,
      'C: RETR 4',
      ...reply,
      ...reply,
    ]);
    const retrieving = pop3.retrieve([1, 2, 3, 4], notes().sink, { pipelining: true, window: 2 });
    expect(wire.written).toBe('RETR 1\r\nRETR 2\r\n');
    await retrieving;
    wire.finished();
  });

  it.each([0, -1, 129, 1.5, Number.NaN])('refuses a window of %s', async (window) => {
    const { wire, pop3 } = await scriptedSession([]);
    const retrieving = pop3.retrieve([1], notes().sink, { pipelining: true, window });
    await expect(retrieving).rejects.toMatchObject({ name: 'Pop3ArgumentError' });
    expect(wire.written).toBe('');
  });

  it('holds large messages back where their size is known', async () => {
    const { wire, pop3 } = await scriptedSession([...retr(1, 2, 3), 'hang']);
    void pop3.retrieve([1, 2, 3, 4, 5], notes().sink, { pipelining: true, sizeOf: () => 1.25 * 1024 * 1024 });
    expect(wire.written).toBe('RETR 1\r\nRETR 2\r\nRETR 3\r\n');
  });

  it('stops asking when told to, and drains what was asked for', async () => {
    const { wire, pop3 } = await scriptedSession([
      ...retr(1, 2),
      'S: +OK',
      'S: a',
      'S: .',
      'S: +OK',
      'S: b',
      'S: .',
    ]);
    const { entries, sink } = notes();
    let asked = 0;
    const result = await pop3.retrieve([1, 2, 3, 4], sink, { pipelining: true, stop: () => ++asked > 2 });
    expect(result).toEqual({ retrieved: [1, 2], refused: [], started: 2 });
    expect(asked).toBe(3);
    expect(entries.at(-1)).toEqual(['end', 2, 'b\r\n', 3]);
    wire.finished();
  });

  it('does nothing for no numbers', async () => {
    const { wire, pop3 } = await scriptedSession([]);
    const nothing = { retrieved: [], refused: [], started: 0 };
    expect(await pop3.retrieve([], notes().sink, { pipelining: true })).toEqual(nothing);
    expect(await pop3.retrieve([1], notes().sink, { pipelining: true, stop: () => true })).toEqual(nothing);
    expect(wire.written).toBe('');
  });

  it('is byte-exact in any chunking, with a slow sink, pipelined or not', async () => {
    const octets = fc.array(
      fc.constantFrom(
        '.',
        '\r\n.',
        '\r\n',
        '\r',
        '\n',
        '\0',
        '\xff',
        'text',
        '\n.\n',
        '\r\n.\r',
        '+OK',
        '-ERR',
      ),
      { maxLength: 30 },
    );
    const message = octets.map((parts) => `${parts.join('')}\r\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(20), { minLength: 1 }),
        fc.boolean(),
        fc.boolean(),
        async (messages, sizes, pipelining, slow) => {
          const numbers = messages.map((_, index) => index + 1);
          const reply = (text: string) =>
            Buffer.from(`+OK\r\n${text.replace(/(^|\r\n)\./g, '$1..')}.\r\n`, 'latin1');
          const steps = pipelining
            ? [...retr(...numbers), ...messages.map(reply)]
            : messages.flatMap((text, index) => [`C: RETR ${index + 1}`, reply(text)]);
          let at = 0;
          const { pop3 } = await scriptedSession(steps, { chunk: () => sizes[at++ % sizes.length] || 3 });
          const { entries, sink } = notes(slow);
          await pop3.retrieve(numbers, sink, { pipelining });
          expect(entries.filter(([kind]) => kind === 'end')).toEqual(
            messages.map((text, index) => ['end', index + 1, text, text.length]),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('ends the session when the sink fails: replies are still on their way', async () => {
    const failing = async (which: 'begin' | 'data' | 'end' | 'refused', cause: Error) => {
      const { wire, pop3 } = await scriptedSession([...retr(1, 2), 'S: +OK', 'S: a', 'S: .', 'S: -ERR']);
      const sink = { ...notes().sink, [which]: () => Promise.reject(cause) };
      await expect(pop3.retrieve([1, 2], sink, { pipelining: true })).rejects.toBe(cause);
      expect(wire.closed).toBe(true);
      await expect(pop3.quit()).rejects.toBe(cause);
      expect(wire.written).toBe('RETR 1\r\nRETR 2\r\n');
    };
    await failing('begin', new Error('disk full'));
    await failing('data', new Error('disk full'));
    await failing('end', new Error('disk full'));
    const details = { class: 'permanent', command: 'RETR', responseCode: null, said: '' } as const;
    await failing('refused', new Pop3Refusal(details));
  });
});
