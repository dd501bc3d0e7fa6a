import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptHashes } from './csp.mjs';
import { inlineScriptHashes, missingHashes, patchManifests, withHashes } from './hashes.mjs';

/** The example of CSP 3, section 6.7.3.3. */
const hello = "alert('Hello, world.');";
const helloHash = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";

describe('inlineScriptHashes', () => {
  it('hashes the exact text between the tags', () => {
    expect(inlineScriptHashes(`<script>${hello}</script>`)).toEqual([helloHash]);
    expect(inlineScriptHashes(`<script> ${hello}</script>`)).not.toEqual([helloHash]);
  });

  it('is not misled by attributes', () => {
    expect(inlineScriptHashes(`<SCRIPT data-a="x > y" id='src=">"' async>${hello}</SCRIPT >`)).toEqual([
      helloHash,
    ]);
    expect(inlineScriptHashes(`<script data-src="x">${hello}</script>`)).toEqual([helloHash]);
    expect(inlineScriptHashes(`<script title="not src=here">${hello}</script>`)).toEqual([helloHash]);
    expect(inlineScriptHashes(`<script id="_R_" src="/_next/static/a.js" async=""></script>`)).toEqual([]);
  });

  it('finds all of them, each once', () => {
    const page = `<p>a<script>1</script><script src=a></script><script>\n2\n</script><script>1</script>`;
    expect(inlineScriptHashes(page)).toHaveLength(2);
  });
});

describe('a build', () => {
  let dist = '';
  const policy = `default-src 'none'; script-src 'self' ${scriptHashes}; style-src 'self'`;
  const rules = [{ source: '/:path*', headers: [{ key: 'Content-Security-Policy', value: policy }] }];
  beforeEach(async () => {
    dist = await mkdtemp(join(tmpdir(), 'postbag-hashes-'));
    await mkdir(join(dist, 'server/app/deep'), { recursive: true });
    await writeFile(
      join(dist, 'routes-manifest.json'),
      JSON.stringify({ version: 3, headers: rules, rewrites: [] }),
    );
    await writeFile(join(dist, 'server/app/deep/mail.html'), `<script>${hello}</script>`);
  });
  afterEach(() => rm(dist, { recursive: true }));

  it('misses every hash as long as the placeholder stands', async () => {
    expect(await missingHashes(dist)).toEqual([`server/app/deep/mail.html: ${helloHash}`]);
  });

  it('misses none once they are written, and keeps the rest of the manifest', async () => {
    expect(await patchManifests(dist, (found) => withHashes(found, [helloHash]))).toBe(1);
    expect(await missingHashes(dist)).toEqual([]);
    expect(JSON.parse(await readFile(join(dist, 'routes-manifest.json'), 'utf8'))).toEqual({
      version: 3,
      headers: [
        {
          source: '/:path*',
          headers: [{ key: 'Content-Security-Policy', value: policy.replace(scriptHashes, helloHash) }],
        },
      ],
      rewrites: [],
    });
  });

  it('misses a script that came after the policy', async () => {
    await patchManifests(dist, (found) => withHashes(found, [helloHash]));
    await writeFile(join(dist, 'server/app/late.html'), '<script>late()</script>');
    expect(await missingHashes(dist)).toHaveLength(1);
  });
});
