import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DotStream } from './dotStream';

/** Feeds the chunks; the text that came out, what stood behind the end, and whether the end was found. */
function unstuffed(chunks: readonly (string | Uint8Array)[], bareLf = false) {
  const dots = new DotStream();
  const text: Buffer[] = [];
  let behind = Buffer.alloc(0);
  dots.begin(bareLf);
  for (const chunk of chunks) {
    const bytes = Buffer.from(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
    if (bytes.length === 0) continue;
    if (dots.ended) {
      behind = Buffer.concat([behind, bytes]);
      continue;
    }
    dots.feed(bytes, 0);
    if (dots.owesCr) text.push(Buffer.from('\r'));
    text.push(Buffer.from(bytes.subarray(dots.textStart, dots.textEnd)));
    if (dots.ended) behind = Buffer.from(bytes.subarray(dots.next));
  }
  return {
    text: Buffer.concat(text).toString('latin1'),
    behind: behind.toString('latin1'),
    ended: dots.ended,
  };
}

/** The same by the letter of RFC 1939 §3, line by line, as slow as it likes. */
function stuffed(text: string): string {
  const lines = text.split('\r\n');
  return `${lines.map((line) => (line.startsWith('.') ? `.${line}` : line)).join('\r\n')}.\r\n`;
}

/** Cuts at every place that `cuts` names. */
function cut(bytes: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.slice(from, places[index] ?? bytes.length));
}

/** Bodies made of what is dangerous, in lines that each end in CRLF. */
const body = fc
  .array(fc.constantFrom('.', '..', '\r', '\n', '\r\n', '\r\n.', '\n.', 'a', 'From', '\0', '\xff', '+OK'), {
    maxLength: 40,
  })
  .map((parts) => {
    const text = parts.join('');
    return text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`;
  });

describe('DotStream', () => {
  it('gives back what was stuffed, in any chunking, and not an octet of what follows', () => {
    fc.assert(
      fc.property(body, fc.array(fc.nat(500), { maxLength: 30 }), (text, cuts) => {
        const wire = `${stuffed(text)}+OK next`;
        expect(unstuffed(cut(wire, cuts))).toEqual({ text, behind: '+OK next', ended: true });
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same octet by octet', () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(unstuffed([...stuffed(text)])).toEqual({ text, behind: '', ended: true });
      }),
    );
  });

  it('does so with bare LF in a session of bare LF', () => {
    const lines = fc.array(fc.constantFrom('', '.', '..', 'a', '.\r', 'a\r'), { maxLength: 20 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(100), { maxLength: 20 }), (parts, cuts) => {
        const wire = `${parts.map((line) => `${line.startsWith('.') ? '.' : ''}${line}\n`).join('')}.\n`;
        expect(unstuffed(cut(wire, cuts), true)).toEqual({
          text: parts.map((line) => `${line}\n`).join(''),
          behind: '',
          ended: true,
        });
      }),
    );
  });

  it('ends an empty reply at once', () => {
    expect(unstuffed(['.\r\n'])).toEqual({ text: '', behind: '', ended: true });
  });

  it.each([
    ['LF . LF', 'a\n.\nb\r\n', 'a\n.\nb\r\n'],
    ['LF . CRLF', 'a\n.\r\nb\r\n', 'a\n.\r\nb\r\n'],
    ['CRLF . LF, whose dot was stuffed', 'a\r\n.\nb\r\n', 'a\r\n\nb\r\n'],
    ['CRLF . CR CR LF', 'a\r\n.\r\r\nb\r\n', 'a\r\n\r\r\nb\r\n'],
    ['CRLF . CR and no LF', 'a\r\n.\rb\r\n', 'a\r\n\rb\r\n'],
    ['a dot behind a lone CR', 'a\r.\r\nb\r\n', 'a\r.\r\nb\r\n'],
  ])('does not take %s for the end', (_, wire, text) => {
    for (let at = 0; at <= wire.length; at++) {
      expect(unstuffed([wire.slice(0, at), wire.slice(at), '.\r\n'])).toEqual({
        text,
        behind: '',
        ended: true,
      });
    }
  });

  it('waits for a terminator that lacks its CRLF', () => {
    expect(unstuffed(['a\r\n.']).ended).toBe(false);
    expect(unstuffed(['a\r\n.\r']).ended).toBe(false);
    expect(unstuffed(['a.\r\n']).ended).toBe(false);
  });

  it('yields one view a chunk however many dots it holds', () => {
    const dots = new DotStream();
    const chunk = Buffer.from('..a\r\n..b\r\n..c\r\n');
    dots.begin(false);
    dots.feed(chunk, 0);
    expect(chunk.subarray(dots.textStart, dots.textEnd).toString()).toBe('.a\r\n.b\r\n.c\r\n');
  });
});
