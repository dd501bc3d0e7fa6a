import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { precacheEntries } from './precache.mjs';

describe('precacheEntries', () => {
  let dist = '';
  const policy = (value: string) =>
    writeFile(
      join(dist, 'routes-manifest.json'),
      JSON.stringify({
        headers: [{ source: '/:path*', headers: [{ key: 'Content-Security-Policy', value }] }],
      }),
    );
  beforeEach(async () => {
    dist = await mkdtemp(join(tmpdir(), 'postbag-precache-'));
    await mkdir(join(dist, 'server/app'), { recursive: true });
    await mkdir(join(dist, 'static/chunks'), { recursive: true });
    await mkdir(join(dist, 'static/build-id'), { recursive: true });
    await writeFile(join(dist, 'server/app/mail.html'), '<p>shell');
    await writeFile(join(dist, 'server/app/manifest.webmanifest.body'), '{}');
    await writeFile(join(dist, 'static/chunks/a.js'), 'a');
    await writeFile(join(dist, 'static/build-id/_buildManifest.js'), 'b');
    await policy('one');
  });
  afterEach(() => rm(dist, { recursive: true }));

  it('lists the app and nothing of the bridge', async () => {
    const urls = (await precacheEntries(dist, ['/built/sync-X.js'])).map(({ url }) => url);
    expect(urls.filter((url) => !url.startsWith('/icons/'))).toEqual([
      '/mail',
      '/manifest.webmanifest',
      '/_next/static/chunks/a.js',
      '/built/sync-X.js',
      '/favicon.ico',
    ]);
    expect(urls).toContain('/icons/icon-192.png');
  });

  it('gives the shell a new revision when only its policy changes', async () => {
    const shell = async () => (await precacheEntries(dist, [])).find(({ url }) => url === '/mail')?.revision;
    const before = await shell();
    expect(await shell()).toBe(before);
    await policy('two');
    expect(await shell()).not.toBe(before);
  });
});
