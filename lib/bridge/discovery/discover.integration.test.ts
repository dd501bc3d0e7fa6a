import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '@/app/api/discovery/route';
import { pageRequest, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import { type NameServer, type RecordType, startNameServer } from '@/e2e/support/nameServer';
import {
  type SettingsPage,
  type SettingsServers,
  settingsFile,
  startSettingsServers,
} from '@/e2e/support/settingsServers';
import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import { makeRecords, makeResolve } from '../resolve';

/** Each place in which settings are looked for, for real: name servers, web servers and Dovecot on loopback. */

const here = '127.0.86.1';
/** Where nothing listens. */
const nowhere = '127.0.86.9';
const usual = 'pop.usual.example';
/** Mail servers that settings name; nothing listens there, and nobody asks while something better is known. */
const mailServers = Object.fromEntries(
  ['pop', 'mail', 'first', 'second', 'third', 'heavy', 'light', 'late', 'start']
    .map((name) => `${name}.shop.example`)
    .concat('pop.host.example', 'pop.hoster.example')
    .map((name) => [name, nowhere]),
);
let folder: string;
let caFile: string;
let dovecot: Dovecot;
let relay: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-discovery-'));
  dovecot = await startDovecot({ users: { ada: 'secret' }, names: [usual] });
  // At the usual port, as the guess expects it.
  relay = createServer((from) => {
    const to = connect(dovecot.popsPort, '127.0.0.1');
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done, failed) => {
    relay.once('error', failed).listen(995, here, done);
  });
});
afterAll(async () => {
  relay?.close();
  await dovecot?.stop();
  await rm(folder, { recursive: true, force: true });
});

let servers: SettingsServers | undefined;
let names: NameServer | undefined;
afterEach(async () => {
  await servers?.close();
  await names?.stop();
  servers = undefined;
  names = undefined;
});

interface World {
  pages?: Record<string, SettingsPage>;
  /** Names that have an address; all others are unknown. */
  addresses?: Record<string, string>;
  records?: Partial<Record<`${RecordType} ${string}`, string[]>>;
  env?: Record<string, string>;
  limits?: Parameters<typeof useBridge>[0]['limits'];
}

/** Puts the bridge into a world of its own. */
async function world({ pages = {}, addresses = {}, records = {}, env = {}, limits }: World): Promise<void> {
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, readFileSync(dovecot.ca));
  const hosts: Record<string, string> = {
    ...mailServers,
    ...Object.fromEntries(Object.keys(pages).map((page) => [new URL(page).hostname, here])),
    ...addresses,
  };
  servers = await startSettingsServers(here, { 'https://unused.example/': '', ...pages }, caFile);
  names = await startNameServer((name, type) => {
    const address = hosts[name];
    if (type === 'A' && address) return [address];
    return records[`${type} ${name}`] ?? (address ? [] : 'NXDOMAIN');
  });
  useBridge({
    ports: [995, 110, dovecot.popsPort],
    authorities: [readFileSync(caFile, 'utf8')],
    limits: {
      refusalMs: 300,
      discoveryPatienceMs: 600,
      discoveryStepMs: 1_500,
      discoveryMs: 4_000,
      ...limits,
    },
    env: {
      POSTBAG_ALLOW_PRIVATE_HOSTS: `${here},${nowhere}`,
      POSTBAG_ALLOW_PRIVATE_WEB: servers.allowed,
      ...env,
    },
    resolve: makeResolve(undefined, [names.at]),
    records: makeRecords(undefined, [names.at]),
  });
}

async function find(address: string): Promise<DiscoveryAnswer> {
  const response = await POST(pageRequest('/api/discovery', { body: JSON.stringify({ address }) }), {});
  expect(response.status).toBe(200);
  return response.json();
}
const said = async (address: string) =>
  (await find(address)).found.map(({ source, from, incoming: { host, port, security, username } }) =>
    [source, from, host, port, security, username].join(' '),
  );

const file = (host: string) => settingsFile({ host, port: 995 });

describe('settings are found', () => {
  it('in the domain’s own file, which is told the address', async () => {
    await world({
      pages: { 'https://autoconfig.shop.example/mail/config-v1.1.xml': file('pop.shop.example') },
    });
    const { found, provider } = await find('ada@shop.example');
    expect(found).toEqual([
      {
        incoming: { host: 'pop.shop.example', port: 995, security: 'tls', username: 'ada' },
        outgoing: { host: 'pop.shop.example', port: 465, security: 'tls', username: 'ada@shop.example' },
        source: 'autoconfig',
        from: 'autoconfig.shop.example',
      },
    ]);
    expect(provider).toBeNull();
    expect(servers?.seen).toContain(
      'https://autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=ada%40shop.example',
    );
  });

  it('under .well-known, also behind a redirect, for a domain with signs of its own', async () => {
    await world({
      pages: {
        'https://xn--bcher-kva.example/.well-known/autoconfig/mail/config-v1.1.xml': {
          to: 'https://host.example/settings.xml',
        },
        'https://host.example/settings.xml': file('pop.host.example'),
      },
    });
    expect(await said('ada@bücher.example')).toEqual([
      'autoconfig xn--bcher-kva.example pop.host.example 995 tls ada',
    ]);
  });

  it('in the operator’s database of providers, by domain and by who takes the mail in', async () => {
    const pages = {
      'https://ispdb.example/v1.1/shop.example': file('pop.shop.example'),
      'https://ispdb.example/v1.1/hoster.example': file('pop.hoster.example'),
    };
    const env = { POSTBAG_ISPDB_URL: 'https://ispdb.example/v1.1/' };
    await world({
      pages,
      env,
      records: { 'MX customer.example': ['20 mx2.other.example', '10 mx.hoster.example'] },
    });
    expect(await said('ada@shop.example')).toEqual(['ispdb ispdb.example pop.shop.example 995 tls ada']);
    expect(await said('ada@customer.example')).toEqual([
      'exchanger ispdb.example pop.hoster.example 995 tls ada',
    ]);
  });

  it('by who takes the mail in, with what people have to know there', async () => {
    await world({
      records: {
        'MX customer.example': ['10 aspmx.l.google.com'],
        'MX apple.example': ['10 mx01.mail.icloud.com'],
      },
    });
    const { found, provider } = await find('ada@customer.example');
    expect(found.map(({ source, from }) => `${source} ${from}`)).toEqual(['exchanger Gmail']);
    expect(provider?.needs).toEqual(['switch_on', 'app_password']);
    expect(await find('ada@apple.example')).toMatchObject({ found: [], provider: { needs: ['no_pop3'] } });
  });

  it('in SRV records: TLS at once before STARTTLS, priorities before weights', async () => {
    await world({
      records: {
        'SRV _pop3s._tcp.shop.example': [
          '20 9 995 late.shop.example',
          '10 1 995 light.shop.example',
          '10 9 995 heavy.shop.example',
        ],
        'SRV _pop3._tcp.shop.example': ['0 1 110 start.shop.example'],
        'SRV _submissions._tcp.shop.example': ['0 1 465 smtp.shop.example'],
        'SRV _pop3s._tcp.none.example': ['0 0 0 .'],
      },
    });
    expect(await said('ada@shop.example')).toEqual(
      [
        'heavy.shop.example 995 tls',
        'light.shop.example 995 tls',
        'late.shop.example 995 tls',
        'start.shop.example 110 starttls',
      ].map((server) => `srv shop.example ${server} ada@shop.example`),
    );
    expect((await find('ada@shop.example')).found[0]?.outgoing).toMatchObject({
      host: 'smtp.shop.example',
      port: 465,
    });
    expect(await said('ada@none.example')).toEqual([]);
  });

  it('at the domain’s Exchange server', async () => {
    await world({
      pages: {
        'https://autodiscover.shop.example/autodiscover/autodiscover.xml':
          '<Autodiscover><Response><Account><Protocol><Type>POP3</Type><Server>mail.shop.example</Server><Port>995</Port><LoginName>SHOP\\ada</LoginName></Protocol></Account></Response></Autodiscover>',
      },
    });
    expect(await said('ada@shop.example')).toEqual([
      'autodiscover autodiscover.shop.example mail.shop.example 995 tls SHOP\\ada',
    ]);
  });

  it('in a file without protection, which is not told the address', async () => {
    await world({
      pages: { 'http://autoconfig.shop.example/mail/config-v1.1.xml': file('pop.shop.example') },
    });
    expect(await said('ada@shop.example')).toEqual([
      'plain_autoconfig autoconfig.shop.example pop.shop.example 995 tls ada',
    ]);
    expect(servers?.seen.filter((url) => url.startsWith('http:') && url.includes('ada'))).toEqual([]);
  });

  it('at a server of a usual name that greets behind a certificate of its own', async () => {
    await world({
      addresses: {
        [usual]: here,
        'mail.usual.example': here,
        'pop.wrong.example': here,
        'pop.shut.example': nowhere,
      },
    });
    // Dovecot answers to both names, and its certificate holds for one.
    expect(await said('ada@usual.example')).toEqual([`tried ${usual} ${usual} 995 tls ada@usual.example`]);
    expect(await said('ada@wrong.example')).toEqual([]);
    expect(await said('ada@shut.example')).toEqual([]);
  });
});

describe('answers that disagree', () => {
  it('are shown in the order in which they are believed, each server once', async () => {
    await world({
      pages: {
        'https://autoconfig.shop.example/mail/config-v1.1.xml': file('first.shop.example'),
        'http://autoconfig.shop.example/mail/config-v1.1.xml': file('third.shop.example'),
      },
      records: {
        'SRV _pop3s._tcp.shop.example': ['0 1 995 second.shop.example', '1 1 995 first.shop.example'],
      },
    });
    const hosts = (await find('ada@shop.example')).found.map(
      ({ source, incoming }) => `${source} ${incoming.host}`,
    );
    expect(hosts[0]).toBe('autoconfig first.shop.example');
    expect(new Set(hosts).size).toBe(hosts.length);
    expect(hosts).not.toContain('srv first.shop.example');
  });

  it('of somebody who says nothing are not waited for for long', async () => {
    await world({
      pages: { 'https://autoconfig.shop.example/mail/config-v1.1.xml': 'silence' },
      records: { 'SRV _pop3s._tcp.shop.example': ['0 1 995 pop.shop.example'] },
    });
    expect(await said('ada@shop.example')).toEqual([
      'srv shop.example pop.shop.example 995 tls ada@shop.example',
    ]);
  });
});

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
    await world({ pages: { 'https://autoconfig.evil.example/mail/config-v1.1.xml': page } });
    expect(await said('ada@evil.example')).toEqual([]);
  });

  it('that names a server inside, by file or by record, has nothing read out', async () => {
    await world({
      pages: { 'https://autoconfig.evil.example/mail/config-v1.1.xml': file('inner.evil.example') },
      records: {
        'SRV _pop3s._tcp.evil.example': ['0 1 995 db.inner.example', '0 1 995 unknown.inner.example'],
      },
      addresses: { 'inner.evil.example': '10.0.0.1', 'db.inner.example': '192.168.0.1' },
    });
    expect(await said('ada@evil.example')).toEqual([]);
  });

  it('that points inside is asked nothing', async () => {
    await world({
      addresses: {
        'autoconfig.inner.example': '127.0.0.1',
        'pop.inner.example': '10.0.0.1',
        'inner.example': '192.168.0.1',
      },
    });
    expect(await said('ada@inner.example')).toEqual([]);
    expect(servers?.seen).toEqual([]);
  });
});

describe('nobody is asked', () => {
  it.each(['ada@[127.0.0.1]', 'ada@127.0.0.1', 'ada@localhost', 'ada@gmail.com', 'ada@icloud.com'])(
    'for %s',
    async (address) => {
      await world({});
      const { found } = await find(address);
      expect(found.length).toBe(address === 'ada@gmail.com' ? 1 : 0);
      expect(names?.questions).toEqual([]);
    },
  );

  it('where the operator does not want it', async () => {
    await world({ env: { POSTBAG_DISCOVERY: '0' } });
    expect(await find('ada@shop.example')).toEqual({ found: [], provider: null, searched: false });
    expect(names?.questions).toEqual([]);
  });

  it('more often than a network may search', async () => {
    await world({ limits: { discovery: { free: 2, windowMs: 60_000 } } });
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
    await world({});
    const response = await POST(pageRequest('/api/discovery', { body: JSON.stringify({ address }) }), {});
    expect(response.status).toBe(400);
  });
});
