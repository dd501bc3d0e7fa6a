import ipaddr from 'ipaddr.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hostileHosts as vectors, wildcard } from '@/e2e/support/hostileHosts';
import { admitTarget, checkTarget, isSpecial, type Purpose } from './guard';
import { Lifetime } from './lifetime';
import type { Resolve } from './resolve';
import { TargetRefused, TransportError } from './transport';

const open: Parameters<typeof checkTarget>[1] = {
  pop3Ports: new Set([110, 995]),
  smtpPorts: new Set([465, 587]),
  allowPrivateHosts: new Set<string>(),
  allowHosts: null,
  allowPrivateWeb: new Set<string>(),
};
const to =
  (...answers: string[]): Resolve =>
  async () =>
    answers;
const check = (host: string, resolve: Resolve = to('8.8.8.8'), policy = open, port = 995) =>
  checkTarget({ host, port, purpose: 'pop3' }, policy, resolve, 'here');

describe.runIf(vectors)('the list of hostile hosts', () => {
  it.each(vectors?.blocked.map((host) => [JSON.stringify(host), host]) ?? [])(
    'refuses %s',
    async (_, host) => {
      await expect(check(host ?? '', wildcard)).rejects.toStrictEqual(new TargetRefused());
    },
  );

  it.each(vectors?.ports_blocked.map((port) => [port]) ?? [])('refuses port %s', async (port) => {
    await expect(check('pop.example.com', to('8.8.8.8'), open, port as number)).rejects.toStrictEqual(
      new TargetRefused(),
    );
  });

  it.each(vectors?.ports_allowed.pop3.map((port) => [port]) ?? [])('admits port %s', async (port) => {
    await expect(check('pop.example.com', to('8.8.8.8'), open, port)).resolves.toHaveLength(1);
  });
});

describe('the guard', () => {
  it.each([
    ['a private address', to('10.0.0.1')],
    ['a public and a private one', to('8.8.8.8', '10.0.0.1')],
    ['a private one of the other family', to('8.8.8.8', 'fd00::1')],
    ['a mapped loopback', to('::ffff:127.0.0.1')],
    ['a private address behind NAT64', to('64:ff9b::a00:1')],
    ['an address of a link', to('fe80::1%eth0')],
    ['what is no address', to('pop.example.com')],
  ])('refuses a name that resolves to %s', async (_, resolve) => {
    await expect(check('pop.example.com', resolve)).rejects.toStrictEqual(new TargetRefused());
  });

  it.each(['localhost', 'mail', 'nas.lan', 'printer.local', 'db.internal', 'pop.home.arpa', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'])(
    'asks no resolver for %s, which means something inside a network only',
    async (host) => {
      const resolve = vi.fn<Resolve>().mockResolvedValue(['8.8.8.8']);
      await expect(check(host, resolve)).rejects.toStrictEqual(new TargetRefused());
      expect(resolve).not.toHaveBeenCalled();
    },
  );

  it.each([
    '010.8.8.8',
    '8.8.2056',
    '134744072',
    '0x8.8.8.8',
    '８.8.8.8',
    '8.8.8.8/',
    '8.8.8.8:995',
    'a@8.8.8.8',
    '8.8.8.8\0',
    ' 8.8.8.8',
  ])('refuses the address %j, which two programs may read differently', async (host) => {
    await expect(check(host)).rejects.toStrictEqual(new TargetRefused());
  });

  it('resolves once, and hands out what it judged', async () => {
    const resolve = vi
      .fn<Resolve>()
      .mockResolvedValueOnce(['2606:4700::1111', '1.1.1.1'])
      .mockResolvedValue(['127.0.0.1']);
    await expect(check('POP.Example.com.', resolve)).resolves.toEqual([
      { address: '2606:4700::1111', family: 6, servername: 'pop.example.com' },
      { address: '1.1.1.1', family: 4, servername: 'pop.example.com' },
    ]);
    expect(resolve).toHaveBeenCalledExactlyOnceWith('pop.example.com', false, 'here');
  });

  it.each(['bücher.example', 'BÜCHER.example.', 'xn--bcher-kva.example'])(
    'reads %s as an A-label',
    async (host) => {
      await expect(check(host)).resolves.toEqual([
        { address: '8.8.8.8', family: 4, servername: 'xn--bcher-kva.example' },
      ]);
    },
  );

  it('gives a literal address no server name and asks no resolver', async () => {
    const resolve = vi.fn<Resolve>();
    await expect(check('8.8.8.8', resolve)).resolves.toEqual([
      { address: '8.8.8.8', family: 4, servername: null },
    ]);
    expect(resolve).not.toHaveBeenCalled();
  });

  it('says that a public name is unknown', async () => {
    const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    await expect(check('nowhere.example', () => Promise.reject(unknown))).rejects.toMatchObject({
      code: 'name_unknown',
    });
    await expect(check('nowhere.example', to())).rejects.toMatchObject({ code: 'name_unknown' });
  });

  it('admits a private name or address that the operator allows, and no other', async () => {
    const house = { ...open, allowPrivateHosts: new Set(['nas.lan', '127.0.0.1']) };
    await expect(check('nas.lan', to('192.168.1.5'), house)).resolves.toHaveLength(1);
    await expect(check('127.0.0.1', to(), house)).resolves.toHaveLength(1);
    await expect(check('mail.example.com', to('127.0.0.1'), house)).resolves.toHaveLength(1);
    await expect(check('mail.example.com', to('127.0.0.2'), house)).rejects.toStrictEqual(
      new TargetRefused(),
    );
    await expect(check('other.lan', to('192.168.1.5'), house)).rejects.toStrictEqual(new TargetRefused());
    await expect(check('nas.lan', to('192.168.1.5'), house, 22)).rejects.toStrictEqual(new TargetRefused());
  });

  it('keeps to the list of hosts where there is one', async () => {
    const restricted = { ...open, allowHosts: new Set(['pop.example.com']) };
    await expect(check('pop.example.com', to('8.8.8.8'), restricted)).resolves.toHaveLength(1);
    await expect(check('pop.example.org', to('8.8.8.8'), restricted)).rejects.toStrictEqual(
      new TargetRefused(),
    );
  });

  it.each<[Purpose, number[], number[]]>([
    ['pop3', [110, 995], [25, 80, 443, 465, 587]],
    ['submission', [465, 587], [25, 80, 110, 443, 995]],
    ['web', [443], [25, 80, 110, 8443]],
    ['autoconfig', [80, 443], [25, 110, 8080]],
  ])('knows the ports of %s', async (purpose, right, wrong) => {
    const at = (port: number) =>
      checkTarget({ host: 'pop.example.com', port, purpose }, open, to('8.8.8.8'), 'here');
    for (const port of right) await expect(at(port)).resolves.toHaveLength(1);
    for (const port of wrong) await expect(at(port)).rejects.toStrictEqual(new TargetRefused());
  });

  it('lets what mail names reach nothing private, whatever mail hosts are allowed', async () => {
    const house = { ...open, allowPrivateHosts: new Set(['nas.lan', '127.0.0.1']) };
    for (const purpose of ['web', 'autoconfig'] as const) {
      for (const host of ['nas.lan', '127.0.0.1', 'pop.example.com']) {
        const asked = checkTarget({ host, port: 443, purpose }, house, to('127.0.0.1'), 'here');
        await expect(asked).rejects.toStrictEqual(new TargetRefused());
      }
    }
    const restricted = { ...open, allowHosts: new Set(['pop.example.com']) };
    const image = { host: 'images.example.org', port: 443, purpose: 'web' } as const;
    await expect(checkTarget(image, restricted, to('8.8.8.8'), 'here')).resolves.toHaveLength(1);
  });

  it.each(['8.8.8.8', '2606:4700::1111', '64:ff9b::808:808', '::ffff:8.8.8.8', '2606:4700::5efe:808:808'])(
    'takes %s for public',
    (address) => {
      expect(isSpecial(ipaddr.parse(address))).toBe(false);
    },
  );

  it.each([
    '4000::1',
    '2002:808:808::',
    '2001:0:808:808::',
    '::808:808',
    '192.52.193.1',
    '2606:4700::5efe:a00:1',
    '2606:4700::200:5efe:7f00:1',
  ])('takes %s for special', (address) => {
    expect(isSpecial(ipaddr.parse(address))).toBe(true);
  });
});

describe('the time of a refusal', () => {
  afterEach(() => vi.useRealTimers());

  const slow: Resolve = () => new Promise((done) => setTimeout(() => done(['10.0.0.1']), 2_000));
  const unknown: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
  const silent: Resolve = () => new Promise(() => {});
  it.each<[string, string, number, Resolve]>([
    ['a private address', '10.0.0.1', 995, to()],
    ['another port', 'pop.example.com', 22, to('8.8.8.8')],
    ['a name inside', 'pop.example.com', 995, to('10.0.0.1')],
    ['a name inside whose server is slow', 'pop.example.com', 995, slow],
    ['a name that nobody has', 'pop.example.com', 995, unknown],
    ['a name server that says nothing', 'pop.example.com', 995, silent],
    ['what is no host', 'a b', 995, to()],
  ])('is the same for %s', async (_, host, port, resolve) => {
    vi.useFakeTimers();
    const outcome = vi.fn();
    const lifetime = new Lifetime(new AbortController().signal);
    admitTarget(
      { host, port, purpose: 'pop3' },
      { config: open, resolve, client: { site: 'here' }, limits: { refusalMs: 3_000 } },
      lifetime,
      true,
    ).catch(outcome);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(outcome).toHaveBeenCalledExactlyOnceWith(new TargetRefused());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over at once when the browser goes', async () => {
    vi.useFakeTimers();
    const gone = new AbortController();
    const lifetime = new Lifetime(gone.signal);
    const outcome = admitTarget(
      { host: '10.0.0.1', port: 995, purpose: 'pop3' },
      { config: open, resolve: silent, client: { site: 'here' }, limits: { refusalMs: 3_000 } },
      lifetime,
      true,
    );
    gone.abort();
    await expect(outcome).rejects.toThrow('given up');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says that too many names are being resolved, to everybody alike', async () => {
    const lifetime = new Lifetime(new AbortController().signal);
    const resolve = vi.fn<Resolve>().mockResolvedValue('busy');
    const ground = { config: open, resolve, client: { site: 'here' }, limits: { refusalMs: 3_000 } };
    for (const hidden of [true, false]) {
      const asked = { host: 'pop.example.com', port: 995, purpose: 'pop3' as const };
      await expect(admitTarget(asked, ground, lifetime, hidden)).rejects.toMatchObject({
        problem: { code: 'too_soon', retryAfter: 5 },
      });
    }
  });

  it('does not hide a failing name server from whom it concerns', async () => {
    const lifetime = new Lifetime(new AbortController().signal);
    const outcome = admitTarget(
      { host: 'pop.example.com', port: 995, purpose: 'pop3' },
      { config: open, resolve: unknown, client: { site: 'here' }, limits: { refusalMs: 5 } },
      lifetime,
      false,
    );
    await expect(outcome).rejects.toStrictEqual(new TransportError('name_unknown'));
  });
});
