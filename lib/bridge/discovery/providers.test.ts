import { describe, expect, it } from 'vitest';
import { normaliseHost } from '../host';
import { noteOf, providerAt, providerOf, serversOf } from './lookup';
import { providers } from './providers';

describe('the table of providers', () => {
  it('knows each domain once, in the spelling in which it is looked up', () => {
    const domains = providers.flatMap(({ domains }) => domains);
    expect(new Set(domains).size).toBe(domains.length);
    for (const domain of domains) expect(normaliseHost(domain)).toEqual({ kind: 'name', text: domain });
  });

  it('says of each where it can be checked, and when it was gone over', () => {
    for (const { help, written, pop3, needs } of providers) {
      expect(help).toMatch(/^https:\/\//);
      expect(written).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
      expect(pop3 === null).toBe(needs?.includes('no_pop3') ?? false);
    }
  });

  it('gives servers with TLS, and what people have to know', () => {
    const gmail = providerOf('googlemail.com');
    const outlook = providerOf('hotmail.com');
    if (!gmail || !outlook) throw new Error('the table lacks them');
    expect(serversOf(gmail, 'a@googlemail.com')).toEqual({
      incoming: { host: 'pop.gmail.com', port: 995, security: 'tls', username: 'a@googlemail.com' },
      outgoing: { host: 'smtp.gmail.com', port: 465, security: 'tls', username: 'a@googlemail.com' },
    });
    expect(serversOf(outlook, 'a@hotmail.com')?.outgoing).toMatchObject({ port: 587, security: 'starttls' });
    expect(noteOf(outlook)?.needs).toContain('provider_sign_in');
    const icloud = providerOf('icloud.com');
    expect(icloud && serversOf(icloud, 'a@icloud.com')).toBeNull();
    expect(providerOf('example.com')).toBeNull();
  });

  it('recognises providers by their exchangers, by whole labels and the longest end', () => {
    expect(providerAt('aspmx.l.google.com.')?.name).toBe('Gmail');
    expect(providerAt('shop-example.mail.protection.outlook.com')?.name).toBe('Microsoft 365');
    expect(providerAt('outlook-com.olc.protection.outlook.com')?.name).toBe('Outlook.com');
    expect(providerAt('mx.notgoogle.com')).toBeNull();
    expect(providerAt('google.com.evil.example')).toBeNull();
  });
});
