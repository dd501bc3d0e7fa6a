import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corpusFolder } from '@/e2e/support/corpus';
import { halfTested, untested, untestedCases } from './untested';

/** Where tests bear the catalogue's numbers; those of the mechanisms stand beside them. */
const folders = ['.', '../../lib/pop3', '../../lib/bridge'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/** The names of all tests and of their groups in a source file, as they stand there. */
function testNames(source: string): string[] {
  return [...source.matchAll(/(?:\b(?:it|test|describe)|\))\(\s*(['"`])(.+?)\1/g)].map(
    (match) => match[2] ?? '',
  );
}

/** The numbers with which a name begins: `37 one -ERR …`, `26, 27: passwords …`. */
function numbersOf(name: string): number[] {
  const [numbers] = /^\d+(?:, \d+)*(?=:? )/.exec(name) ?? [];
  return numbers?.split(', ').map(Number) ?? [];
}

async function namesIn(folder: string): Promise<[file: string, names: string[]][]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.test.ts'));
  const read = async (name: string) => readFile(join(folder, name), 'utf8');
  return Promise.all(
    files.map(async (name): Promise<[string, string[]]> => [join(folder, name), testNames(await read(name))]),
  );
}

const names = new Map((await Promise.all(folders.map(namesIn))).flat());

const tested = new Set([...names.values()].flat().flatMap(numbersOf));

describe('the catalogue', () => {
  it.each(Array.from({ length: 82 }, (_, index) => index + 1))(
    'has behaviour %i among the tests, or in the table of what is not tested, and not in both',
    (number) => {
      expect(tested.has(number)).toBe(!(number in untested));
    },
  );

  it('has no other numbers, and says of tested behaviours alone that they are so by half', () => {
    const numbers = [...tested, ...Object.keys(untested).map(Number)];
    expect(numbers.filter((number) => number < 1 || number > 82)).toEqual([]);
    expect(Object.keys(halfTested).filter((number) => !tested.has(Number(number)))).toEqual([]);
  });

  it('is met in the browser, as far as it is about lists, retrieving and deleting', async () => {
    const specs = ['../catalogue.spec.ts', '../catalogueDeletions.spec.ts'].map((path) =>
      readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8'),
    );
    const met = new Set((await Promise.all(specs)).flatMap(testNames).flatMap(numbersOf));
    const all = Array.from({ length: 82 }, (_, index) => index + 1).filter(
      (number) => (number >= 52 && number <= 63) || number >= 68,
    );
    expect([...met].sort((a, b) => a - b)).toEqual(all);
  });

  const folder = corpusFolder();
  const vectors = folder === null ? null : join(folder, 'vectors', 'pop3-hostile-server.json');
  const present = vectors !== null && existsSync(vectors);
  it.skipIf(!present)(
    present
      ? 'has every case of the vector file once'
      : 'skipped: no pop3-hostile-server.json in POSTBAG_CORPUS',
    async () => {
      const cases: { id: string }[] = JSON.parse(await readFile(vectors ?? '', 'utf8'));
      expect(cases.length).toBeGreaterThan(0);
      const all = [...names.values()].flat();
      for (const { id } of cases) {
        const named = all.some((name) => new RegExp(`\\b${id}\\b`).test(name));
        expect(named, id).toBe(!(id in untestedCases));
      }
    },
  );
});
