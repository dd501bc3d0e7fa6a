import { describe, expect, it } from 'vitest';
import { scriptedWire } from './scriptedWire';

const text = (chunk: Uint8Array | null) => Buffer.from(chunk ?? []).toString('latin1');

describe('scriptedWire', () => {
  it('rejects a step that nobody can play', () => {
    expect(() => scriptedWire('S +OK')).toThrow(/Not a step/);
    expect(() => scriptedWire('clsoe')).toThrow(/Not a step/);
  });

  it('cuts what it sends, and reads escapes', async () => {
    const wire = scriptedWire(['S| a"\\u0000\\n', 'S: b'], { chunk: 3 });
    expect([text(await wire.read()), text(await wire.read()), text(await wire.read())]).toEqual([
      'a"\0',
      '\nb\r',
      '\n',
    ]);
    expect(await wire.read()).toBe(null);
  });

  it('says what it waits for instead of hanging, and what was wrong', async () => {
    const wire = scriptedWire('C: CAPA\nS: +OK');
    await expect(wire.read()).rejects.toThrow('waits for "CAPA"');
    await wire.write(Buffer.from('QUIT\r\n'));
    await expect(wire.read()).rejects.toThrow('expected "CAPA" and got "QUIT"');
  });

  it('is finished only when all was said, and nothing more', async () => {
    const wire = scriptedWire('C: CAPA\nS: +OK');
    expect(() => wire.finished()).toThrow(/not played/);
    await wire.write(Buffer.from('CAPA\r\nNOOP\r\n'));
    expect(() => wire.finished()).toThrow(/Sent beyond/);
  });
});
