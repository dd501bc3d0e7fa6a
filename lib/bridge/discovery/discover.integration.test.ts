import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  file,
  find,
  here,
  nowhere,
  said,
  startWorlds,
  usual,
  type Worlds,
} from '@/e2e/support/discoveryWorld';

/** Where settings are found, and whose word counts. What hostile domains try stands in hostile.integration.test.ts. */

let worlds: Worlds;
beforeAll(async () => {
  worlds = await startWorlds();
});
afterEach(() => worlds.end());
afterAll(() => worlds?.stop());

describe('settings are found', () => {
  it('in the domain’s own file, which is told the address', async () => {
    const { servers } = await worlds.make({
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
    expect(servers.seen).toContain(
      'https://autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=ada%40shop.example',
    );
  });

  it('under .well-known, also behind a redirect, for a domain with signs of its own', async () => {
    await worlds.make({
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
    await worlds.make({
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
    await worlds.make({
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
    await worlds.make({
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
    await worlds.make({
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
    const { servers } = await worlds.make({
      pages: { 'http://autoconfig.shop.example/mail/config-v1.1.xml': file('pop.shop.example') },
    });
    expect(await said('ada@shop.example')).toEqual([
      'plain_autoconfig autoconfig.shop.example pop.shop.example 995 tls ada',
    ]);
    expect(servers.seen.filter((url) => url.startsWith('http:') && url.includes('ada'))).toEqual([]);
  });

  it('at a server of a usual name that greets behind a certificate of its own', async () => {
    await worlds.make({
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
    await worlds.make({
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
    await worlds.make({
      pages: { 'https://autoconfig.shop.example/mail/config-v1.1.xml': 'silence' },
      records: { 'SRV _pop3s._tcp.shop.example': ['0 1 995 pop.shop.example'] },
    });
    expect(await said('ada@shop.example')).toEqual([
      'srv shop.example pop.shop.example 995 tls ada@shop.example',
    ]);
  });
});
