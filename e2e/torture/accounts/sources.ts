import { file, find, here, startWorlds, usual, type World } from '@/e2e/support/discoveryWorld';
import { type DiscoverySource, discoverySources } from '@/lib/contract/discovery';

const autoconfig = 'autoconfig.shop.example/mail/config-v1.1.xml';
const exchange =
  '<Autodiscover><Response><Account><Protocol><Type>POP3</Type><Server>mail.shop.example</Server><Port>995</Port><LoginName>ada</LoginName></Protocol></Account></Response></Autodiscover>';

/** A world for each source, in which it alone knows something. */
const worlds: Record<DiscoverySource, World & { address?: string }> = {
  table: { address: 'ada@gmail.com' },
  autoconfig: { pages: { [`https://${autoconfig}`]: file('pop.shop.example') } },
  ispdb: {
    pages: { 'https://ispdb.example/v1.1/shop.example': file('pop.shop.example') },
    env: { POSTBAG_ISPDB_URL: 'https://ispdb.example/v1.1/' },
  },
  exchanger: { records: { 'MX shop.example': ['10 aspmx.l.google.com'] } },
  srv: { records: { 'SRV _pop3s._tcp.shop.example': ['0 1 995 pop.shop.example'] } },
  autodiscover: {
    pages: { 'https://autodiscover.shop.example/autodiscover/autodiscover.xml': exchange },
  },
  plain_autoconfig: { pages: { [`http://${autoconfig}`]: file('pop.shop.example') } },
  tried: { address: 'ada@usual.example', addresses: { [usual]: here } },
};

/** The sources that find a server where they alone know one. */
export async function workingSources(): Promise<DiscoverySource[]> {
  const ground = await startWorlds();
  const working: DiscoverySource[] = [];
  try {
    for (const source of discoverySources) {
      const { address = 'ada@shop.example', ...world } = worlds[source];
      await ground.make(world);
      const { found } = await find(address);
      if (found[0]?.source === source) working.push(source);
      else console.log(`${source}: ${JSON.stringify(found)}`);
    }
  } finally {
    await ground.stop();
  }
  return working;
}
