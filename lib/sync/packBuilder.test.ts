import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackBuilder, packOctets } from './packBuilder';

describe('PackBuilder', () => {
  it('gives back every finished message byte by byte, whatever was dropped or taken between', () => {
    const step = fc.record({
      pieces: fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 5 }),
      keep: fc.boolean(),
      takeWithin: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const builder = new PackBuilder();
        const wanted: number[][] = [];
        const got: number[][] = [];
        let waiting: { offset: number; size: number }[] = [];
        const take = () => {
          const pack = new Uint8Array(builder.take());
          for (const { offset, size } of waiting) got.push([...pack.subarray(offset, offset + size)]);
          waiting = [];
        };
        for (const { pieces, keep, takeWithin } of steps) {
          builder.begin(10);
          for (const piece of pieces) {
            builder.append(piece);
            if (takeWithin) take();
          }
          if (keep) {
            const { offset, size } = builder.end();
            waiting.push({ offset, size });
            wanted.push(pieces.flatMap((piece) => [...piece]));
          } else builder.drop();
        }
        take();
        expect(got).toEqual(wanted);
      }),
    );
  });

  it('grows for a message larger than a pack and shrinks again', () => {
    const builder = new PackBuilder();
    builder.begin(0);
    const chunk = new Uint8Array(1024 * 1024).fill(7);
    for (let i = 0; i < 6; i += 1) builder.append(chunk);
    builder.end();
    expect(builder.finished).toBeGreaterThan(packOctets);
    expect(builder.take().byteLength).toBe(6 * 1024 * 1024);
    expect(builder.finished).toBe(0);
  });

  it('does not set aside what a stranger announces', () => {
    const builder = new PackBuilder();
    builder.begin(Number.MAX_SAFE_INTEGER);
    builder.append(new Uint8Array([1]));
    builder.end();
    expect(builder.take().byteLength).toBe(1);
  });
});
