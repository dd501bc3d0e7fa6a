import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config';

const secret = '0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT+u';
const newer = 'u+T9sR8qP7oN6mL5kJ4iH3gF2eD1cB0a';
const needed = { POSTBAG_SECRET: secret, POSTBAG_ORIGIN: 'https://mail.example.org' };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig({ ...needed, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has defaults for all but the secret and the origin', () => {
    expect(readConfig(needed)).toEqual({
      secrets: [secret],
      origin: new URL('https://mail.example.org'),
      pop3Ports: new Set([110, 995]),
      smtpPorts: new Set([465, 587]),
      allowPrivateHosts: new Set(),
      allowPrivateWeb: new Set(),
      allowHosts: null,
      nameServers: undefined,
      discovery: true,
      ispdb: null,
      trustedProxies: [],
      allowPins: false,
      allowPlaintext: false,
      logLevel: 'info',
      logHosts: false,
      authorities: rootCertificates,
      shutdownMs: 25_000,
      metricsToken: null,
      oauth: [],
      demo: null,
    });
    expect(() => readConfig({})).toThrow(/POSTBAG_SECRET: is required.*\n.*POSTBAG_ORIGIN: is required/);
  });

  it('reads every setting, and takes an empty one for absent', () => {
    const folder = mkdtempSync(`${tmpdir()}/postbag-config-`);
    const file = `${folder}/ca.pem`;
    writeFileSync(file, 'PEM');
    const read = readConfig({
      ...needed,
      POSTBAG_SECRET: `${newer}, ${secret}`,
      POSTBAG_POP3_PORTS: '995, 11995',
      POSTBAG_SMTP_PORTS: '587,2587',
      POSTBAG_ALLOW_PRIVATE_HOSTS: 'NAS.lan., 127.0.0.1',
      POSTBAG_ALLOW_HOSTS: 'pop.example.org',
      POSTBAG_NAME_SERVERS: '192.0.2.53, [2001:DB8::53]:5353, 127.0.0.1:53',
      POSTBAG_DISCOVERY: '0',
      POSTBAG_ISPDB_URL: 'https://ispdb.example.org/v1.1/',
      POSTBAG_ALLOW_PLAINTEXT: '1',
      POSTBAG_CA_FILE: file,
      POSTBAG_DEMO: '',
    });
    rmSync(folder, { recursive: true });
    expect(read).toMatchObject({
      secrets: [newer, secret],
      nameServers: ['192.0.2.53:53', '[2001:db8::53]:5353', '127.0.0.1:53'],
      discovery: false,
      ispdb: new URL('https://ispdb.example.org/v1.1/'),
      pop3Ports: new Set([995, 11995]),
      smtpPorts: new Set([587, 2587]),
      allowPrivateHosts: new Set(['nas.lan', '127.0.0.1']),
      allowHosts: new Set(['pop.example.org']),
      allowPlaintext: true,
      demo: null,
    });
    expect(read.authorities.at(-1)).toBe('PEM');
  });

  it('lets passwords travel in plain text on the machine itself, or to servers that are named', () => {
    const plain = { POSTBAG_ALLOW_PLAINTEXT: '1' };
    expect(problemsOf({ ...plain, POSTBAG_ORIGIN: 'http://localhost:3000' })).toEqual([]);
    expect(problemsOf({ ...plain, POSTBAG_ALLOW_HOSTS: 'nas.lan' })).toEqual([]);
    expect(problemsOf(plain)).toEqual([expect.stringMatching(/POSTBAG_ALLOW_HOSTS/)]);
  });

  it('takes plain http for the machine itself alone, and says why and what to do', () => {
    for (const host of ['localhost:3000', 'postbag.localhost', '127.0.0.1:3000', '127.1.2.3', '[::1]:3000'])
      expect(problemsOf({ POSTBAG_ORIGIN: `http://${host}` }), host).toEqual([]);
    const [problem] = problemsOf({ POSTBAG_ORIGIN: 'http://mail.example.org' });
    expect(problem).toMatch(
      /^POSTBAG_ORIGIN: must be https, .*nobody would stay signed in; put a reverse proxy/,
    );
  });

  it.each([
    ['POSTBAG_SECRET', 'short'],
    ['POSTBAG_SECRET', `${secret},short`],
    ['POSTBAG_SECRET', ','],
    ['POSTBAG_SECRET', 'x'.repeat(64)],
    ['POSTBAG_SECRET', `${secret},changeme-changeme-changeme-changeme`],
    ['POSTBAG_SECRET', '$(openssl rand -base64 33) as in the README'],
    ['POSTBAG_ORIGIN', 'mail.example.org'],
    ['POSTBAG_ORIGIN', 'ftp://mail.example.org'],
    ['POSTBAG_ORIGIN', 'https://mail.example.org/postbag'],
    ['POSTBAG_ORIGIN', 'http://mail.example.org'],
    ['POSTBAG_ORIGIN', 'http://192.168.1.5:3000'],
    ['POSTBAG_ORIGIN', 'http://127.0.0.1.example.org'],
    ['POSTBAG_ORIGIN', 'http://notlocalhost:3000'],
    ['POSTBAG_POP3_PORTS', '0'],
    ['POSTBAG_POP3_PORTS', '995,25'],
    ['POSTBAG_POP3_PORTS', '22'],
    ['POSTBAG_POP3_PORTS', '995,6379'],
    ['POSTBAG_ALLOW_PRIVATE_HOSTS', '*'],
    ['POSTBAG_ALLOW_PRIVATE_HOSTS', '10.0.0.0/8'],
    ['POSTBAG_ALLOW_PLAINTEXT', '1'],
    ['POSTBAG_METRICS_TOKEN', 'short'],
    ['POSTBAG_POP3_PORTS', '995,0x3e3'],
    ['POSTBAG_POP3_PORTS', '65536'],
    ['POSTBAG_POP3_PORTS', ','],
    ['POSTBAG_SMTP_PORTS', '25'],
    ['POSTBAG_SMTP_PORTS', '587,25'],
    ['POSTBAG_ALLOW_PRIVATE_HOSTS', 'http://nas.lan'],
    ['POSTBAG_ALLOW_HOSTS', 'pop.example.org:995'],
    ['POSTBAG_NAME_SERVERS', 'ns.example.org'],
    ['POSTBAG_NAME_SERVERS', '192.0.2.53:70000'],
    ['POSTBAG_DISCOVERY', 'no'],
    ['POSTBAG_ISPDB_URL', 'http://ispdb.example.org/v1.1/'],
    ['POSTBAG_ISPDB_URL', 'https://ispdb.example.org/v1.1'],
    ['POSTBAG_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['POSTBAG_TRUSTED_PROXIES', '10.0.0.0/8, proxy.example.org'],
    ['POSTBAG_TRUSTED_PROXIES', '10.1/8'],
    ['POSTBAG_TRUSTED_PROXIES', '0.0.0.0/0'],
    ['POSTBAG_TRUSTED_PROXIES', '::/0'],
    ['POSTBAG_TRUSTED_PROXIES', 'fe80::1%eth0'],
    ['POSTBAG_TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['POSTBAG_TRUSTED_PROXIES', '*'],
    ['POSTBAG_ALLOW_PLAINTEXT', 'yes'],
    ['POSTBAG_LOG_LEVEL', 'verbose'],
    ['POSTBAG_LOG_HOSTS', 'yes'],
    ['POSTBAG_CA_FILE', '/nowhere/ca.pem'],
    ['POSTBAG_SHUTDOWN_SECONDS', '-1'],
    ['POSTBAG_SHUTDOWN_SECONDS', '301'],
    ['POSTBAG_SHUTDOWN_SECONDS', '1.5'],
    ['POSTBAG_DEMO', '{'],
    ['POSTBAG_DEMO', '{"address":"a"}'],
  ])('refuses %s=%s by name, without its value where it is a secret', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(new RegExp(`^${name}: `));
    if (name === 'POSTBAG_SECRET') expect(problems.join()).not.toContain(secret);
  });
});
