import { afterEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer, type Zone } from '@/e2e/support/nameServer';
import { makeResolve } from './resolve';

const rules = { lookups: 3, lookupsOfNetwork: 2, lookupMs: 600, otherFamilyMs: 50 };
const v6 = '2001:db8:0:0:0:0:0:1';
const servers: NameServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function against(zone: Zone) {
  const server = await startNameServer(zone);
  servers.push(server);
  return { resolve: makeResolve(rules, [server.at]), server };
}
const code = (outcome: Promise<unknown>) =>
  outcome.then(
    () => 'resolved',
    (error) => error.code,
  );

describe('names', () => {
  it('are asked for in both families, and IPv4 comes first', async () => {
    const { resolve, server } = await against((_, type) =>
      type === 'A' ? ['192.0.2.1', '192.0.2.2'] : [v6],
    );
    expect(await resolve('pop.example.com', false, 'a')).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
    expect(server.questions.sort()).toEqual(['pop.example.com A', 'pop.example.com AAAA']);
  });

  it.each<[string, Zone, string[]]>([
    ['says that there is no other', (_, type) => (type === 'A' ? ['192.0.2.1'] : []), ['192.0.2.1']],
    ['says that there is no other (IPv6)', (_, type) => (type === 'A' ? [] : [v6]), ['2001:db8::1']],
    ['never answers for the other', (_, type) => (type === 'A' ? ['192.0.2.1'] : null), ['192.0.2.1']],
    ['never answers for the other (IPv6)', (_, type) => (type === 'A' ? null : [v6]), ['2001:db8::1']],
  ])('of one family are enough where the name server %s', async (_, zone, addresses) => {
    const { resolve, server } = await against(zone);
    expect(await resolve('pop.example.com', false, 'a')).toEqual(addresses);
    // The other is not waited for until it is asked for again.
    expect(server.questions).toHaveLength(2);
  });

  it('that nobody has, and those of which nobody speaks, are no names; the latter after our time', async () => {
    const { resolve } = await against((name) => (name === 'none.example.com' ? 'NXDOMAIN' : null));
    expect(await code(resolve('none.example.com', false, 'a'))).toBe('ENOTFOUND');
    expect(await code(resolve('mute.example.com', false, 'a'))).toBe('ECANCELLED');
  });

  it('that the operator has not named are looked for in no hosts file, and with no search domain', async () => {
    const { resolve, server } = await against(() => 'NXDOMAIN');
    expect(await code(resolve('localhost', false, 'a'))).not.toBe('resolved');
    expect(await code(resolve('pop.example.com', false, 'a'))).toBe('ENOTFOUND');
    expect(new Set(server.questions.map((question) => question.split(' ')[0]))).not.toContain(
      'pop.example.com.example.com',
    );
    expect(await resolve('localhost', true, 'a')).toContain('127.0.0.1');
  });
});

describe('names that are being resolved', () => {
  it('are so many for a network and in all; who has none always gets one', async () => {
    const { resolve } = await against((name) => (name.startsWith('mute') ? null : ['192.0.2.1']));
    const held = [resolve('mute1.example.com', false, 'a'), resolve('mute2.example.com', false, 'a')].map(
      code,
    );
    expect(await resolve('pop.example.com', false, 'a')).toBe('busy');
    held.push(code(resolve('mute3.example.com', false, 'b')));
    expect(await resolve('pop.example.com', false, 'b')).toBe('busy');
    expect(await resolve('pop.example.com', false, 'c')).toEqual(['192.0.2.1']);
    // What the operator has named is not anybody's choice.
    expect(await resolve('localhost', true, 'a')).toContain('127.0.0.1');
    expect(await Promise.all(held)).toEqual(['ECANCELLED', 'ECANCELLED', 'ECANCELLED']);
    expect(await resolve('pop.example.com', false, 'a')).toEqual(['192.0.2.1']);
  });

  it('are asked for once, however many want to know', async () => {
    const { resolve, server } = await against(() => ['192.0.2.1']);
    const answers = Array.from({ length: 20 }, () => resolve('pop.example.com', false, 'a'));
    expect(new Set(await Promise.all(answers)).size).toBe(1);
    expect(server.questions.filter((question) => question.endsWith(' A'))).toHaveLength(1);
  });
});
