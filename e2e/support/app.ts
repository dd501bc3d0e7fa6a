import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { originOf, type RunningBridge, startBridge } from '@/lib/demo/bridgeProcess';
import { anyFreePort } from '@/lib/demo/ports';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface AppWishes {
  /** PEM file of the authority that signed the mail servers' certificates. */
  caFile: string;
  /** Ports of the mail servers on loopback that may be dialled, beside 110 and 995. */
  pop3Ports: readonly number[];
  /** Where people reach it, when that is a proxy in front of it. */
  publicPort?: number;
  /** Where it listens; a free port by default. */
  port?: number;
  /** Further settings. */
  environment?: Record<string, string>;
}

export interface RunningApp extends RunningBridge {
  port: number;
  /** All that it printed so far. */
  printed(): string;
}

/** One key for all starts of a test run: a restart keeps the sign-ins, as in production. */
const secret = randomBytes(32).toString('base64url');

/** Starts the built app with a bridge that may dial servers on loopback. Rejects with its last words. */
export async function startApp(wishes: AppWishes): Promise<RunningApp> {
  const port = wishes.port ?? (await anyFreePort());
  const origin = originOf(wishes.publicPort ?? port);
  let printed = '';
  const bridge = await startBridge({
    root,
    port,
    environment: {
      POSTBAG_SECRET: secret,
      POSTBAG_ORIGIN: origin,
      POSTBAG_POP3_PORTS: ['110', '995', ...wishes.pop3Ports].join(','),
      POSTBAG_ALLOW_PRIVATE_HOSTS: 'localhost,127.0.0.1',
      POSTBAG_CA_FILE: wishes.caFile,
      // No test asks a name server outside of this machine.
      POSTBAG_DISCOVERY: '0',
      ...wishes.environment,
    },
    output: (text) => {
      printed += text;
    },
  }).catch((error: Error) => {
    throw new Error(`${error.message}\n${printed}`);
  });
  return { ...bridge, origin, port, printed: () => printed };
}
