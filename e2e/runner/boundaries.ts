import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type Import, sourceFacts } from './imports';

/**
 * Each folder is a place with one kind of code in it. What a folder may import from the others stands here; code in
 * no folder of the table is a violation, and so is an import that the table does not grant. `(types)` grants types
 * alone. Tests may import anything: they ship nowhere.
 */
const granted: Readonly<Record<string, readonly string[]>> = {
  'lib/contract': [],
  'lib/pop3': [],
  'lib/bridge': ['lib/pop3', 'lib/contract'],
  'lib/mail': [],
  'lib/rules': ['lib/mail'],
  'lib/store': ['lib/mail', 'lib/contract', 'lib/rules (types)'],
  'lib/sync': ['lib/store', 'lib/mail', 'lib/rules', 'lib/contract'],
  'lib/search': ['lib/store', 'lib/mail'],
  'lib/junk': ['lib/store', 'lib/mail', 'lib/search'],
  'lib/archive': ['lib/store', 'lib/mail'],
  'lib/demo': ['lib/pop3', 'lib/contract (types)'],
  'lib/build': [],
  components: [
    'lib/contract',
    'lib/mail',
    'lib/store',
    'lib/sync',
    'lib/search',
    'lib/junk',
    'lib/archive',
    'lib/rules',
  ],
  app: ['components', 'lib/contract', 'lib/mail', 'lib/store', 'lib/sync', 'lib/search'],
  'app/api': ['lib/contract', 'lib/bridge', 'lib/pop3'],
  'instrumentation-client.ts': ['components'],
  'playwright.config.ts': ['e2e'],
  // instrumentation and the tools' configuration
  '.': ['lib/contract', 'lib/bridge', 'lib/build'],
};

/** These run in a browser, or are pure and must be able to. */
const withoutNode = [
  'lib/contract',
  'lib/pop3',
  'lib/mail',
  'lib/rules',
  'lib/store',
  'lib/sync',
  'lib/search',
  'lib/junk',
  'lib/archive',
  'components',
];

/** Code on the server; whatever leaves it for the network goes through the host guard. */
const server = ['lib/bridge', 'lib/pop3', 'app/api', '.'];
const dialling = /^lib\/bridge\/(dial|resolve|socketWire|webFetch)\.ts$/;
/** Names are resolved in one place, within limits. */
const resolving = /^lib\/bridge\/resolve\.ts$/;
/** The demonstration's own servers and the probe that waits for them: on loopback, in a process of their own. */
const demoNetwork = /^lib\/demo\/(bridgeProcess|peer|pop3Server|ports)\.ts$/;
const networkModules = [
  ...['net', 'tls', 'dns', 'dns/promises', 'http', 'https', 'http2', 'dgram', 'undici'],
  // A program that is started dials for itself, and so does a worker or an inspector.
  ...['child_process', 'cluster', 'worker_threads', 'inspector', 'inspector/promises', 'quic'],
];
/** Globals that dial. */
const networkGlobals = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'sendBeacon',
  'getBuiltinModule',
];
/** Packages that the server may use: none of them opens a connection. Whoever adds one has looked. */
const quietPackages = [
  ...[
    '@xmldom/xmldom',
    'iron-session',
    'ipaddr.js',
    'next',
    // Dials by a global unless it is handed another way: lib/bridge/oauth/ask.ts hands it ours, with every call.
    'oauth4webapi',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'server-only',
    'tldts',
    'zod',
  ],
];
/** Of these modules: constants, and functions of their arguments alone. */
const harmless = ['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'STATUS_CODES', 'rootCertificates'];

const rootEntries = [
  ...['app', 'components', 'e2e', 'lib', 'public', '.ci'],
  // How it is run elsewhere: Docker and Compose look for their files at the top, GitHub for its policy there or in .github.
  ...['Dockerfile', '.dockerignore', 'compose.yaml', 'deploy', 'SECURITY.md'],
  ...[
    'README.md',
    '.github',
    'CONTRIBUTING.md',
    'LICENSE',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ],
  ...['.gitignore', '.npmrc', 'biome.json', 'next.config.ts', 'postcss.config.mjs'],
  ...['playwright.config.ts', 'vitest.config.ts', 'instrumentation.ts', 'instrumentation-client.ts'],
];

/** Each violation as one line; `path` is relative to the project's folder, with `/`. */
export function violations(path: string, text: string): string[] {
  if (path.startsWith('e2e/') || /\.test\.tsx?$/.test(path)) return [];
  const area = areaOf(path);
  const rule = granted[area];
  if (!rule) return [`${path}: there is no rule for the folder ${area}`];
  const facts = sourceFacts(path, text);
  const found: string[] = [];
  const report = (what: string) => found.push(`${path}: ${what}`);

  for (const each of facts.imports) {
    const target = targetOf(path, each.specifier);
    if (target !== null) {
      if (!isGranted(area, target, each, rule)) report(`${area} may not import ${target}`);
    } else if (isBuiltin(each.specifier)) {
      if (withoutNode.includes(area)) report(`${area} may not import Node's ${each.specifier}`);
      else if (area === 'lib/demo' && isNetwork(each) && !demoNetwork.test(path)) {
        report(`only the demonstration's servers may import ${each.specifier}`);
      } else if (server.includes(area) && isNetwork(each) && !dialling.test(path)) {
        report(`only the dialling code of lib/bridge may import ${each.specifier}`);
      } else if (server.includes(area) && isNames(each) && !resolving.test(path)) {
        report(`only lib/bridge/resolve.ts may import ${each.specifier}`);
      }
    } else if (each.specifier === 'idb' && area !== 'lib/store') {
      report('only lib/store may import idb');
    } else if (server.includes(area) && area !== '.' && !isQuiet(each)) {
      report(`nobody has said of the package ${each.specifier} that it does not dial`);
    } else if (area === '.' && isNetwork(each)) {
      report(`only the dialling code of lib/bridge may import ${each.specifier}`);
    }
  }
  if (facts.opaque && area !== 'lib/build') report('an import whose target cannot be told from the text');
  if (facts.identifiers.has('indexedDB') && area !== 'lib/store') report('only lib/store may use indexedDB');
  const dials = networkGlobals.filter((name) => facts.identifiers.has(name));
  if (server.includes(area) && !dialling.test(path)) {
    for (const name of dials) report(`${name} would go round the host guard`);
  }
  if (area === 'lib/demo' && !demoNetwork.test(path)) {
    for (const name of dials) report(`only the demonstration's servers may use ${name}`);
  }
  return found;
}

/** What stands at the top level and does not belong there. `entries` without what .gitignore names. */
export function strangersAtTheTop(entries: readonly string[]): string[] {
  return entries.filter((entry) => !rootEntries.includes(entry));
}

function areaOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (!path.includes('/')) return path in granted ? path : '.';
  if (first === 'lib') return `lib/${second}`;
  // The operator's figures stand at /metrics, where Prometheus looks, and are the bridge's.
  return /^app\/(?:api|metrics)\//.test(path) ? 'app/api' : first;
}

/** The area that a specifier leads to, or null for packages and built-in modules. */
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return areaOf(specifier.slice(2));
  if (!specifier.startsWith('.')) return null;
  return areaOf(posix.join(posix.dirname(path), specifier));
}

function isGranted(area: string, target: string, each: Import, rule: readonly string[]): boolean {
  if (target === area || rule.includes(target)) return true;
  return each.typeOnly && rule.includes(`${target} (types)`);
}

function isNetwork({ specifier, typeOnly, names }: Import): boolean {
  if (typeOnly || !networkModules.includes(specifier.replace(/^node:/, ''))) return false;
  return !names?.every((name) => harmless.includes(name));
}

/** Node's dns, types aside. */
function isNames(each: Import): boolean {
  return isNetwork(each) && /^(?:node:)?dns(?:\/promises)?$/.test(each.specifier);
}

function isQuiet({ specifier, typeOnly }: Import): boolean {
  return typeOnly || quietPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}
