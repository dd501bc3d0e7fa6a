import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './paths.mjs';

/**
 * Which folder may import which: the layers of the design, enforced. Tests are exempt, because they put layers together
 * on purpose. `types` may be imported with `import type` alone.
 */
const rules: Record<string, { from: string[]; types?: string[]; node: RegExp }> = {
  'lib/contract': { from: [], node: /^$/ },
  // The protocol is pure: no sockets, names, files or clock.
  'lib/pop3': { from: [], node: /^(?:buffer|crypto)$/ },
  'lib/bridge': { from: ['lib/pop3', 'lib/contract'], node: /./ },
  'lib/mail': { from: [], node: /^$/ },
  'lib/store': { from: ['lib/mail'], types: ['lib/contract'], node: /^$/ },
  'lib/search': { from: ['lib/mail', 'lib/store'], node: /^$/ },
  'lib/sync': { from: ['lib/store', 'lib/mail', 'lib/contract'], node: /^$/ },
  'lib/demo': { from: ['lib/pop3'], types: ['lib/contract'], node: /./ },
  'lib/build': { from: [], node: /./ },
  components: {
    from: ['lib/contract', 'lib/mail', 'lib/store', 'lib/search', 'lib/sync'],
    node: /^$/,
  },
  // Routes run on the server, pages in the browser as well.
  'app/api': { from: ['lib/bridge', 'lib/contract', 'lib/pop3'], node: /./ },
  app: {
    from: ['components', 'lib/contract', 'lib/mail', 'lib/store', 'lib/search', 'lib/sync'],
    node: /^$/,
  },
};
const places = Object.keys(rules).sort((a, b) => b.length - a.length);
const imports =
  /(?:^|[;{}\n])\s*(?:import|export)\s+(?:(type)\s)?(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

/** @param path of a file, relative to the root, with slashes. */
const placeOf = (path: string) =>
  places.find((place) => path.startsWith(`${place}/`)) ?? path.split('/')[0] ?? '';

/** Forbidden imports of one file, each as `file → what`. */
function violations(path: string, text: string): string[] {
  const place = placeOf(path);
  const rule = rules[place];
  if (!rule) return [`${path} → its folder is not in the design`];
  return [...text.matchAll(imports)].flatMap(([, type, plain, dynamic]) => {
    const name = plain ?? dynamic ?? '';
    if (name.startsWith('node:')) return rule.node.test(name.slice(5)) ? [] : [`${path} → ${name}`];
    const target = name.startsWith('@/')
      ? name.slice(2)
      : name.startsWith('.')
        ? posix.join(posix.dirname(path), name)
        : null;
    if (target === null) return [];
    const to = placeOf(target);
    if (to === place || rule.from.includes(to) || (type && rule.types?.includes(to))) return [];
    return [`${path} → ${target}`];
  });
}

function sources(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(?:tsx?|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name),
    )
    .map((entry) =>
      relative(root, join(entry.parentPath ?? dirname(entry.path), entry.name))
        .split(sep)
        .join('/'),
    );
}

describe('folders import only what the design allows', () => {
  it('holds for every source file', () => {
    const files = ['app', 'components', 'lib'].flatMap(sources);
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap((path) => violations(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  it.each([
    ['components/reader/Reader.tsx', `import { dial } from '@/lib/bridge/dial';`],
    ['components/reader/Reader.tsx', `const x = await import('@/lib/pop3/session');`],
    ['app/mail/page.tsx', `import { guard } from '@/lib/bridge/guard';`],
    ['lib/pop3/session.ts', `import { connect } from 'node:net';`],
    ['lib/mail/open.ts', `import {\n  a,\n  b,\n} from '../store/messages';`],
    ['lib/mail/open.ts', `export * from '@/lib/store/messages';`],
    ['lib/store/messages.ts', `import { problemStatus } from '@/lib/contract/errors';`],
    ['lib/contract/frames.ts', `import '@/lib/mail/types';`],
    ['lib/new/thing.ts', ''],
  ])('finds what is wrong in %s: %s', (path, text) => {
    expect(violations(path, text)).toHaveLength(1);
  });

  it.each([
    ['lib/store/messages.ts', `import type { Problem } from '@/lib/contract/errors';`],
    ['app/api/health/route.ts', `import { answer } from '@/lib/bridge/answer';`],
    ['lib/pop3/session.ts', `import { reader } from './reader';\nimport { createHash } from 'node:crypto';`],
  ])('leaves alone what is right in %s: %s', (path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
});
