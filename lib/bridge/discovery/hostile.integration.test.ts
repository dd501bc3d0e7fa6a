import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '@/app/api/discovery/route';
import { pageRequest } from '@/e2e/support/bridgeRoutes';
import { file, find, said, startWorlds, type Worlds } from '@/e2e/support/discoveryWorld';
import { type SettingsPage, settingsFile } from '@/e2e/support/settingsServers';

/** What a domain, or whoever asks, may try against the bridge by its search for settings. */

let worlds: Worlds;
beforeAll(async () => {
  worlds = await startWorlds();
});
afterEach(() => worlds.end());
afterAll(() => worlds?.stop());

describe('a hostile domain', () => {
  it.each<[string, SettingsPage]>([
    ['entities', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${file('&a;')}`],
    ['a file without end', `<clientConfig>${' '.repeat(200_000)}</clientConfig>`],
    ['a server inside', settingsFile({ host: '169.254.169.254', port: 22 })],
    ['a redirect inside', { to: 'https://192.168.0.1/settings.xml' }],
    ['a redirect to another scheme', { to: 'file:///etc/passwd' }],
    ['a redirect down to http', { to: 'http://autoconfig.evil.example/mail/config-v1.1.xml' }],
    ['redirects for ever', { to: 'https://autoconfig.evil.example/mail/config-v1.1.xml' }],
  ])('gets nowhere with %s', async (_, page) => {
    await worlds.make({ pages: { 'https://autoconfig.evil.example/mail/config-v1.1.xml': page } });
    expect(await said('ada@evil.example')).toEqual([]);
  });

  it('that names a server inside, by file or by record, has nothing read out', async () => {
    await worlds.make({
      pages: { 'https://autoconfig.evil.example/mail/config-v1.1.xml': file('inner.evil.example') },
      records: {
        'SRV _pop3s._tcp.evil.example': ['0 1 995 db.inner.example', '0 1 995 unknown.inner.example'],
      },
      addresses: { 'inner.evil.example': '10.0.0.1', 'db.inner.example': '192.168.0.1' },
    });
    expect(await said('ada@evil.example')).toEqual([]);
  });

  it('that points inside is asked nothing', async () => {
    const { servers } = await worlds.make({
      addresses: {
        'autoconfig.inner.example': '127.0.0.1',
        'pop.inner.example': '10.0.0.1',
        'inner.example': '192.168.0.1',
      },
    });
    expect(await said('ada@inner.example')).toEqual([]);
    expect(servers.seen).toEqual([]);
  });
});

describe('nobody is asked', () => {
  it.each(['ada@[127.0.0.1]', 'ada@127.0.0.1', 'ada@localhost', 'ada@gmail.com', 'ada@icloud.com'])(
    'for %s',
    async (address) => {
      const { names } = await worlds.make({});
      const { found } = await find(address);
      expect(found.length).toBe(address === 'ada@gmail.com' ? 1 : 0);
      expect(names.questions).toEqual([]);
    },
  );

  it('where the operator does not want it', async () => {
    const { names } = await worlds.make({ env: { POSTBAG_DISCOVERY: '0' } });
    expect(await find('ada@shop.example')).toEqual({ found: [], provider: null, searched: false });
    expect(names.questions).toEqual([]);
  });

  it('more often than a network may search', async () => {
    await worlds.make({ limits: { discovery: { free: 2, windowMs: 60_000 } } });
    const search = () => POST(pageRequest('/api/discovery', { body: '{"address":"ada@shop.example"}' }), {});
    const answers = [await search(), await search(), await search()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@exa mple.com',
    `ada@${'a'.repeat(320)}`,
    'ada\n@example.com',
  ])('for what is no address: %j', async (address) => {
    await worlds.make({});
    const response = await POST(pageRequest('/api/discovery', { body: JSON.stringify({ address }) }), {});
    expect(response.status).toBe(400);
  });
});
