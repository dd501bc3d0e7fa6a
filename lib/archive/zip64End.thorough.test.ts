import { makeZip } from 'client-zip';
import { expect, it } from 'vitest';
import { openZip } from './zip';
import { withZip64End } from './zip64End';

async function written(count: number): Promise<Blob> {
  const files = Array.from({ length: count }, (_, index) => ({ name: `${index}.eml`, input: `${index}` }));
  const stream = makeZip(files).pipeThrough(withZip64End(() => count));
  return new Blob([await new Response(stream).arrayBuffer()]);
}

it.each([65_534, 65_535, 65_536, 70_000])(
  'a zip of %d entries is read whole',
  async (count) => {
    const entries = await openZip(await written(count));
    expect(entries.length).toBe(count);
    const last = await entries.at(-1)?.read(10);
    expect(Buffer.from(last ?? []).toString()).toBe(String(count - 1));
  },
  60_000,
);
