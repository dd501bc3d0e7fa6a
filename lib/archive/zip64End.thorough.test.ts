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

/** What was written of a zip of gigabytes: of its pieces the ends, and zeros between them. */
class SparseBlob extends Blob {
  readonly #pieces: { at: number; bytes: Uint8Array }[] = [];
  #octets = 0;

  override get size(): number {
    return this.#octets;
  }

  add(bytes: Uint8Array): void {
    const keep = 4_096;
    const at = this.#octets;
    const end = Math.max(0, bytes.length - keep);
    this.#pieces.push({ at, bytes: bytes.slice(0, keep) }, { at: at + end, bytes: bytes.slice(end) });
    this.#octets += bytes.length;
  }

  override slice(start = 0, end = this.#octets): Blob {
    const wanted = new Uint8Array(Math.min(end, this.#octets) - start);
    for (const { at, bytes } of this.#pieces) {
      const from = Math.max(at, start);
      const part = bytes.subarray(from - at, Math.max(from - at, start + wanted.length - at));
      if (part.length > 0) wanted.set(part, from - start);
    }
    return new Blob([wanted]);
  }
}

it('a zip of more than 4 GiB is read whole: what is in front of them, what is longer, and what is behind', async () => {
  const zeros = new Uint8Array(64 * 1024 ** 2);
  const large = 4 * 1024 ** 3 + zeros.length;
  let left = large;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(zeros);
        left -= zeros.length;
        if (left <= 0) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const files = [
    { name: 'first.eml', input: 'first' },
    { name: 'large.eml', input: stream },
    { name: 'last.eml', input: 'last' },
  ];
  const blob = new SparseBlob();
  await makeZip(files)
    .pipeThrough(withZip64End(() => files.length))
    .pipeTo(new WritableStream({ write: (bytes) => blob.add(bytes) }));
  expect(blob.size).toBeGreaterThan(large);
  const entries = await openZip(blob);
  expect(entries.map(({ name, size }) => [name, size])).toEqual([
    ['first.eml', 5],
    ['large.eml', large],
    ['last.eml', 4],
  ]);
  const texts = [entries[0], entries[2]].map(async (entry) => Buffer.from((await entry?.read(10)) ?? []));
  expect((await Promise.all(texts)).map(String)).toEqual(['first', 'last']);
}, 180_000);
