import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { POST } from '@/app/api/discovery/route';
import { makeRecords, makeResolve } from '@/lib/bridge/resolve';
import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import { pageRequest, useBridge } from './bridgeRoutes';
import { startDovecot } from './dovecot';
import { type NameServer, type RecordType, startNameServer } from './nameServer';
import {
  type SettingsPage,
  type SettingsServers,
  settingsFile,
  startSettingsServers,
} from './settingsServers';

/** Each place in which settings are looked for, for real: name servers, web servers and Dovecot on loopback. */

/** Where the servers of a world are, and where nothing listens. */
export const here = '127.0.86.1';
export const nowhere = '127.0.86.9';
/** The name for which the mail server's certificate holds. */
export const usual = 'pop.usual.example';
/** Mail servers that settings name; nothing listens there, and nobody asks while something better is known. */
const mailServers = Object.fromEntries(
  ['pop', 'mail', 'first', 'second', 'third', 'heavy', 'light', 'late', 'start']
    .map((name) => `${name}.shop.example`)
    .concat('pop.host.example', 'pop.hoster.example')
    .map((name) => [name, nowhere]),
);

export interface World {
  pages?: Record<string, SettingsPage>;
  /** Names that have an address; all others are unknown. */
  addresses?: Record<string, string>;
  records?: Partial<Record<`${RecordType} ${string}`, string[]>>;
  env?: Record<string, string>;
  limits?: Parameters<typeof useBridge>[0]['limits'];
}

export interface Worlds {
  /** Puts the bridge of this process into a world of its own; the one before ends. */
  make(world: World): Promise<{ servers: SettingsServers; names: NameServer }>;
  end(): Promise<void>;
  /** Ends everything, the mail server too. */
  stop(): Promise<void>;
}

/** Starts what all worlds have in common: a mail server, at the usual port as the guess expects it. */
export async function startWorlds(): Promise<Worlds> {
  const folder = await mkdtemp(join(tmpdir(), 'postbag-discovery-'));
  const caFile = join(folder, 'ca.pem');
  const dovecot = await startDovecot({ users: { ada: 'secret' }, names: [usual] });
  const relay = createServer((from) => {
    const to = connect(dovecot.popsPort, '127.0.0.1');
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done, failed) => {
    relay.once('error', failed).listen(995, here, done);
  });
  let running: { servers: SettingsServers; names: NameServer } | null = null;
  const end = async () => {
    await running?.servers.close();
    await running?.names.stop();
    running = null;
  };
  return {
    end,
    async make({ pages = {}, addresses = {}, records = {}, env = {}, limits }) {
      await end();
      await writeFile(caFile, readFileSync(dovecot.ca));
      const hosts: Record<string, string> = {
        ...mailServers,
        ...Object.fromEntries(Object.keys(pages).map((page) => [new URL(page).hostname, here])),
        ...addresses,
      };
      const servers = await startSettingsServers(here, { 'https://unused.example/': '', ...pages }, caFile);
      const names = await startNameServer((name, type) => {
        const address = hosts[name];
        if (type === 'A' && address) return [address];
        return records[`${type} ${name}`] ?? (address ? [] : 'NXDOMAIN');
      });
      running = { servers, names };
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
      return running;
    },
    async stop() {
      await end();
      relay.close();
      await dovecot.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the route finds for an address. @throws Error unless it answers with 200 */
export async function find(address: string): Promise<DiscoveryAnswer> {
  const response = await POST(pageRequest('/api/discovery', { body: JSON.stringify({ address }) }), {});
  if (response.status !== 200) throw new Error(await response.text());
  return response.json();
}

/** The same, a line for each server. */
export async function said(address: string): Promise<string[]> {
  const { found } = await find(address);
  return found.map(({ source, from, incoming: { host, port, security, username } }) =>
    [source, from, host, port, security, username].join(' '),
  );
}

/** A settings file with this server. */
export const file = (host: string) => settingsFile({ host, port: 995 });
