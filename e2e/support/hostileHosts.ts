import { existsSync, readFileSync } from 'node:fs';
import type { Resolve } from '@/lib/bridge/resolve';

interface HostileHosts {
  blocked: string[];
  ports_allowed: { pop3: number[] };
  ports_blocked: unknown[];
}

const file = `${process.env.POSTBAG_CORPUS ?? '../shared/corpus'}/vectors/ssrf-hosts.json`;

/** The corpus' list of hosts that nobody may reach through the bridge; null, and said, where there is no corpus. */
export const hostileHosts: HostileHosts | null = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : null;
if (!hostileHosts) console.warn(`The list of hostile hosts is absent (${file}); its cases are left out.`);

/** What public wildcard services really answer; every other name of the list must not even be asked for. */
export const wildcard: Resolve = async (name) => {
  const answers: Record<string, string[]> = {
    '127.0.0.1.nip.io': ['127.0.0.1'],
    '127-0-0-1.nip.io': ['127.0.0.1'],
    '7f000001.nip.io': ['127.0.0.1'],
    '10.0.0.1.sslip.io': ['10.0.0.1'],
    '--1.sslip.io': ['::1'],
    'localtest.me': ['::1', '127.0.0.1'],
  };
  const known = answers[name];
  if (!known) throw new Error(`asked for ${name}`);
  return known;
};
