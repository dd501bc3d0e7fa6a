import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashSources } from './sources.mjs';

describe('hashSources', () => {
  let base = '';
  const write = async (path: string, text: string) => {
    await mkdir(join(base, dirname(path)), { recursive: true });
    await writeFile(join(base, path), text);
  };
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'postbag-sources-'));
    await write('app/mail/page.tsx', 'page');
    await write('package-lock.json', '{}');
  });
  afterEach(() => rm(base, { recursive: true }));

  it.each([
    ['a page', 'app/mail/page.tsx'],
    ['a new component', 'components/ui/Button.tsx'],
    ['a script of the build', 'lib/build/csp.mjs'],
    ['an icon', 'public/icons/icon.svg'],
    ['the configuration', 'next.config.ts'],
    ['the dependencies', 'package-lock.json'],
  ])('changes with %s', async (_, path) => {
    const before = await hashSources(base);
    await write(path, 'changed');
    expect(await hashSources(base)).not.toBe(before);
  });

  it.each([
    ['a unit test', 'lib/mail/open.test.ts'],
    ['built workers', 'public/built/sync-ABC.js'],
    ['the built service worker', 'public/sw.js'],
    ['the demonstration, which is no part of the app', 'lib/demo/demo.ts'],
    ['the browser tests', 'e2e/test.ts'],
  ])('does not change with %s', async (_, path) => {
    const before = await hashSources(base);
    await write(path, 'changed');
    expect(await hashSources(base)).toBe(before);
  });

  it('looks at names and contents, not at times', async () => {
    const before = await hashSources(base);
    await utimes(join(base, 'app/mail/page.tsx'), 1, 1);
    expect(await hashSources(base)).toBe(before);
    await rename(join(base, 'app/mail/page.tsx'), join(base, 'app/mail/other.tsx'));
    expect(await hashSources(base)).not.toBe(before);
  });
});
