import { deflateRawSync } from 'node:zlib';
import { makeZip } from 'client-zip';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgedZip as forged } from '@/e2e/support/forgedZip';
import { crc32 } from '@/lib/demo/mailbox/crc32';
import { openZip } from './zip';

const limit = 1024 * 1024;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const written = async (files: { name: string; input: string | Uint8Array }[]): Promise<Blob> =>
  new Blob([await new Response(makeZip(files)).arrayBuffer()]);

describe('a zip', () => {
  it('gives back what was written, whatever the bytes', async () => {
    const files = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-zü/]{1,12}\.eml$/),
        input: fc.uint8Array({ maxLength: 200 }),
      }),
      { maxLength: 6, selector: ({ name }) => name.replace(/\/+/g, '/') },
    );
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const safe = given.map(({ name, input }) => ({ name: `mail/${name.replace(/\/+/g, '-')}`, input }));
        const unique = [...new Map(safe.map((file) => [file.name, file])).values()];
        const entries = await openZip(await written(unique));
        const read = await Promise.all(
          entries.map(async (entry) => [entry.name, text(await entry.read(limit))]),
        );
        expect(read).toEqual(unique.map(({ name, input }) => [name, text(input)]));
      }),
      { numRuns: 60 },
    );
  });

  it('that is packed', async () => {
    const plain = Buffer.from('Subject: x\r\n'.repeat(100));
    const data = deflateRawSync(plain);
    const fields = forged([{ name: 'a.eml', data, size: plain.length, method: 8 }]);
    const bytes = Buffer.from(await fields.arrayBuffer());
    for (const at of [14, bytes.indexOf('PK\x01\x02') + 16]) bytes.writeUInt32LE(crc32(plain), at);
    const [entry] = await openZip(new Blob([bytes]));
    expect(text((await entry?.read(limit)) ?? new Uint8Array())).toBe(plain.toString());
  });
});

describe('a hostile zip is refused:', () => {
  const zip = (change?: Parameters<typeof forged>[1]) =>
    forged([{ name: 'a.eml', data: Buffer.from('A: b\r\n') }], change);

  it('the forger makes a good one', async () => {
    const [entry] = await openZip(zip());
    expect(text((await entry?.read(limit)) ?? new Uint8Array())).toBe('A: b\r\n');
  });

  it('a bomb that says how large it is', async () => {
    const data = deflateRawSync(Buffer.alloc(10_000_000));
    const entries = Array.from({ length: 20 }, (_, index) => ({
      ...{ name: `${index}.eml`, data, size: 10_000_000, method: 8 },
    }));
    await expect(openZip(forged(entries))).rejects.toMatchObject({ code: 'hostile_zip' });
  });

  it('a bomb that says that it is small', async () => {
    const data = deflateRawSync(Buffer.alloc(10_000_000));
    const [entry] = await openZip(forged([{ name: 'a.eml', data, size: 1_000, method: 8 }]));
    await expect(entry?.read(limit)).rejects.toMatchObject({ code: /hostile_zip|broken_zip/ });
  });

  it('one that unpacks to less than it says, and one that is larger than wanted', async () => {
    const data = deflateRawSync(Buffer.from('short'));
    const [short] = await openZip(forged([{ name: 'a.eml', data, size: 500, method: 8 }]));
    await expect(short?.read(limit)).rejects.toMatchObject({ code: 'broken_zip' });
    const [large] = await openZip(zip());
    await expect(large?.read(2)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('entries that share their bytes', async () => {
    const data = Buffer.alloc(1_000, 'x');
    const entries = Array.from({ length: 3 }, (_, index) => ({ name: `${index}.eml`, data, offset: 0 }));
    const refused = await openZip(forged(entries))
      .then(async (opened) => Promise.all(opened.map((entry) => entry.read(limit))))
      .catch((error: { code: string }) => error.code);
    expect(refused).toMatch(/hostile_zip|broken_zip/);
  });

  it('an absurd count', async () => {
    await expect(openZip(zip({ entries: 65_000 }))).rejects.toMatchObject({ code: 'broken_zip' });
  });

  it.each(['../../etc/passwd.eml', '/etc/passwd.eml', 'C:\\x.eml', '..\\x.eml'])(
    'a path out of it: %s',
    async (name) => {
      await expect(openZip(forged([{ name, data: Buffer.from('x') }]))).rejects.toMatchObject({
        code: 'broken_zip',
      });
    },
  );

  it('whatever is cut off or changed, an error or the same bytes come, and nothing hangs', async () => {
    const whole = new Uint8Array(
      await (
        await written([
          { name: 'a.eml', input: 'A: b\r\n\r\nbody' },
          { name: 'b.eml', input: 'C: d\r\n' },
        ])
      ).arrayBuffer(),
    );
    const good = new Set(['A: b\r\n\r\nbody', 'C: d\r\n']);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(whole.length - 1),
        fc.nat(255),
        async (length, at, byte) => {
          const bytes = whole.slice();
          bytes[at] = byte;
          for (const file of [bytes, whole.slice(0, length)]) {
            try {
              for (const entry of await openZip(new Blob([file])))
                expect(good).toContain(text(await entry.read(limit)));
            } catch (error) {
              expect(error).toMatchObject({ code: /broken_zip|hostile_zip|too_large/ });
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
